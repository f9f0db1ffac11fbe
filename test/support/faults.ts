import { spawn, type ChildProcess } from 'node:child_process'
import { readFileSync, rmSync } from 'node:fs'
import path from 'node:path'
import { cli, CLI } from './cli.ts'
import { temporaryFolder } from './repository.ts'

const PRELOAD = `--import ${new URL('./faults.mjs', import.meta.url).href}`

/** What happens at a step: the process is killed, or stops until it is told to go on; or no space is left from there on. */
export type Fault = 'kill' | 'stop' | 'full'

/** @returns the environment in which the program meets a fault in its n-th step that changes the disk (from 1) */
export function faultAt(step: number, fault: Fault): NodeJS.ProcessEnv {
  return { NODE_OPTIONS: PRELOAD, FAULT_AT: String(step), FAULT_DO: fault }
}

/** Runs the program to its end. @returns how many steps of it changed the disk */
export function stepsOf(dir: string, args: readonly string[]): number {
  const file = path.join(temporaryFolder(), 'count')
  const { code, err } = cli(dir, args, { NODE_OPTIONS: PRELOAD, FAULT_COUNT: file })
  if (code !== 0) throw new Error(`${args.join(' ')} ends with ${String(code)}: ${err}`)
  const count = Number(readFileSync(file, 'utf8'))
  rmSync(file)
  return count
}

export interface Background {
  readonly child: ChildProcess
  /** Waits until the kernel says that the process is stopped. */
  stopped(): Promise<void>
  ended(): Promise<{
    readonly code: number | null
    readonly signal: NodeJS.Signals | null
    readonly out: string
    readonly err: string
  }>
}

/** Starts the program and does not wait for it. */
export function inBackground(dir: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): Background {
  const child = spawn(process.execPath, [CLI, ...args], {
    cwd: dir,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      PATH: process.env['PATH'],
      HOME: '/nonexistent',
      GIT_CONFIG_GLOBAL: '/dev/null',
      GIT_CONFIG_NOSYSTEM: '1',
      ...env,
    },
  })
  let [out, err] = ['', '']
  child.stdout.setEncoding('utf8').on('data', (data: string) => (out += data))
  child.stderr.setEncoding('utf8').on('data', (data: string) => (err += data))
  const end = new Promise<readonly [number | null, NodeJS.Signals | null]>(resolve =>
    child.on('close', (code, signal) => resolve([code, signal])),
  )
  return {
    child,
    stopped: async () => {
      for (
        const start = Date.now();
        stateOf(child.pid ?? 0) !== 'T';
        await new Promise(resolve => setTimeout(resolve, 10))
      ) {
        if (Date.now() - start > 15_000 || child.exitCode !== null) throw new Error(`the process does not stop: ${err}`)
      }
    },
    ended: async () => {
      const [code, signal] = await end
      return { code, signal, out, err }
    },
  }
}

function stateOf(pid: number): string | undefined {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.[0]
  } catch {
    return undefined
  }
}
