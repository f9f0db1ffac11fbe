import path from 'node:path'
import { isSha256 } from '../plan/hash.ts'
import { isObject } from '../plan/json.ts'
import { isState, pathFault, STATE } from '../plan/safe-path.ts'
import { Failure } from '../text/errors.ts'
import { lstat, readFound, tryTo, type Disk } from './disk.ts'
import { guarded } from './guard.ts'

/** One file that a run writes or deletes; null: it is not there. */
export interface Operation {
  readonly path: string
  readonly before: string | null
  readonly after: string | null
  /** The file is made executable. */
  readonly executable?: true
  /** Permission bits that the file had before. */
  readonly mode?: number
  /** Permission bits that the file gets back. */
  readonly restore?: number
}

/** All that a run does. As long as it lies in the journal, the run is not over; then it is the record that `undo` reads. */
export interface Journal {
  readonly version: 1
  /** What becomes of the journal at the end: the undo record; nothing; nothing, and the undo record that it took back goes too. */
  readonly then: 'record' | 'discard' | 'drop-record'
  readonly operations: readonly Operation[]
  /** Folders that the run makes. */
  readonly folders: readonly string[]
  /** Folders that go when they are empty at the end. */
  readonly prune: readonly string[]
}

export const JOURNAL = `${STATE}/journal`
const STAGED = `${JOURNAL}/staged.json`
const COMMITTED = `${JOURNAL}/journal`
const UNDO = `${STATE}/undo`
export const RECORD = `${UNDO}/record`

/** Brings the journal to the disk; from its last step on, the run will be finished whatever happens. */
export function commit(root: string, disk: Disk, journal: Journal): void {
  const staged = guarded(root, STAGED)
  const folder = path.join(root, JOURNAL)
  if (!lstat(folder)) disk.makeFolder(folder)
  if (lstat(staged)) disk.remove(staged)
  disk.create(staged, `${JSON.stringify(journal, null, 1)}\n`, { executable: false, flushed: true })
  disk.rename(staged, guarded(root, COMMITTED))
  disk.flush(folder)
}

/** @returns 'committed': a run was cut off and has to be finished; 'staged': one that changed nothing yet */
export function pendingJournal(root: string): 'none' | 'staged' | 'committed' {
  if (lstat(guarded(root, COMMITTED))) return 'committed'
  return lstat(path.join(root, JOURNAL)) ? 'staged' : 'none'
}

/** @returns the journal of a run that was cut off @throws Failure when it is damaged */
export function readJournal(root: string): Journal {
  return parse(readFound(guarded(root, COMMITTED))?.text, COMMITTED)
}

/** @returns what the last run did; undefined when there is nothing to undo @throws Failure when the record is damaged */
export function readRecord(root: string): Journal | undefined {
  const found = readFound(guarded(root, RECORD))
  return found && parse(found.text, RECORD)
}

/** Last step of a run: its journal becomes the undo record, or goes. */
export function close(root: string, disk: Disk, { then }: Journal): void {
  const [journal, record] = [guarded(root, COMMITTED), guarded(root, RECORD)]
  if (then === 'record') {
    if (!lstat(path.dirname(record))) disk.makeFolder(path.dirname(record))
    disk.rename(journal, record)
  } else {
    if (then === 'drop-record' && lstat(record)) disk.remove(record)
    // Without its record the run cannot be taken back any more: the next one removes a journal that stays here.
    if (then === 'drop-record') tryTo(() => disk.remove(journal))
    else disk.remove(journal)
  }
}

/** Removes what is left of a journal that is no longer needed. */
export function sweep(root: string, disk: Disk): void {
  for (const file of [STAGED, COMMITTED]) if (lstat(guarded(root, file))) disk.remove(path.join(root, file))
  for (const folder of [JOURNAL, UNDO])
    if (lstat(path.join(root, folder))) tryTo(() => disk.removeFolder(path.join(root, folder)))
}

function parse(text: string | undefined, file: string): Journal {
  try {
    const data: unknown = JSON.parse(text ?? '')
    if (isJournal(data)) return data
  } catch {
    // Said below, like everything else that is wrong with it.
  }
  throw new Failure('bad-journal', `${file} is damaged`, {
    path: file,
    suggestion: `Delete ${path.posix.dirname(file)}, and look at the changes with your version control.`,
  })
}

const ENDS: ReadonlySet<unknown> = new Set<Journal['then']>(['record', 'discard', 'drop-record'])

/** The repository may have brought the file along: nothing in it is believed, least of all a path. */
function isJournal(data: unknown): data is Journal {
  if (!isObject(data) || data['version'] !== 1 || !ENDS.has(data['then'])) return false
  const { operations, folders, prune } = data
  return Array.isArray(operations) && operations.every(isOperation) && isFolders(folders) && isFolders(prune)
}

function isOperation(value: unknown): value is Operation {
  if (!isObject(value)) return false
  const { path: file, before, after, executable, mode, restore } = value
  const texts = [before, after].every(text => text === null || typeof text === 'string')
  return isTarget(file) && texts && (executable === undefined || executable === true) && isMode(mode) && isMode(restore)
}

function isMode(value: unknown): boolean {
  return value === undefined || (typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= 0o777)
}

function isTarget(file: unknown): boolean {
  if (typeof file !== 'string' || pathFault(file) !== undefined) return false
  return !isState(file) || isStateFile(file)
}

/** Files of our own state that a run writes. */
function isStateFile(file: string): boolean {
  const [top, area, ...rest] = file.split('/')
  if (top !== STATE || area === undefined) return false
  if (rest.length === 0) return ['manifest.json', 'config.yaml', '.gitignore', 'results.json'].includes(area)
  return area === 'conflicts' || (area === 'base' && rest.length === 1 && isSha256(rest[0]))
}

function isFolders(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every(folder => pathFault(folder) === undefined)
}
