import { eolOf } from '../text/lines.ts'
import {
  beforeEol,
  commentAbove,
  indentAt,
  isBlank,
  lineEnd,
  lineStart,
  splice,
  startsLine,
  type Span,
  type Splice,
} from './splice.ts'

/**
 * Items between brackets, separated by commas: objects and lists of JSON, flow collections of YAML, inline tables and arrays of TOML.
 *
 * A parent that is empty after `cut` goes with it only when we made it. Nothing but the bytes can tell, so a first item is put into an
 * empty parent of the user as `{ item }` (blank behind the bracket), into one of ours as `{item}` or on a line of its own.
 */
export interface Flow {
  /** Offset behind the opening bracket. */
  readonly open: number
  /** Offset of the closing bracket. */
  readonly close: number
  readonly items: readonly Span[]
}

export interface Dialect {
  /** What begins a line comment. */
  readonly mark: string
  /** Finds commas and comments between items. */
  readonly tokens: RegExp
}

export const JSONC: Dialect = { mark: '//', tokens: /\/\/[^\r\n]*|\/\*[\s\S]*?\*\/|,/g }
export const HASH: Dialect = { mark: '#', tokens: /#[^\r\n]*|,/g }

export interface NewItem {
  /** @returns the item, its second and later lines indented; `indent` is undefined when it must stay on one line */
  readonly print: (indent: string | undefined) => string
  /** Indentation of the first line of the item in a list that has no line yet. */
  readonly indent: string
  /** What stands between a comma and the next item. */
  readonly space: string
  /** The item must show that its parent was there before. */
  readonly marked?: boolean
  /** The first item gets a line of its own: for the outermost object of a file. */
  readonly spread?: boolean
}

interface Token extends Span {
  readonly comma: boolean
}

function tokens(text: string, from: number, to: number, dialect: Dialect): readonly Token[] {
  return [...text.slice(from, to).matchAll(dialect.tokens)].map(m => {
    const start = from + m.index
    return { start, end: start + m[0].length, comma: m[0] === ',' }
  })
}

/** @returns `text` with a new last item */
export function insertItem(text: string, flow: Flow, item: NewItem, dialect: Dialect): string {
  const last = flow.items.at(-1)
  if (!last) return insertFirst(text, flow, item, dialect)
  const found = tokens(text, last.end, flow.close, dialect)
  const comma = found.find(t => t.comma)
  if (!hasOwnLine(text, flow, last)) {
    const space = spaceBetween(text, flow, item.space) + (item.marked ? ' ' : '')
    const at = comma?.end ?? last.end
    return splice(text, { start: at, end: at, text: comma ? `${space}${item.print(undefined)},` : `,${space}${item.print(undefined)}` })
  }
  const eol = eolOf(text)
  const indent = indentAt(text, last.start)
  const at = Math.max(last.end, found.at(-1)?.end ?? 0)
  const line = eol + (item.marked ? eol : '') + indent + item.print(indent)
  if (comma) return splice(text, insertion(at, `${line},`))
  return at === last.end ? splice(text, insertion(at, `,${line}`)) : splice(text, insertion(last.end, ','), insertion(at, line))
}

function insertion(at: number, text: string): Splice {
  return { start: at, end: at, text }
}

function hasOwnLine(text: string, flow: Flow, item: Span): boolean {
  return startsLine(text, item.start) && lineStart(text, item.start) >= flow.open
}

/** @returns the blanks that the user puts behind a comma; `fallback` where there is no comma yet */
function spaceBetween(text: string, flow: Flow, fallback: string): string {
  const [before, last] = flow.items.slice(-2)
  if (!before || !last) return fallback
  const gap = text.slice(before.end, last.start)
  return /^,[ \t]*$/.test(gap) ? gap.slice(1) : fallback
}

function insertFirst(text: string, flow: Flow, item: NewItem, dialect: Dialect): string {
  const inner = text.slice(flow.open, flow.close)
  const eol = eolOf(text)
  const comment = tokens(text, flow.open, flow.close, dialect).at(-1)
  if (comment) {
    const inline = !/[\r\n]/.test(text.slice(comment.end, flow.close))
    const indent = startsLine(text, comment.start) ? indentAt(text, comment.start) : item.indent
    return splice(text, insertion(comment.end, inline ? ` ${item.print(undefined)}` : eol + indent + item.print(indent)))
  }
  if (item.spread && inner === '') {
    const line = eol + item.indent + item.print(item.indent) + eol + indentAt(text, flow.open)
    return splice(text, insertion(flow.open, line))
  }
  const space = inner === '' || inner.startsWith(' ') ? ' ' : ''
  return splice(text, insertion(flow.open, ` ${item.print(undefined)}${space}`))
}

/** One level of a path through nested brackets, from the outside to the inside. */
export interface FlowLevel {
  readonly flow: Flow
  readonly index: number
  /** True when the other items are no more than the fields that name this list item. */
  readonly named: boolean
}

/** @returns `text` without the innermost item, and without the parents (never the first level itself) that we made and that are empty then */
export function cutNested(text: string, levels: readonly FlowLevel[], dialect: Dialect, comment?: string): string {
  let at = levels.length - 1
  while (at > 0 && isOurs(text, levels[at], dialect, comment)) at--
  const level = levels[at]
  return level ? cutItem(text, level, dialect, comment) : text
}

/** @returns true when the brackets hold nothing but the item and what we wrote around it */
export function isOurs(text: string, level: FlowLevel | undefined, dialect: Dialect, comment?: string): boolean {
  const item = level?.flow.items[level.index]
  if (!level || !item || (level.flow.items.length > 1 && !level.named)) return false
  const start = commentAbove(text, item.start, dialect.mark, comment)
  const { flow, index } = level
  const gaps = [flow.open, ...flow.items.flatMap(i => [i.start, i.end]), flow.close]
  for (let i = 0; i < gaps.length; i += 2) {
    const foreign = tokens(text, gaps[i] ?? 0, gaps[i + 1] ?? 0, dialect).some(t => !t.comma && t.start !== start)
    if (foreign) return false
  }
  const gap = text.slice(flow.items[index - 1]?.end ?? flow.open, start)
  return !isMarked(gap, flow.items.length === 1)
}

function isMarked(gap: string, single: boolean): boolean {
  if (/\n[ \t]*\r?\n/.test(gap)) return true
  return single ? /^ /.test(gap) : /^\s*,[ \t]{2,}$/.test(gap)
}

/** @returns `text` without the item, its comma and its line */
function cutItem(text: string, level: FlowLevel, dialect: Dialect, comment?: string): string {
  const { flow, index } = level
  const item = flow.items[index]
  if (!item) return text
  const next = flow.items[index + 1]
  const start = commentAbove(text, item.start, dialect.mark, comment)
  const before = tokens(text, flow.items[index - 1]?.end ?? flow.open, start, dialect)
  const after = tokens(text, item.end, next?.start ?? flow.close, dialect)
  if (flow.items.length === 1 && [...before, ...after].every(t => t.comma)) return cutOnly(text, flow, start, item.end, after[0]?.end)
  const comma = after.find(t => t.comma)
  const joined = comma && isBlank(text.slice(item.end, comma.start)) ? comma.end : item.end
  const loose = comma ? (joined === comma.end ? undefined : comma) : before.findLast(t => t.comma)
  const main = cutSpan(text, flow, { start, end: joined }, index === 0 ? next?.start : undefined, level.named)
  return splice(text, ...(loose ? [{ ...loose, text: '' }] : []), main)
}

/** The brackets hold nothing else: they are left as they were before the first item came. */
function cutOnly(text: string, flow: Flow, start: number, end: number, afterComma: number | undefined): string {
  if (/\n/.test(text.slice(flow.open, start))) return splice(text, { start: flow.open, end: flow.close, text: '' })
  const from = start > flow.open && text[start - 1] === ' ' ? start - 1 : start
  const to = afterComma ?? end
  return splice(text, { start: from, end: text[to] === ' ' ? to + 1 : to, text: '' })
}

function cutSpan(text: string, flow: Flow, span: Span, next: number | undefined, named: boolean): Splice {
  const { start, end } = span
  const first = lineStart(text, start)
  const stop = Math.min(lineEnd(text, end), flow.close)
  const rest = text.slice(end, stop)
  if (startsLine(text, start) && first > 0) {
    if (!isBlank(rest)) return { start, end: stop - rest.trimStart().length, text: '' }
    const from = beforeEol(text, first)
    const blank = named && isBlank(text.slice(lineStart(text, from), from))
    return { start: blank ? beforeEol(text, lineStart(text, from)) : from, end: stop === flow.close ? end : stop, text: '' }
  }
  if (next !== undefined && isBlank(text.slice(end, next)) && next <= stop) return { start, end: next, text: '' }
  const blanks = text.slice(first, start).length - text.slice(first, start).trimEnd().length
  return { start: start - (next === undefined ? blanks : 0), end, text: '' }
}
