import type { Context } from '../../../src/artifact/index.ts'
import { readTomlValue } from '../../../src/text/toml.ts'

export type Table = Readonly<Record<string, unknown>>

/** @returns what a TOML file of the repository holds; nothing for one that is missing or does not parse */
export function readToml(ctx: Context, path: string): Table {
  const text = ctx.ws.has(path) ? ctx.ws.read(path) : undefined
  return text === undefined ? {} : table(readTomlValue(text))
}

/** @returns `value` as a table; an empty one for anything else */
export function table(value: unknown): Table {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Table) : {}
}

/** @returns the values of a table, as tables */
export function tables(value: unknown): readonly Table[] {
  return Object.values(table(value)).map(table)
}

/** @returns `value` when it is text, in a list */
export function text(value: unknown): readonly string[] {
  return typeof value === 'string' ? [value] : []
}
