import { LINE, SWAP } from '../edit/code-path.ts'
import type { Json, KeyPath, Step } from '../edit/types.ts'
import { byCodeUnit } from '../text/paths.ts'

export type JsonObject = Readonly<Record<string, Json>>

/** @returns true for a JSON object: neither a list nor null */
export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** @returns true for a list (Array.isArray does not narrow readonly lists) */
export function isList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value)
}

/** @returns true for a map of JSON */
export function isMap(value: Json | undefined): value is JsonObject {
  return isObject(value)
}

/** @returns true when `value` holds only what JSON can say; a date, NaN or an undefined is not */
export function isJson(value: unknown): value is Json {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return true
  if (typeof value === 'number') return Number.isFinite(value)
  if (Array.isArray(value)) return value.every(isJson)
  return isObject(value) && isPlain(value) && Object.values(value).every(isJson)
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null
}

/** @returns own value of `key`, never an inherited one */
export function own<T>(record: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined
}

/** @returns text that is the same for equal values, whatever the order of their keys */
export function canonical(value: Json): string {
  if (isList(value)) return `[${value.map(canonical).join(',')}]`
  if (!isMap(value)) return JSON.stringify(value)
  const keys = Object.keys(value).sort(byCodeUnit)
  return `{${keys.map(k => `${JSON.stringify(k)}:${canonical(own(value, k) ?? null)}`).join(',')}}`
}

/** @returns true when both are the same value, or both are not there */
export function equal(a: Json | undefined, b: Json | undefined): boolean {
  if (a === undefined || b === undefined) return a === b
  return canonical(a) === canonical(b)
}

/** @returns identity of a key path */
export function keyOf(path: KeyPath): string {
  return canonical(path)
}

/** @returns a key path as people write it: `scripts.test`, `steps[name=build]`; a change of code is shown as what is written */
export function showPath(path: KeyPath): string {
  const [, kind] = path
  const last = path.at(-1)
  if ((kind === LINE || kind === SWAP) && typeof last === 'string') return last.trim()
  return path.reduce<string>((text, step) => text + showStep(step, text === ''), '')
}

function showStep(step: Step, first: boolean): string {
  if (typeof step === 'string') return first ? step : `.${step}`
  const fields = Object.entries(step).map(([k, v]) => `${k}=${String(v)}`)
  return `[${fields.join(',')}]`
}
