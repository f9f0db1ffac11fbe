import { readFileSync } from 'node:fs'
import path from 'node:path'
import { json } from './cli.ts'
import { temporaryFolder } from './repository.ts'

/** @returns a function that says how many seconds of processor this process has used since; what else the machine does is not in it */
export function stopwatch(): () => number {
  const began = process.cpuUsage()
  return () => secondsOf(process.cpuUsage(began))
}

function secondsOf({ user, system }: NodeJS.CpuUsage): number {
  return (user + system) / 1e6
}

const METER = new URL('meter.mjs', import.meta.url).href

export interface Measured {
  readonly code: number | null
  /** Of the processor. */
  readonly seconds: number
  /** Largest resident size. */
  readonly mebibytes: number
}

/** Runs the built program, which must answer with a document. @returns its exit code, and what it used of the machine */
export function measured(dir: string, args: readonly string[]): Measured {
  const file = path.join(temporaryFolder(), 'usage.json')
  const { code } = json(dir, args, { NODE_OPTIONS: `--import=${METER}`, METER_FILE: file })
  const { userCPUTime, systemCPUTime, maxRSS } = JSON.parse(readFileSync(file, 'utf8')) as NodeJS.ResourceUsage
  return { code, seconds: secondsOf({ user: userCPUTime, system: systemCPUTime }), mebibytes: maxRSS / 1024 }
}
