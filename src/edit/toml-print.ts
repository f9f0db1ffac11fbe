import * as quote from '../text/quote.ts'
import { EditError, type Json, type KeyPath } from './types.ts'
import { isList, isMap, wrap } from './value.ts'

/** @returns the value on one line; throws EditError for null, which TOML does not know */
export function printToml(value: Json): string {
  if (value === null) throw new EditError('TOML has no null')
  if (typeof value === 'string') return quote.toml(value)
  if (isList(value)) return `[${value.map(printToml).join(', ')}]`
  if (!isMap(value)) return String(value)
  const entries = Object.entries(value)
  return entries.length === 0
    ? '{}'
    : `{ ${entries.map(([key, v]) => `${printKey(key)} = ${printToml(v)}`).join(', ')} }`
}

/** @returns the value, as a literal string where the old value was one */
export function printLike(value: Json, literal: boolean): string {
  const fits =
    typeof value === 'string' && !value.includes("'") && !/\\[^\\"]/.test(quote.toml(value).replaceAll('\\\\', ''))
  return literal && fits ? `'${value}'` : printToml(value)
}

const MAX_LINE = 100

/** @returns `key = value`; a list that is too long for a line gets one for each item */
export function printPair(key: readonly string[], value: Json, eol: string): string {
  const line = `${printKeys(key)} = ${printToml(value)}`
  if (!isList(value) || line.length <= MAX_LINE) return line
  const items = value.map(item => `    ${printToml(item)},${eol}`).join('')
  return `${printKeys(key)} = [${eol}${items}]`
}

/** @returns the pairs that hold `value` below `path`: dotted keys as far as it is made of keys */
export function pairOf(path: KeyPath, value: Json): { readonly key: readonly string[]; readonly value: Json } {
  const at = path.findIndex(step => typeof step !== 'string')
  const end = at === -1 ? path.length : at
  return { key: path.slice(0, end).filter(step => typeof step === 'string'), value: wrap(path.slice(end), value) }
}

/** @returns the line of a table's name; `list`: of an item in a list of tables */
export function printHeader(path: readonly string[], list: boolean): string {
  return list ? `[[${printKeys(path)}]]` : `[${printKeys(path)}]`
}

/** @returns a dotted key */
export function printKeys(path: readonly string[]): string {
  return path.map(printKey).join('.')
}

function printKey(key: string): string {
  return /^[A-Za-z0-9_-]+$/.test(key) ? key : quote.toml(key)
}
