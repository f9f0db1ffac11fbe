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
const PATIENCE = 10
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

/**
 * Takes the lock, makes the state folder for it, runs `action`, and gives the lock back. The lock of a process that is gone is taken over.
 * @throws Failure when another run holds the lock, or the folder cannot be written
 */
export function withLock<T>(root: string, disk: Disk, action: () => T): T {
  const file = about(STATE, () => acquire(root, disk))
  try {
    return action()
  } finally {
    tryTo(() => disk.remove(file))
    tryTo(() => disk.removeFolder(path.join(root, STATE)))
  }
}

function acquire(root: string, disk: Disk): string {
  const file = guarded(root, LOCK)
  const folder = path.join(root, STATE)
  if (!lstat(folder)) disk.makeFolder(folder)
  try {
    takeOver(file, guarded(root, STALE), disk)
    disk.create(file, holderText(), { executable: false })
  } catch (error) {
    tryTo(() => disk.removeFolder(folder))
    if (errnoOf(error) === 'EEXIST') throw locked(readHolder(file))
    throw error
  }
  return file
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

/** @returns true when a lock is there, of a living process or not */
export function hasLock(root: string): boolean {
  return [LOCK, STALE].some(file => lstat(guarded(root, file)) !== undefined)
}
