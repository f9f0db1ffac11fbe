import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'

/** A program that runs beside a test. */
export interface Daemon {
  /** What it has written so far. */
  readonly output: () => string
  /** Sends a signal and waits for the end; nothing happens where it has ended. */
  readonly stop: (signal?: NodeJS.Signals) => Promise<void>
}

export interface Surroundings {
  readonly cwd: string
  readonly env?: NodeJS.ProcessEnv
  /** Who runs it, where the tests run as root. */
  readonly uid?: number
  readonly gid?: number
}

const SECONDS = 30

/** Starts a program and waits until `ready`. @throws with what it wrote when it ends before, or never is */
export async function daemon(
  program: string,
  args: readonly string[],
  where: Surroundings,
  ready: () => boolean | Promise<boolean>,
): Promise<Daemon> {
  const child = spawn(program, args, { ...where, stdio: ['ignore', 'pipe', 'pipe'] })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text: Buffer) => (output += text.toString()))
  child.on('error', error => (output += String(error)))
  const kill = (): boolean => child.kill('SIGKILL')
  process.once('exit', kill)
  child.once('exit', () => process.off('exit', kill))
  for (let i = 0; i < SECONDS * 10; i++) {
    if (hasEnded(child) || child.pid === undefined) throw new Error(`${program} has ended: ${output}`)
    const isReady = await Promise.resolve()
      .then(ready)
      .catch(() => false)
    if (isReady) return { output: () => output, stop: stopper(child) }
    await sleep(100)
  }
  kill()
  throw new Error(`${program} is not ready after ${SECONDS} s: ${output}`)
}

function stopper(child: ChildProcess): Daemon['stop'] {
  return async (signal = 'SIGTERM') => {
    if (hasEnded(child)) return
    child.kill(signal)
    await once(child, 'exit')
  }
}

function hasEnded({ exitCode, signalCode }: ChildProcess): boolean {
  return exitCode !== null || signalCode !== null
}

/** @returns what `look` finds, once it finds something; throws with what was waited for after so many seconds */
export async function until<T>(
  what: string,
  seconds: number,
  look: () => Promise<T | undefined | false> | T | undefined | false,
): Promise<T> {
  const end = Date.now() + seconds * 1000
  while (Date.now() < end) {
    const found = await look()
    if (found !== undefined && found !== false) return found
    await sleep(200)
  }
  throw new Error(`not within ${seconds} s: ${what}`)
}
