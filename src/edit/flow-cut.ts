import { tokensOf, type Dialect, type Flow } from './flow.ts'
import {
  beforeEol,
  commentAbove,
  commentsIn,
  isBlank,
  keepComments,
  lineEnd,
  lineStart,
  splice,
  startsLine,
  type Notes,
  type Span,
  type Splice,
} from './splice.ts'

/** One level of a path through nested brackets, from the outside to the inside. */
export interface FlowLevel {
  readonly flow: Flow
  readonly index: number
  /** True when the other items are no more than the fields that name this list item. */
  readonly named: boolean
}

/** @returns `text` without the innermost item, and without the parents (never the first level itself) that we made and that are empty then */
export function cutNested(text: string, levels: readonly FlowLevel[], dialect: Dialect, notes: Notes): string {
  let at = levels.length - 1
  while (at > 0 && isOurs(text, levels[at], dialect, notes.ours)) at--
  const level = levels[at]
  return level ? cutItem(text, level, dialect, notes) : text
}

/** @returns true when the brackets hold nothing but the item and what we wrote around it */
export function isOurs(text: string, level: FlowLevel | undefined, dialect: Dialect, comment?: string): boolean {
  const item = level?.flow.items[level.index]
  if (!level || !item || (level.flow.items.length > 1 && !level.named)) return false
  const { flow, index } = level
  const start = commentAbove(text, item.start, dialect.mark, comment)
  const ends = [flow.open, ...flow.items.map(i => i.end)]
  const foreign = ends.some((end, i) => {
    const next = flow.items[i]?.start ?? flow.close
    return tokensOf(text, end, next, dialect).some(t => !t.comma && t.start !== start)
  })
  return !foreign && !isMarked(text.slice(ends[index], start), flow.items.length === 1)
}

/** @returns true when the gap before the only item, or before the one behind the naming fields, shows that the parent was there before */
function isMarked(gap: string, single: boolean): boolean {
  if (/\n[ \t]*\r?\n/.test(gap)) return true
  return single ? gap.startsWith(' ') : /^\s*,[ \t]{2,}$/.test(gap)
}

/** @returns `text` without the item, its comma and its line */
function cutItem(text: string, level: FlowLevel, dialect: Dialect, notes: Notes): string {
  const { flow, index } = level
  const item = flow.items[index]
  if (!item) return text
  const next = flow.items[index + 1]
  const start = commentAbove(text, item.start, dialect.mark, notes.ours)
  const before = tokensOf(text, flow.items[index - 1]?.end ?? flow.open, start, dialect)
  const after = tokensOf(text, item.end, next?.start ?? flow.close, dialect)
  const alone = flow.items.length === 1 && [...before, ...after].every(t => t.comma)
  if (alone && commentsIn(text, item, dialect.mark, notes).length === 0) {
    return splice(text, cutOnly(text, flow, { start, end: after[0]?.end ?? item.end }))
  }
  const comma = after.find(t => t.comma) ?? before.findLast(t => t.comma)
  const joined = comma && comma.start >= item.end && isBlank(text.slice(item.end, comma.start))
  const span = { start, end: joined ? comma.end : item.end }
  const main = keepComments(
    text,
    cutSpan(text, flow, span, index === 0 ? next?.start : undefined, level.named),
    dialect.mark,
    notes,
  )
  return splice(text, ...(comma && !joined ? [{ ...comma, text: '' }] : []), main)
}

/** The brackets hold nothing else: they are left as they were before the first item came. */
function cutOnly(text: string, flow: Flow, { start, end }: Span): Splice {
  if (text.slice(flow.open, start).includes('\n')) return { start: flow.open, end: flow.close, text: '' }
  const from = start > flow.open && text[start - 1] === ' ' ? start - 1 : start
  return { start: from, end: text[end] === ' ' ? end + 1 : end, text: '' }
}

/** @param next start of the next item, when no item is before this one */
function cutSpan(text: string, flow: Flow, span: Span, next: number | undefined, named: boolean): Splice {
  const { start, end } = span
  const first = lineStart(text, start)
  const stop = Math.min(lineEnd(text, end), flow.close)
  const rest = text.slice(end, stop)
  if (startsLine(text, start) && first > 0) {
    if (!isBlank(rest)) return { start, end: stop - rest.trimStart().length, text: '' }
    const from = beforeEol(text, first)
    const blank = named && isBlank(text.slice(lineStart(text, from), from))
    return {
      start: blank ? beforeEol(text, lineStart(text, from)) : from,
      end: stop === flow.close ? end : stop,
      text: '',
    }
  }
  if (next !== undefined) return { start, end: next <= stop && isBlank(text.slice(end, next)) ? next : end, text: '' }
  return { start: first + text.slice(first, start).trimEnd().length, end, text: '' }
}
