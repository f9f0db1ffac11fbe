import { realpathSync } from 'node:fs'
import { nodeDisk, type Disk } from './disk.ts'
import { about } from './failures.ts'
import { acquireLock, hasLock } from './lock-file.ts'
import { pendingJournal } from './journal.ts'
import { finishPending, type Recovery } from './recover.ts'

const SIGNALS: readonly NodeJS.Signals[] = ['SIGINT', 'SIGTERM', 'SIGHUP']
const INTERRUPTED = 130

/**
 * Runs `action` as the only run that writes in `root`, after finishing what an earlier run left half done. An interrupt ends the process
 * with 130 where `action` waits, or at its end: what is being written is written completely, because writing waits for nothing.
 * @param action is told what was left of an earlier run
 * @throws Failure when another run is writing here, or the folder cannot be written
 */
export async function withLock<T>(
  root: string,
  action: (recovery: Recovery) => T | Promise<T>,
  disk: Disk = nodeDisk(),
): Promise<T> {
  const real = about('.', () => realpathSync(root))
  const release = acquireLock(real, disk)
  const stop = onSignals(() => {
    release()
    process.exit(INTERRUPTED)
  })
  try {
    return await action(finishPending(real, disk))
  } finally {
    await turns()
    stop()
    release()
  }
}

/** A signal that came while we wrote is delivered in one of the next turns of the event loop (the second, measured on Linux). */
async function turns(): Promise<void> {
  for (let n = 0; n < 4; n++) await new Promise(setImmediate)
}

function onSignals(listener: () => void): () => void {
  for (const signal of SIGNALS) process.on(signal, listener)
  return () => {
    for (const signal of SIGNALS) process.off(signal, listener)
  }
}

/** The same for one step that waits for nothing. */
export function withLockSync<T>(root: string, disk: Disk, action: (root: string) => T): T {
  const real = about('.', () => realpathSync(root))
  const release = acquireLock(real, disk)
  try {
    finishPending(real, disk)
    return action(real)
  } finally {
    release()
  }
}

/**
 * Finishes what an earlier run left half done: one that had not begun to write is forgotten, any other is carried out to its end.
 * Changes nothing when there is nothing to finish. @throws Failure when another run is writing here
 */
export function recover(root: string, disk: Disk = nodeDisk()): Recovery {
  const real = about('.', () => realpathSync(root))
  if (!hasLock(real) && pendingJournal(real) === 'none') return { finished: false, left: [] }
  const release = acquireLock(real, disk)
  try {
    return finishPending(real, disk)
  } finally {
    release()
  }
}
