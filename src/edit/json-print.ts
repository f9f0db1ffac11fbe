import * as quote from '../text/quote.ts'
import { commentLine } from './splice.ts'
import type { Json, KeyPath } from './types.ts'
import { isList, isMap, itemWith } from './value.ts'

/** How the user formats. */
export interface JsonStyle {
  readonly eol: string
  /** One level of indentation. */
  readonly unit: string
  /** Between key and value: `: ` or `:`. */
  readonly colon: string
  /** Lists of plain values stand on one line. */
  readonly shortLists: boolean
}

const MAX_LINE = 80

/** @returns JSON text of `value`; on one line without blanks inside the brackets when `indent` is undefined */
export function printJson(value: Json, style: JsonStyle, indent: string | undefined): string {
  if (isList(value)) return printList(value, style, indent)
  if (!isMap(value)) return quote.json(value)
  const entries = Object.entries(value)
  const inner = indent === undefined ? undefined : indent + style.unit
  return brackets(
    '{}',
    entries.map(([key, v]) => quote.json(key) + style.colon + printJson(v, style, inner)),
    style,
    indent,
  )
}

function printList(items: readonly Json[], style: JsonStyle, indent: string | undefined): string {
  if (indent !== undefined && style.shortLists && items.every(i => !isList(i) && !isMap(i))) {
    const line = printList(items, style, undefined)
    if (line.length <= MAX_LINE) return line
  }
  const inner = indent === undefined ? undefined : indent + style.unit
  return brackets(
    '[]',
    items.map(item => printJson(item, style, inner)),
    style,
    indent,
  )
}

function brackets(pair: '{}' | '[]', items: readonly string[], style: JsonStyle, indent: string | undefined): string {
  const open = pair.charAt(0)
  const close = pair.charAt(1)
  if (items.length === 0) return pair
  if (indent === undefined) return open + items.join(style.colon.endsWith(' ') ? ', ' : ',') + close
  const start = style.eol + indent + style.unit
  return open + start + items.join(`,${start}`) + style.eol + indent + close
}

/**
 * @param path the steps that are missing; the first one is made where the text goes
 * @returns the property or item that holds `value`, with `comment` above the innermost key where there are lines
 */
export function printEntry(
  path: KeyPath,
  value: Json,
  style: JsonStyle,
  indent: string | undefined,
  comment?: string,
): string {
  const [step, ...rest] = path
  if (step === undefined) return printJson(value, style, indent)
  const note =
    comment && rest.length === 0 && indent !== undefined ? commentLine('//', comment) + style.eol + indent : ''
  const inner = indent === undefined ? undefined : indent + style.unit
  if (typeof step === 'string') {
    return note + quote.json(step) + style.colon + printParent(rest, value, style, indent, comment)
  }
  if (rest.length === 0) return note + printJson(itemWith(step, value), style, indent)
  const fields = Object.entries(step).map(([key, v]) => quote.json(key) + style.colon + printJson(v, style, inner))
  return brackets('{}', [...fields, printEntry(rest, value, style, inner, comment)], style, indent)
}

/** @returns the value of a key: `value` itself, or a new object or list with the next step in it */
function printParent(
  rest: KeyPath,
  value: Json,
  style: JsonStyle,
  indent: string | undefined,
  comment?: string,
): string {
  const next = rest[0]
  if (next === undefined) return printJson(value, style, indent)
  const inner = indent === undefined ? undefined : indent + style.unit
  return brackets(
    typeof next === 'string' ? '{}' : '[]',
    [printEntry(rest, value, style, inner, comment)],
    style,
    indent,
  )
}
