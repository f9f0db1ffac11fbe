import type { Json } from '../edit/types.ts'
import { equal } from './json.ts'

/** What to do with one key or line. */
export type KeyVerdict =
  | 'set' // nothing there: write it
  | 'adopt' // the user has it already: not ours
  | 'taken' // the user has something else there: it stays
  | 'deleted' // the user deleted ours: it stays deleted
  | 'same' // as it should be
  | 'update' // ours is outdated
  | 'edited' // the user changed ours, and we have nothing newer
  | 'conflict' // the user changed ours, and we have something newer
  | 'remove' // no longer wanted, and still as we wrote it
  | 'drop' // no longer wanted, and not there
  | 'release' // no longer wanted, but the user changed it: it is the user's

/**
 * The table of a file's decisions, for one key.
 * @param base value that we wrote; undefined: never
 * @param mine value in the file; undefined: not there
 * @param next value that is wanted now; undefined: no longer
 */
export function decideKey(base: Json | undefined, mine: Json | undefined, next: Json | undefined): KeyVerdict {
  if (base === undefined) return next === undefined ? 'drop' : decideNewKey(mine, next)
  if (next === undefined) return mine === undefined ? 'drop' : equal(mine, base) ? 'remove' : 'release'
  if (mine === undefined) return 'deleted'
  if (equal(mine, next)) return 'same'
  if (equal(mine, base)) return 'update'
  return equal(base, next) ? 'edited' : 'conflict'
}

function decideNewKey(mine: Json | undefined, next: Json): KeyVerdict {
  if (mine === undefined) return 'set'
  return equal(mine, next) ? 'adopt' : 'taken'
}
