import { EditError, type Json, type KeyPath, type Step } from './types.ts'

export type JsonMap = Readonly<Record<string, Json>>
/** A step that names the item of a list. */
export type Fields = Exclude<Step, string>

/** Deeper values are refused: parsers and our own walks recurse, and some parsers end the process when the stack is full. */
export const MAX_DEPTH = 200

/** @returns true for an object */
export function isMap(value: Json | undefined): value is JsonMap {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** @returns true for an array */
export function isList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value)
}

/** @returns true when both are the same value; the order of keys does not count. `loose`: null and empty lists and objects are the same */
export function same(a: Json | undefined, b: Json | undefined, loose = false): boolean {
  if (loose && isEmpty(a) && isEmpty(b)) return true
  if (isList(a)) return isList(b) && a.length === b.length && a.every((item, i) => same(item, b[i], loose))
  if (!isMap(a)) return a === b || (Number.isNaN(a) && Number.isNaN(b))
  if (!isMap(b)) return false
  const keys = Object.keys(a)
  return keys.length === Object.keys(b).length && keys.every(k => Object.hasOwn(b, k) && same(a[k], b[k], loose))
}

function isEmpty(value: Json | undefined): boolean {
  return value === null || (isList(value) && value.length === 0) || (isMap(value) && Object.keys(value).length === 0)
}

/** @returns the plain value that a step names in a list, as `{ '': 'json' }` does; undefined for a step that names an object */
function plainOf(step: Fields): string | number | boolean | undefined {
  return Object.keys(step).length === 1 ? step[''] : undefined
}

/** @returns true when `item` has all fields of the step, or is the plain value that it names */
export function matches(item: Json | undefined, step: Fields): boolean {
  const plain = plainOf(step)
  if (plain !== undefined) return item === plain
  return isMap(item) && Object.entries(step).every(([key, value]) => Object.hasOwn(item, key) && item[key] === value)
}

/** @returns true when `by` names the item of a list, and the item holds no more than its fields, beside the key `step` */
export function isNamedBy(item: Json | undefined, by: Step | undefined, step?: Step): boolean {
  if (typeof by !== 'object' || typeof step === 'object' || !isMap(item)) return false
  return same(Object.fromEntries(Object.entries(item).filter(([key]) => key !== step)), by)
}

/** @returns the value of a list item: the fields that name it, then the others; throws EditError when they contradict each other */
export function itemWith(step: Fields, value: Json): Json {
  const plain = plainOf(step)
  if (plain !== undefined && value === plain) return plain
  if (plain !== undefined) throw new EditError('the value is not the one that its step names')
  if (!isMap(value)) throw new EditError('an item of a list can only be set to an object')
  const item = { ...step, ...value }
  if (!matches(item, step)) throw new EditError('the value contradicts the fields that name its item')
  return item
}

/** @returns the value that holds `value` below the steps of `path`; each step makes an object or a list with one item */
export function wrap(path: KeyPath, value: Json): Json {
  const [step, ...rest] = path
  if (step === undefined) return value
  return typeof step === 'string' ? own(step, wrap(rest, value)) : [itemWith(step, wrap(rest, value))]
}

/** @returns an object with one key; also for keys that mean something to the language */
function own(key: string, value: Json): JsonMap {
  return Object.fromEntries([[key, value]])
}

/** @returns the value at `path`; undefined when there is none */
export function read(root: Json | undefined, path: KeyPath): Json | undefined {
  let value = root
  for (const step of path) {
    if (typeof step === 'string') value = isMap(value) && Object.hasOwn(value, step) ? value[step] : undefined
    else value = isList(value) ? value.find(item => matches(item, step)) : undefined
  }
  return value
}

/** @returns `root` with `value` at `path`; null counts as an empty parent. Throws EditError where a parent is something else */
export function write(root: Json | undefined, path: KeyPath, value: Json): Json {
  const [step, ...rest] = path
  if (step === undefined) return value
  if (root === undefined || root === null) return wrap(path, value)
  if (typeof step === 'string') {
    if (!isMap(root)) throw new EditError(`the parent of "${step}" is not an object`)
    return { ...root, ...own(step, write(Object.hasOwn(root, step) ? root[step] : undefined, rest, value)) }
  }
  if (!isList(root)) throw new EditError('the parent of a list item is not a list')
  const at = root.findIndex(item => matches(item, step))
  if (at === -1) return [...root, ...(wrap(path, value) as readonly Json[])]
  return root.map((item, i) => (i === at ? write(item, rest, value) : item))
}

/** @returns `root` without what is at `path` */
export function without(root: Json, path: KeyPath): Json {
  const [step, ...rest] = path
  if (typeof step === 'string') {
    if (!isMap(root)) return root
    if (rest.length === 0) return Object.fromEntries(Object.entries(root).filter(([key]) => key !== step))
    return Object.hasOwn(root, step) ? { ...root, ...own(step, without(root[step] ?? null, rest)) } : root
  }
  if (step === undefined || !isList(root)) return root
  const at = root.findIndex(item => matches(item, step))
  return rest.length === 0
    ? root.filter((_, i) => i !== at)
    : root.map((item, i) => (i === at ? without(item, rest) : item))
}

/** @returns index of the key that `key` goes before in a list of three keys at least that is in order; undefined for the last place */
export function placeAmong(keys: readonly string[], key: string): number | undefined {
  const sorted = keys.length > 2 && keys.every((k, i) => i === 0 || (keys[i - 1] ?? '') < k)
  const place = sorted ? keys.findIndex(k => k > key) : -1
  return place === -1 ? undefined : place
}

/** Throws EditError for what no format can hold: numbers that are none, and values that are nested too deeply. */
export function assertValue(value: Json, depth = 0): void {
  if (depth > MAX_DEPTH) throw new EditError('the value is nested too deeply')
  if (typeof value === 'number' && !Number.isFinite(value)) throw new EditError(`${String(value)} is not a value`)
  if (isList(value)) for (const item of value) assertValue(item, depth + 1)
  else if (isMap(value)) for (const item of Object.values(value)) assertValue(item, depth + 1)
}
