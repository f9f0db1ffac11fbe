import * as quote from '../text/quote.ts'
import { commentLine } from './splice.ts'
import type { Json, KeyPath } from './types.ts'
import { isList, isMap, itemWith, wrap } from './value.ts'

/** How the user formats. */
export interface YamlStyle {
  /** Blanks of one level. */
  readonly unit: number
  /** Blanks before the dash of a list below its key. */
  readonly dashes: number
  /** Quotes where some are needed. */
  readonly quotes: Quotes
  /** Keys between braces are quoted. */
  readonly quotedKeys?: boolean
}

export type Quotes = 'single' | 'double'

/** A value of a block: what follows the key on its line, and the lines below, indented as seen from the key. */
export interface Printed {
  readonly head: string
  readonly body: readonly string[]
}

/** @returns a scalar on one line; `force`: a string is quoted even where it need not be */
export function printScalar(value: string | number | boolean | null, quotes: Quotes, force = false): string {
  if (typeof value !== 'string') return String(value)
  const text = quote.yaml(value)
  if (!text.startsWith('"') && !force) return text
  return quotes === 'single' && isPrintable(value) ? `'${value.replaceAll("'", "''")}'` : quote.yamlString(value)
}

/** @returns true when nothing in `value` has to be escaped for its own sake */
function isPrintable(value: string): boolean {
  return !quote
    .json(value)
    .replace(/\\["\\/]/g, '')
    .includes('\\')
}

/** @returns the value as the lines of a block */
export function printBlock(value: Json, style: YamlStyle): Printed {
  if (value === null) return { head: '', body: [] }
  if (isList(value)) {
    return value.length === 0
      ? { head: '[]', body: [] }
      : {
          head: '',
          body: indent(
            value.flatMap(v => dashed(v, style)),
            style.dashes,
          ),
        }
  }
  if (isMap(value)) {
    const lines = mapLines(value, style)
    return lines.length === 0 ? { head: '{}', body: [] } : { head: '', body: indent(lines, style.unit) }
  }
  return typeof value === 'string' && isLiteral(value)
    ? literal(value, style)
    : { head: printScalar(value, style.quotes), body: [] }
}

function mapLines(value: Readonly<Record<string, Json>>, style: YamlStyle): readonly string[] {
  return Object.entries(value).flatMap(([key, v]) => pairLines(key, v, style))
}

function pairLines(key: string, value: Json, style: YamlStyle): readonly string[] {
  const { head, body } = printBlock(value, style)
  return [`${printScalar(key, style.quotes)}:${head && ` ${head}`}`, ...body]
}

/** @returns the lines of a list item; `width` is that of the dash with its blanks */
function dashed(value: Json, style: YamlStyle, width = 2): readonly string[] {
  if (isMap(value) && Object.keys(value).length > 0) return withDash(mapLines(value, style), width)
  if (isList(value) && value.length > 0)
    return withDash(
      value.flatMap(v => dashed(v, style)),
      width,
    )
  const { head, body } = value === null ? { head: 'null', body: [] } : printBlock(value, style)
  return [`-${' '.repeat(width - 1)}${head}`, ...body]
}

function withDash(lines: readonly string[], width: number): readonly string[] {
  const [first = '', ...rest] = lines
  // A comment cannot share the line of the dash with the key below it.
  if (first.startsWith('#')) return [first, ...withDash(rest, width)]
  return [`-${' '.repeat(width - 1)}${first}`, ...indent(rest, width)]
}

function indent(lines: readonly string[], width: number): readonly string[] {
  return lines.map(line => (line === '' ? '' : ' '.repeat(width) + line))
}

/** @returns true for a text of several lines that a literal block gives back unchanged */
function isLiteral(value: string): boolean {
  const lines = value.replace(/\n$/, '').split('\n')
  return (
    value.includes('\n') &&
    /^[^\s#]/.test(value) &&
    lines.at(-1) !== '' &&
    lines.every(l => isPrintable(l) && !/\s$/.test(l))
  )
}

function literal(value: string, style: YamlStyle): Printed {
  const lines = value.replace(/\n$/, '').split('\n')
  return { head: value.endsWith('\n') ? '|' : '|-', body: indent(lines, style.unit) }
}

/**
 * @param path the steps that are missing; the first one is made where the lines go
 * @param width of the dash with its blanks, where the first step is an item
 * @returns the lines of the pair or item that holds `value`, with `comment` above the innermost key
 */
export function printEntry(
  path: KeyPath,
  value: Json,
  style: YamlStyle,
  comment?: string,
  width = 2,
): readonly string[] {
  const [step, ...rest] = path
  if (step === undefined) return []
  const note = comment && rest.length === 0 ? [commentLine('#', comment)] : []
  if (typeof step === 'string') {
    if (rest.length === 0) return [...note, ...pairLines(step, value, style)]
    const below = typeof rest[0] === 'string' ? style.unit : style.dashes
    return [`${printScalar(step, style.quotes)}:`, ...indent(printEntry(rest, value, style, comment), below)]
  }
  if (rest.length === 0) return [...note, ...dashed(itemWith(step, value), style, width)]
  return withDash([...mapLines(step, style), ...printEntry(rest, value, style, comment)], width)
}

/** @returns the pair or item on one line, for a place between brackets */
export function printFlowEntry(path: KeyPath, value: Json, style: YamlStyle): string {
  const [step, ...rest] = path
  if (typeof step === 'string') return `${flowKey(step, style)}: ${printFlow(wrap(rest, value), style)}`
  return printFlow(step === undefined ? value : itemWith(step, wrap(rest, value)), style)
}

/** @returns the value on one line, without blanks inside its brackets */
export function printFlow(value: Json, style: YamlStyle): string {
  if (isList(value)) return `[${value.map(v => printFlow(v, style)).join(', ')}]`
  if (!isMap(value)) return printScalar(value, style.quotes)
  return `{${Object.entries(value)
    .map(([key, v]) => `${flowKey(key, style)}: ${printFlow(v, style)}`)
    .join(', ')}}`
}

function flowKey(key: string, style: YamlStyle): string {
  return printScalar(key, style.quotes, style.quotedKeys)
}
