import { readFileSync } from 'node:fs'
import path from 'node:path'
import { isObject } from '../plan/json.ts'
import { STATE } from '../plan/safe-path.ts'
import { Failure } from '../text/errors.ts'
import { errnoOf, lstat, readFound, tryTo, type Disk } from './disk.ts'
import { about } from './failures.ts'
import { guarded } from './guard.ts'

const LOCK = `${STATE}/lock`
/** Where a stale lock lies for a moment while it is taken over. */
const STALE = `${STATE}/lock.stale`

/** Who writes: the process, and when it was started, because numbers are given out again. */
interface Holder {
  readonly pid: number
  readonly started?: string
}

/** @returns when a process was started, in the kernel's ticks; undefined where the system does not tell */
function startOf(pid: number): string | undefined {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ')[19]
  } catch {
    return undefined
  }
}

function isAlive({ pid, started }: Holder): boolean {
  // A lock with our own number was left by a process that had it before us: we hold none here.
  if (pid === process.pid) return false
  try {
    process.kill(pid, 0)
  } catch (error) {
    return errnoOf(error) === 'EPERM'
  }
  const now = startOf(pid)
  return started === undefined || now === undefined || now === started
}

function holderOf(text: string | undefined): Holder | undefined {
  try {
    const data: unknown = JSON.parse(text ?? '')
    if (!isObject(data)) return undefined
    const { pid, started } = data
    if (typeof pid !== 'number' || !Number.isSafeInteger(pid) || pid <= 0) return undefined
    return { pid, ...(typeof started === 'string' ? { started } : {}) }
  } catch {
    return undefined
  }
}

/** A process that has just made its lock may not have written its number yet. */
const PATIENCE = 5
const PAUSE = 20

function readHolder(file: string): Holder | undefined {
  for (let i = 0; i < PATIENCE; i++) {
    const holder = holderOf(readFound(file)?.text)
    if (holder) return holder
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, PAUSE)
  }
  return undefined
}

function locked(holder: Holder | undefined): Failure {
  return new Failure('locked', `another run${holder ? ` (process ${holder.pid})` : ''} is writing here`, {
    path: LOCK,
    suggestion: `Wait until it is done. If there is no such run, delete ${LOCK}.`,
  })
}

/** Roots that this process has locked. */
const held = new Set<string>()

/**
 * Takes the lock, and makes the state folder for it. The lock of a process that is gone is taken over; a lock that this process holds is shared.
 * @returns a function that gives the lock back @throws Failure when another run holds the lock, or the folder cannot be written
 */
export function acquireLock(root: string, disk: Disk): () => void {
  if (held.has(root)) return () => undefined
  const file = about(STATE, () => makeLock(root, disk))
  held.add(root)
  return () => {
    if (!held.delete(root)) return
    tryTo(() => disk.remove(file))
    tryTo(() => disk.removeFolder(path.join(root, STATE)))
  }
}

/** How often another run may come in between before we say so. */
const ATTEMPTS = 5

/** Runs that begin or end in the same instant make and remove the folder, and a stale lock, under each other's hands. */
const RACED = new Set(['EEXIST', 'ENOENT'])

function makeLock(root: string, disk: Disk, attempts = ATTEMPTS): string {
  try {
    return tryLock(root, disk)
  } catch (error) {
    if (attempts === 1 || !RACED.has(errnoOf(error) ?? '')) throw error
    return makeLock(root, disk, attempts - 1)
  }
}

function tryLock(root: string, disk: Disk): string {
  const file = guarded(root, LOCK)
  const folder = path.join(root, STATE)
  if (!lstat(folder)) disk.makeFolder(folder)
  try {
    takeOver(file, guarded(root, STALE), disk)
    create(file, disk)
  } catch (error) {
    tryTo(() => disk.removeFolder(folder))
    throw error
  }
  return file
}

function create(file: string, disk: Disk): void {
  try {
    disk.create(file, holderText(), { executable: false })
  } catch (error) {
    if (errnoOf(error) === 'EEXIST') throw locked(readHolder(file))
    tryTo(() => disk.remove(file))
    throw error
  }
}

function holderText(): string {
  const started = startOf(process.pid)
  return `${JSON.stringify({ pid: process.pid, ...(started === undefined ? {} : { started }) })}\n`
}

/** Removes a stale lock, under another name first: so that a lock which another process has just taken over is not removed by mistake. */
function takeOver(file: string, aside: string, disk: Disk): void {
  if (lstat(aside)) disk.remove(aside)
  if (!lstat(file)) return
  const holder = readHolder(file)
  if (holder && isAlive(holder)) throw locked(holder)
  disk.rename(file, aside)
  const moved = holderOf(readFound(aside)?.text)
  if (moved && isAlive(moved)) {
    disk.rename(aside, file)
    throw locked(moved)
  }
  disk.remove(aside)
}

/** @param root real path @returns true when this process holds the lock */
export function holdsLock(root: string): boolean {
  return held.has(root)
}

/** @returns true when a lock is there, of a living process or not */
export function hasLock(root: string): boolean {
  return [LOCK, STALE].some(file => lstat(guarded(root, file)) !== undefined)
}
