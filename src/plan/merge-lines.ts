import { diff3Merge, diffComm, type MergeRegion } from 'node-diff3'
import { normal } from './same.ts'

export const LABELS = { mine: 'yours', base: 'last generated', next: 'new' } as const

export interface LineMerge {
  readonly conflict: boolean
  /** Merged text with LF line ends and a final newline; with conflict markers where both sides changed the same place. */
  readonly text: string
}

type Region = MergeRegion<string>

/** Work that finding the common lines may cost; beyond it (thousands of equal lines) the whole text is one region. */
const MAX_WORK = 20_000_000

const linesOf = (text: string): string[] => (text === '' ? [] : normal(text).split('\n'))

/** Pairs of equal lines that the search for the longest common subsequence looks at. */
function work(a: readonly string[], b: readonly string[]): number {
  const count = new Map<string, number>()
  for (const line of b) count.set(line, (count.get(line) ?? 0) + 1)
  return a.reduce((sum, line) => sum + (count.get(line) ?? 0), 0)
}

function regionsOf(mine: string[], base: string[], next: string[]): readonly Region[] {
  if (work(base, mine) + work(base, next) > MAX_WORK)
    return [{ conflict: { a: mine, aIndex: 0, o: base, oIndex: 0, b: next, bIndex: 0 } }]
  const regions = diff3Merge(mine, base, next)
  if (regions.every(r => !r.conflict)) return regions
  return backwards(mine, base, next) ?? regions
}

/**
 * Where lines repeat, the search takes the first that fits, and a change near the end then looks as if it touched the one before it.
 * Seen from the end it takes the last. @returns the merge when it has no conflict that way
 */
function backwards(
  mine: readonly string[],
  base: readonly string[],
  next: readonly string[],
): readonly Region[] | undefined {
  const regions = diff3Merge(mine.toReversed(), base.toReversed(), next.toReversed())
  if (regions.some(r => r.conflict)) return undefined
  return regions.toReversed().map(({ ok = [] }) => ({ ok: ok.toReversed() }))
}

function mark(region: Region): readonly string[] {
  if (!region.conflict) return region.ok ?? []
  const { a, o, b } = region.conflict
  return [`<<<<<<< ${LABELS.mine}`, ...a, `||||||| ${LABELS.base}`, ...o, '=======', ...b, `>>>>>>> ${LABELS.next}`]
}

/** Three-way merge line by line. @returns the merged text; where both sides made the same change there is no conflict */
export function mergeLines(base: string, mine: string, next: string): LineMerge {
  const regions = regionsOf(linesOf(mine), linesOf(base), linesOf(next))
  const text = regions.flatMap(mark).join('\n')
  return { conflict: regions.some(r => r.conflict), text: text === '' ? '' : `${text}\n` }
}

/** Merge of two texts that have no common ancestor: what both have stands once. @returns the text, marked where they differ */
export function mergeTwo(mine: string, next: string): LineMerge {
  const [a, b] = [linesOf(mine), linesOf(next)]
  const common = work(a, b) > MAX_WORK ? [] : diffComm(a, b).flatMap(part => part.common ?? [])
  return mergeLines(common.join('\n'), mine, next)
}

/**
 * @returns true when every line that `mine` has and `base` has not is in `result` as well. Indentation and a comma at the
 * end, which an edit beside the line may change, do not count.
 */
export function keepsLines(base: string, mine: string, result: string): boolean {
  const bare = (text: string): string[] => linesOf(text).map(l => l.trim().replace(/,$/, ''))
  const left = new Map<string, number>()
  const add = (line: string, n: number): number => {
    const count = (left.get(line) ?? 0) + n
    left.set(line, count)
    return count
  }
  for (const line of bare(base)) add(line, 1)
  const mineOnly = bare(mine).filter(line => line !== '' && add(line, -1) < 0)
  const rest = new Set(bare(result))
  return mineOnly.every(line => rest.has(line))
}
