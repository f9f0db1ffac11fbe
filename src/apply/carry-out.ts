import path from 'node:path'
import { sha256 } from '../plan/hash.ts'
import { STATE } from '../plan/safe-path.ts'
import { Failure } from '../text/errors.ts'
import { byCodeUnit, dirname } from '../text/paths.ts'
import { lstat, readFound, tryTo, type Disk, type Found } from './disk.ts'
import { about } from './failures.ts'
import { guarded, placeOf, type Place } from './guard.ts'
import { close, sweep, type Journal, type Operation } from './journal.ts'

/** 'changed': the file is neither as before the run nor as after it, so somebody else wrote it: it was left alone. */
type Outcome = 'done' | 'changed'

/** @returns true when the file is as it is to be after the operation */
export function isDone({ after, executable, restore }: Operation, now: Found | undefined): boolean {
  if (after === null || !now) return after === null && !now
  return (
    now.text === after &&
    (!executable || (now.mode & 0o100) !== 0) &&
    (restore === undefined || (now.mode & 0o777) === restore)
  )
}

/** @returns true when the file is as it was when the run was planned */
export function isUntouched({ before }: Operation, now: Found | undefined): boolean {
  return now ? now.text === before : before === null
}

/** Name beside the file under which its new text is written first: always the same, so that the next run finds what a cut-off one left. */
function temporary(file: string): string {
  return path.join(path.dirname(file), `.${sha256(path.basename(file)).slice(0, 16)}.prod-ready`)
}

/** Makes one file what the operation says. Can be repeated after any interruption. @throws Failure */
function carryOut(root: string, disk: Disk, operation: Operation): Outcome {
  return about(operation.path, () => {
    const place = placeOf(root, operation.path)
    const temp = temporary(place.path)
    if (place.folder && lstat(temp)?.isFile()) disk.remove(temp)
    const now = place.there ? readFound(place.path) : undefined
    if (isDone(operation, now)) return 'done'
    if (!isUntouched(operation, now)) return 'changed'
    if (operation.after === null) disk.remove(place.path)
    else replace(root, disk, operation, operation.after, { place, temp, now })
    return 'done'
  })
}

function replace(
  root: string,
  disk: Disk,
  operation: Operation,
  text: string,
  { place, temp, now }: { place: Place; temp: string; now: Found | undefined },
): void {
  if (!place.folder) makeFolders(root, disk, dirname(operation.path))
  try {
    disk.create(temp, text, {
      executable: operation.executable === true,
      like: attributes(operation, now),
      flushed: now !== undefined,
    })
    disk.rename(temp, place.path)
  } catch (error) {
    tryTo(() => disk.remove(temp))
    throw error
  }
}

function attributes({ executable, restore }: Operation, now: Found | undefined): Omit<Found, 'text'> | undefined {
  const owner = { uid: now?.uid ?? process.getuid?.() ?? 0, gid: now?.gid ?? process.getgid?.() ?? 0 }
  if (restore !== undefined) return { ...owner, mode: restore }
  return now && { ...owner, mode: executable ? now.mode | 0o111 : now.mode }
}

function makeFolders(root: string, disk: Disk, folder: string): void {
  if (folder === '.' || lstat(path.join(root, folder))) return
  makeFolders(root, disk, dirname(folder))
  disk.makeFolder(path.join(root, folder))
}

/** Removes those of `folders` that are empty, the deepest first. */
function prune(root: string, disk: Disk, folders: readonly string[]): void {
  for (const folder of [...folders].sort(byCodeUnit).reverse()) {
    const stats = lstat(path.join(root, folder))
    if (stats?.isDirectory() && !leadsThroughLink(root, folder)) tryTo(() => disk.removeFolder(path.join(root, folder)))
  }
}

/** The guard looks at the folders above a file. */
function leadsThroughLink(root: string, folder: string): boolean {
  try {
    guarded(root, `${folder}/any`)
    return false
  } catch {
    return true
  }
}

/** What became of an operation that was not carried out: the file was changed by somebody, or the disk refused. */
export type Carried = 'changed' | Failure

/** Carries out what the journal says, and closes it. @param failed is told of each operation that was not carried out; it throws to stop */
export function finish(
  root: string,
  disk: Disk,
  journal: Journal,
  failed: (path: string, carried: Carried) => void,
): void {
  for (const operation of journal.operations) {
    const carried = attempt(root, disk, operation)
    if (carried !== 'done') failed(operation.path, carried)
  }
  about(STATE, () => {
    prune(root, disk, journal.prune)
    close(root, disk, journal)
  })
  // The run is over: what cannot be swept up now is swept up by the next one.
  tryTo(() => sweep(root, disk))
}

function attempt(root: string, disk: Disk, operation: Operation): Outcome | Failure {
  try {
    return carryOut(root, disk, operation)
  } catch (error) {
    if (error instanceof Failure) return error
    throw error
  }
}

/** @returns the operation that takes `operation` back */
export function reverse({ path, before, after, mode }: Operation): Operation {
  return { path, before: after, after: before, ...(mode === undefined || before === null ? {} : { restore: mode }) }
}

/** Takes back what was done of a run that failed. @throws Failure when that fails too: the journal stays, and the next run finishes it */
export function rollBack(root: string, disk: Disk, journal: Journal, why: unknown): void {
  try {
    for (const operation of [...journal.operations].reverse()) carryOut(root, disk, reverse(operation))
    prune(root, disk, journal.folders)
    sweep(root, disk)
  } catch (cause) {
    const message = why instanceof Error ? why.message : String(why)
    throw new Failure('half-done', `${message}; what was written already could not be taken back`, {
      suggestion: 'Repair the cause, then run the command again: it finishes what is half done.',
      cause,
    })
  }
}
