import type { Ownership } from '../artifact/types.ts'
import { inStyleOf, toLf } from '../text/lines.ts'
import { mergeText, mergeWithoutBase, type Merge } from './merge.ts'
import { same } from './same.ts'
import type { Action, ConflictChoice } from './types.ts'

/** As a base: the manifest knows the file, but its base copy is missing or was tampered with. As an outcome: what the manifest says stays. */
export const LOST: unique symbol = Symbol('lost')

export type Base = string | typeof LOST | undefined

export interface Decision {
  readonly action: Action
  /** Text of the file afterwards; undefined: it is not there. */
  readonly after: string | undefined
  /** What counts as last generated from now on; undefined: the file is not ours. */
  readonly base: Base
  readonly reason?: string
  readonly marked?: string
  readonly offer?: string
  /** The user had the same text before us. */
  readonly adopted?: true
}

export interface Circumstances {
  /** The name decides how a file is merged. */
  readonly path?: string
  readonly own?: Ownership
  readonly choice?: ConflictChoice | undefined
  /** The artifact is being taken back, in contrast to one that stopped writing the file. */
  readonly removing?: boolean
  readonly adopted?: boolean
}

export const REASONS = {
  exists: 'exists already and differs from what would be written: yours stays',
  deleted: 'you deleted it: it stays deleted',
  edited: 'you edited it: yours stays',
  hidden: 'git does not see this file of yours, so it is not edited',
  seed: 'yours since it was written',
  lost: 'its base copy is missing, so your changes cannot be told from ours: it stays as it is',
  goneEdited: 'no longer generated, but you edited it: it is yours now',
  goneAdopted: 'no longer generated, but it was there before: it is yours',
  goneSeed: 'no longer generated: it is yours',
  conflict: 'you and a newer version changed the same place: yours stays',
  mine: 'conflict settled: yours stays',
} as const

/**
 * What to do with one file, from what was last generated (`base`; undefined: never), what the disk has (`mine`; undefined: nothing)
 * and what would be generated now (`next`; undefined: no longer). Texts are the same when they differ in line ends, byte order
 * mark or the final newline only; what is written keeps those of the user's file.
 */
export function decideFile(
  base: Base,
  mine: string | undefined,
  next: string | undefined,
  how: Circumstances = {},
): Decision {
  if (next === undefined) return decideGone(base, mine, how)
  const text = toLf(next)
  if (base === undefined) return decideNew(mine, text, how)
  if (mine === undefined) return { action: 'keep', after: undefined, base, reason: REASONS.deleted }
  if (how.own === 'seed') return decideSeed(base, mine, text)
  if (same(mine, text)) return { action: 'same', after: mine, base: text }
  if (base === LOST) return { action: 'keep', after: mine, base, reason: REASONS.lost, offer: text }
  if (same(mine, base)) return { action: 'update', after: inStyleOf(mine, text), base: text }
  if (same(base, text)) return { action: 'keep', after: mine, base, reason: REASONS.edited }
  return decideMerge(base, mine, text, how)
}

function decideNew(mine: string | undefined, next: string, how: Circumstances): Decision {
  if (mine === undefined) return { action: 'create', after: next, base: next }
  if (same(mine, next)) return { action: 'same', after: mine, base: next, adopted: true }
  const marked = mergeWithoutBase(how.path ?? '', mine, next)
  if (how.choice === 'theirs') return { action: 'update', after: inStyleOf(mine, next), base: next }
  if (how.choice === 'markers' && marked !== undefined)
    return { action: 'merge', after: inStyleOf(mine, marked), base: next }
  return { action: 'keep', after: mine, base: undefined, reason: REASONS.exists, offer: next }
}

function decideSeed(base: Base, mine: string, next: string): Decision {
  const untouched = same(mine, next) || (typeof base === 'string' && same(mine, base))
  return untouched ? { action: 'same', after: mine, base } : { action: 'keep', after: mine, base, reason: REASONS.seed }
}

function decideMerge(base: string, mine: string, next: string, how: Circumstances): Decision {
  const merge = mergeText(how.path ?? '', base, mine, next)
  if (merge.text === undefined) return decideConflict(base, mine, next, merge, how)
  if (same(merge.text, mine)) return { action: 'keep', after: mine, base: next, reason: REASONS.edited }
  return { action: 'merge', after: inStyleOf(mine, merge.text), base: next }
}

function decideConflict(base: string, mine: string, next: string, merge: Merge, how: Circumstances): Decision {
  const marked = inStyleOf(mine, merge.marked ?? next)
  if (how.choice === 'mine') return { action: 'keep', after: mine, base: next, reason: REASONS.mine }
  if (how.choice === 'theirs') return { action: 'update', after: inStyleOf(mine, next), base: next }
  if (how.choice === 'markers' && merge.writable) return { action: 'merge', after: marked, base: next }
  return { action: 'conflict', after: mine, base, reason: REASONS.conflict, marked, offer: next }
}

function decideGone(base: Base, mine: string | undefined, how: Circumstances): Decision {
  // What the user deleted stays known while its artifact is there: a later version may want it again.
  if (mine === undefined) return { action: 'same', after: undefined, base: how.removing ? undefined : LOST }
  const keep = (reason: string): Decision => ({ action: 'keep', after: mine, base: undefined, reason })
  if (base === LOST || base === undefined) return keep(REASONS.lost)
  if (!same(mine, base)) return keep(REASONS.goneEdited)
  if (how.adopted) return keep(REASONS.goneAdopted)
  if (how.own === 'seed' && !how.removing) return keep(REASONS.goneSeed)
  return { action: 'delete', after: undefined, base: undefined }
}
