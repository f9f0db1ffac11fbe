import type { EditFormat, KeyPath, Step } from '../edit/types.ts'
import { byCodeUnit } from '../text/paths.ts'
import { isJson, isObject } from './json.ts'
import type { EditBase, OwnedChange } from './types.ts'

const FORMATS: ReadonlySet<unknown> = new Set<EditFormat>(['json', 'yaml', 'toml', 'lines', 'dockerfile', 'code'])

/** @returns the base copy of an edited file as text: the same keys, the same bytes */
export function serializeEditBase(base: EditBase): string {
  const ids = Object.keys(base.artifacts).sort(byCodeUnit)
  const artifacts = Object.fromEntries(ids.map(id => [id, (base.artifacts[id] ?? []).map(ordered)]))
  const seed = base.seed === undefined ? {} : { seed: base.seed }
  return `${JSON.stringify({ format: base.format, ...seed, artifacts }, null, 2)}\n`
}

function ordered({ path, value, comment, previous }: OwnedChange): OwnedChange {
  return { path, value, ...(comment === undefined ? {} : { comment }), ...(previous === undefined ? {} : { previous }) }
}

/** @returns the base copy that `text` holds; undefined when it is none (it comes from the repository and is not trusted) */
export function parseEditBase(text: string): EditBase | undefined {
  let data: unknown
  try {
    data = JSON.parse(text)
  } catch {
    return undefined
  }
  if (!isObject(data) || !isFormat(data['format']) || !isObject(data['artifacts'])) return undefined
  const seed = data['seed']
  if (seed !== undefined && typeof seed !== 'string') return undefined
  const entries = Object.entries(data['artifacts'])
  const artifacts = entries.flatMap(([id, list]): [string, readonly OwnedChange[]][] =>
    isOwnedList(list) ? [[id, list]] : [],
  )
  if (artifacts.length !== entries.length) return undefined
  return { format: data['format'], ...(seed === undefined ? {} : { seed }), artifacts: Object.fromEntries(artifacts) }
}

function isFormat(value: unknown): value is EditFormat {
  return FORMATS.has(value)
}

function isOwnedList(value: unknown): value is readonly OwnedChange[] {
  return Array.isArray(value) && value.every(isOwned)
}

function isOwned(value: unknown): value is OwnedChange {
  if (!isObject(value) || !isPath(value['path']) || !isJson(value['value'])) return false
  const { comment, previous } = value
  return (comment === undefined || typeof comment === 'string') && (previous === undefined || isJson(previous))
}

function isPath(value: unknown): value is KeyPath {
  return Array.isArray(value) && value.length > 0 && value.every(isStep)
}

function isStep(value: unknown): value is Step {
  if (typeof value === 'string') return true
  return isObject(value) && Object.values(value).every(v => ['string', 'number', 'boolean'].includes(typeof v))
}
