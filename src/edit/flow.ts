import { eolOf } from '../text/lines.ts'
import { indentAt, lineEnd, lineStart, splice, startsLine, type Span, type Splice } from './splice.ts'

/**
 * Items between brackets, separated by commas: objects and lists of JSON, flow collections of YAML, inline tables and arrays of TOML.
 *
 * A parent that is empty after a removal goes as well when we made it. Nothing but the bytes can tell, so a first item is put into an
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
  /** Index of the item that it goes before, where items have lines of their own; the last place when left out. */
  readonly before?: number | undefined
}

interface Token extends Span {
  readonly comma: boolean
}

/** @returns the commas and comments of the text between two items */
export function tokensOf(text: string, from: number, to: number, dialect: Dialect): readonly Token[] {
  return [...text.slice(from, to).matchAll(dialect.tokens)].map(m => {
    const start = from + m.index
    return { start, end: start + m[0].length, comma: m[0] === ',' }
  })
}

/** @returns `text` with a new item */
export function insertItem(text: string, flow: Flow, item: NewItem, dialect: Dialect): string {
  const last = flow.items.at(-1)
  if (!last) return insertFirst(text, flow, item, dialect)
  if (!hasOwnLine(text, flow, last)) return insertInline(text, flow, last, item, dialect)
  return insertBefore(text, flow, item, dialect) ?? insertLine(text, flow, last, item, dialect)
}

function insertion(at: number, text: string): Splice {
  return { start: at, end: at, text }
}

function hasOwnLine(text: string, flow: Flow, item: Span): boolean {
  return startsLine(text, item.start) && lineStart(text, item.start) >= flow.open
}

function insertInline(text: string, flow: Flow, last: Span, item: NewItem, dialect: Dialect): string {
  const comma = tokensOf(text, last.end, flow.close, dialect).find(t => t.comma)
  const printed = (item.marked ? '  ' : spaceBetween(text, flow, item.space)) + item.print(undefined)
  return splice(text, comma ? insertion(comma.end, `${printed},`) : insertion(last.end, `,${printed}`))
}

/** @returns the blanks that the user puts behind a comma; `fallback` where there is no comma yet */
function spaceBetween(text: string, flow: Flow, fallback: string): string {
  const [before, last] = flow.items.slice(-2)
  if (!before || !last) return fallback
  const gap = text.slice(before.end, last.start)
  return /^,[ \t]*$/.test(gap) ? gap.slice(1) : fallback
}

/** Below the last item and the comments behind it. */
function insertLine(text: string, flow: Flow, last: Span, item: NewItem, dialect: Dialect): string {
  const found = tokensOf(text, last.end, flow.close, dialect)
  const eol = eolOf(text)
  const indent = indentAt(text, last.start)
  const line = eol + (item.marked ? eol : '') + indent + item.print(indent)
  const at = found.at(-1)?.end ?? last.end
  if (found.some(t => t.comma)) return splice(text, insertion(at, `${line},`))
  return splice(text, insertion(last.end, ','), insertion(at, line))
}

/** Among items that are in order; undefined where the place between them is not clear. */
function insertBefore(text: string, flow: Flow, item: NewItem, dialect: Dialect): string | undefined {
  const next = flow.items[item.before ?? -1]
  if (!next || item.before === undefined || item.marked || !flow.items.every(i => hasOwnLine(text, flow, i)))
    return undefined
  const above = flow.items[item.before - 1]?.end ?? flow.open
  const end = lineEnd(text, above)
  // A comment of several lines may begin behind the item above.
  if (tokensOf(text, above, next.start, dialect).some(t => t.start <= end && t.end > end)) return undefined
  const indent = indentAt(text, next.start)
  return splice(text, insertion(end, `${eolOf(text)}${indent}${item.print(indent)},`))
}

function insertFirst(text: string, flow: Flow, item: NewItem, dialect: Dialect): string {
  const inner = text.slice(flow.open, flow.close)
  const eol = eolOf(text)
  const comment = tokensOf(text, flow.open, flow.close, dialect).at(-1)
  if (comment) {
    const inline = !/[\r\n]/.test(text.slice(comment.end, flow.close))
    const indent = startsLine(text, comment.start) ? indentAt(text, comment.start) : item.indent
    return splice(
      text,
      insertion(comment.end, inline ? ` ${item.print(undefined)}` : eol + indent + item.print(indent)),
    )
  }
  if (item.spread && inner === '') {
    const line = eol + item.indent + item.print(item.indent) + eol + indentAt(text, flow.open)
    return splice(text, insertion(flow.open, line))
  }
  const space = inner === '' || inner.startsWith(' ') ? ' ' : ''
  return splice(text, insertion(flow.open, ` ${item.print(undefined)}${space}`))
}
