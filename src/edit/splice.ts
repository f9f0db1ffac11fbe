import { eolOf } from '../text/lines.ts'
import { plain } from '../text/quote.ts'

/** Offsets into a text; `end` is behind the last character. */
export interface Span {
  readonly start: number
  readonly end: number
}

/** What stands in `start`..`end` is replaced by `text`. */
export interface Splice extends Span {
  readonly text: string
}

/** @returns `text` with all splices made; their offsets are those of `text`, and they must not overlap */
export function splice(text: string, ...splices: readonly Splice[]): string {
  const parts: string[] = []
  let at = 0
  for (const { start, end, text: part } of [...splices].sort((a, b) => a.start - b.start)) {
    parts.push(text.slice(at, start), part)
    at = end
  }
  return parts.join('') + text.slice(at)
}

/** @returns offset of the first character of the line that holds `at` */
export function lineStart(text: string, at: number): number {
  return at === 0 ? 0 : text.lastIndexOf('\n', at - 1) + 1
}

/** @returns offset behind the last character of the line that holds `at`, before its line end */
export function lineEnd(text: string, at: number): number {
  const end = text.indexOf('\n', at)
  if (end === -1) return text.length
  return end > at && text[end - 1] === '\r' ? end - 1 : end
}

/** @returns offset of the line end before the line that begins at `start`; 0 for the first line */
export function beforeEol(text: string, start: number): number {
  if (text[start - 1] !== '\n') return start
  return text[start - 2] === '\r' ? start - 2 : start - 1
}

/** @returns offset behind the line end that begins at `end`; `end` itself where the text ends */
export function afterEol(text: string, end: number): number {
  const eol = /^\r?\n/.exec(text.slice(end, end + 2))
  return end + (eol ? eol[0].length : 0)
}

/** @returns the blanks that the line of `at` begins with */
export function indentAt(text: string, at: number): string {
  const start = lineStart(text, at)
  let end = start
  while (text[end] === ' ' || text[end] === '\t') end++
  return text.slice(start, end)
}

/** @returns true when nothing but blanks stands before `at` on its line */
export function startsLine(text: string, at: number): boolean {
  return isBlank(text.slice(lineStart(text, at), at))
}

/** @returns true for nothing but blanks and line ends */
export function isBlank(text: string): boolean {
  return text.trim() === ''
}

/** @returns offset of the end of the last line that is not blank, within `text` up to `limit`; 0 when all of them are */
export function contentEnd(text: string, limit = text.length): number {
  const last = text.slice(0, limit).trimEnd().length
  return last === 0 ? 0 : Math.min(lineEnd(text, last), limit)
}

/** @returns offset of our comment on the line above the line of `at`; `at` when another line is there */
export function commentAbove(text: string, at: number, mark: string, comment: string | undefined): number {
  const start = lineStart(text, at)
  if (!comment || start === 0) return at
  const above = beforeEol(text, start)
  const line = text.slice(lineStart(text, above), above)
  return line.trim() === commentLine(mark, comment) ? above - line.trimStart().length : at
}

/** @returns `comment` as a line comment */
export function commentLine(mark: string, comment: string): string {
  return `${mark} ${plain(comment)}`
}

/** @returns the comment; undefined when nothing of it can be shown */
export function visible(comment: string | undefined): string | undefined {
  return comment !== undefined && plain(comment) !== '' ? comment : undefined
}

/** The comments of a text, and the one of them that was written with what is taken out. */
export interface Notes {
  readonly comments: readonly Span[]
  readonly ours: string | undefined
}

/** @returns the cut, with the comments that the user has written inside on lines of their own */
export function keepComments(text: string, cut: Splice, mark: string, notes: Notes): Splice {
  const kept = commentsIn(text, cut, mark, notes)
  if (kept.length === 0) return cut
  const eol = eolOf(text)
  const indent = indentAt(text, afterEol(text, cut.start))
  const lines = kept.map(c => eol + indent + c).join('')
  if (cut.start === 0) return { ...cut, text: lines.slice(eol.length) + eol }
  return { ...cut, text: isBlank(text.slice(cut.end, lineEnd(text, cut.end))) ? lines : lines + eol + indent }
}

/** @returns the comments that the user has written inside */
export function commentsIn(
  text: string,
  { start, end }: Span,
  mark: string,
  { comments, ours }: Notes,
): readonly string[] {
  const inside = comments.filter(c => c.start >= start && c.end <= end).map(c => text.slice(c.start, c.end).trimEnd())
  return ours ? inside.filter(c => c !== commentLine(mark, ours)) : inside
}

/** Takes out the lines from that of `start` to that of `end`; what stands behind `end` stays as a line of its own. */
export function cutLines(text: string, start: number, end: number): Splice {
  const stop = lineEnd(text, end)
  const rest = text.slice(end, stop)
  if (!isBlank(rest)) return { start, end: stop - rest.trimStart().length, text: '' }
  const first = lineStart(text, start)
  return first === 0
    ? { start: 0, end: afterEol(text, stop), text: '' }
    : { start: beforeEol(text, first), end: stop, text: '' }
}

/** @returns the cut of whole lines with the empty line above it, when there is one */
export function withBlankAbove(text: string, cut: Splice): Splice {
  const above = lineStart(text, cut.start)
  const whole = above > 0 && cut.start === lineEnd(text, cut.start) && isBlank(text.slice(above, cut.start))
  return whole ? { ...cut, start: beforeEol(text, above) } : cut
}
