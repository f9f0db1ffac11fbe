import type { Place } from '../../edit/types.ts'

/** A piece that we wrote, and what stood there before. */
type Swap = readonly [now: string, old: string]

/**
 * @param swaps pieces of ours: the place is named as the text is without them
 * @returns the line of `offset` as a place, so that the same line is found again after our own changes
 */
export function placeAt(text: string, offset: number, side: Place['side'], swaps: readonly Swap[] = []): Place {
  const bare = (line: string): string => swaps.reduce((all, [now, old]) => all.replace(now, old), line).trim()
  const start = text.lastIndexOf('\n', offset - 1) + 1
  const end = text.indexOf('\n', offset)
  const raw = text.slice(start, end === -1 ? text.length : end)
  const line = bare(raw)
  const before = text.slice(0, start).split('\n').slice(0, -1)
  const nth = before.filter(other => bare(other) === line).length
  const column = offset - start - (raw.length - raw.trimStart().length)
  return { line, nth, side, ...(side === 'in' ? { column } : {}) }
}

/** @returns true when nothing but a comment stands behind `offset` on its line */
export function endsLine(text: string, offset: number): boolean {
  const end = text.indexOf('\n', offset)
  return /^[ \t]*;?[ \t]*(\/\/.*|\/\*[^*]*\*\/[ \t]*)?\r?$/.test(text.slice(offset, end === -1 ? text.length : end))
}

/** @returns true when nothing but blanks stands before `offset` on its line */
export function startsLine(text: string, offset: number): boolean {
  return text.slice(text.lastIndexOf('\n', offset - 1) + 1, offset).trim() === ''
}

/** @returns the blanks that the line of `offset` begins with */
export function blanksAt(text: string, offset: number): string {
  return /^[ \t]*/.exec(text.slice(text.lastIndexOf('\n', offset - 1) + 1))?.[0] ?? ''
}
