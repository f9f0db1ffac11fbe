import { accessSync, constants } from 'node:fs'
import path from 'node:path'
import type { Layout } from '../plan/manifest.ts'
import { WRITES, type Plan } from '../plan/types.ts'
import { Failure } from '../text/errors.ts'
import { dirname } from '../text/paths.ts'
import { sh } from '../text/quote.ts'
import { finish, isDone, isUntouched, rollBack } from './carry-out.ts'
import { lstat, nodeDisk, readFound, type Disk } from './disk.ts'
import { about, asFailure } from './failures.ts'
import { placeOf, type Seen } from './guard.ts'
import { commit, JOURNAL, sweep, type Journal, type Operation } from './journal.ts'
import { withLockSync } from './lock.ts'
import { holdsLock } from './lock-file.ts'
import { journalOf } from './operations.ts'
import { readState } from './state.ts'

export interface ApplyOptions {
  /** New text of config.yaml; undefined: it stays as it is. */
  readonly config?: string | undefined
  /** Of the manifest; undefined: as formatters do by default. */
  readonly layout?: Layout | undefined
  /** Is told what is going on; undefined: it is over. */
  readonly progress?: ((text: string | undefined) => void) | undefined
  readonly disk?: Disk | undefined
}

/**
 * Writes what a plan says: all of it or nothing. Cut off at any instant, the next run finishes it. A plan without writes and without
 * news for our own state touches nothing.
 * @returns true when something was written
 * @throws Failure when a file changed since the plan was made, or cannot be written: everything is then as it was before
 */
export function applyPlan(
  root: string,
  plan: Plan,
  { config, layout, progress, disk = nodeDisk() }: ApplyOptions = {},
): boolean {
  const needed = (at: string): Journal | undefined => about('.', () => journalOf(readState(at), plan, config, layout))
  // the lock is a file, too: where there is nothing to write, none is made
  const writes = plan.files.some(file => WRITES.has(file.action))
  if (!writes && !holdsLock(root) && !needed(root)) return false
  return withLockSync(root, disk, real => {
    const journal = needed(real)
    if (!journal) return false
    progress?.(`writing ${journal.operations.length} files …`)
    carryOutJournal(real, disk, journal)
    progress?.(undefined)
    return true
  })
}

/** Carries out a journal, all of it or nothing. The caller holds the lock. @throws Failure */
export function carryOutJournal(root: string, disk: Disk, journal: Journal): void {
  const seen: Seen = new Map()
  const changing = journal.operations.filter(operation =>
    about(operation.path, () => isChanging(root, operation, seen)),
  )
  const folders = new Map(changing.map(operation => [dirname(operation.path), operation.path]))
  for (const [folder, at] of folders)
    about(at, () => accessSync(nearestFolder(path.join(root, folder)), constants.W_OK))
  try {
    commit(root, disk, journal)
  } catch (error) {
    about(JOURNAL, () => sweep(root, disk))
    throw asFailure(error, JOURNAL)
  }
  try {
    finish(root, disk, journal, (path, carried) => {
      throw carried === 'changed' ? changed(path) : carried
    })
  } catch (error) {
    rollBack(root, disk, journal, error)
    throw error
  }
}

/** @returns false when there is nothing left to do @throws Failure when the file is not what it was, or is not to be written */
function isChanging(root: string, operation: Operation, seen: Seen): boolean {
  const place = placeOf(root, operation.path, seen)
  const now = place.there ? readFound(place.path) : undefined
  if (isDone(operation, now)) return false
  if (!isUntouched(operation, now)) throw changed(operation.path)
  if (now && (now.mode & 0o222) === 0) throw writeProtected(operation.path)
  return true
}

/** Replacing a file does not ask for its permission; the user who took it away meant it. */
function writeProtected(path: string): Failure {
  return new Failure('write-protected', `${path} is write-protected; nothing was written`, {
    path,
    suggestion: `Allow it with chmod u+w ${sh(path)}, or leave the artifact out with --skip.`,
  })
}

function nearestFolder(folder: string): string {
  return lstat(folder) ? folder : nearestFolder(path.dirname(folder))
}

function changed(path: string): Failure {
  return new Failure('changed-meanwhile', `${path} was changed while the plan was made; nothing was written`, {
    path,
    suggestion: 'Run the command again.',
  })
}
