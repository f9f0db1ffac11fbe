import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { cpuOf, type Service } from './service.ts'

const execute = promisify(execFile)

/** Connections that are kept busy. */
export const CONNECTIONS = 32

export interface Sample {
  /** Requests in a second. */
  readonly rate: number
  /** Microseconds of CPU for a request, of the service alone. */
  readonly cpu: number
}

/** Keeps a service busy for so many seconds. @throws when it answers anything but 200, or not at all */
export async function load(service: Service, path: string, seconds: number): Promise<Sample> {
  const before = cpuOf(service.pid)
  const flags = ['-t1', `-c${CONNECTIONS}`, `-d${seconds}s`, `http://127.0.0.1:${service.port}${path}`]
  const { stdout } = await execute('wrk', flags, { encoding: 'utf8' })
  const used = cpuOf(service.pid) - before
  const [, count, unit] = /(\d+) requests in ([\d.]+)s/.exec(stdout) ?? []
  if (count === undefined || /Non-2xx|Socket errors/.test(stdout)) throw new Error(`${path}: ${stdout}`)
  return { rate: Number(count) / Number(unit), cpu: (used * 1000) / Number(count) }
}

/** Two routes: one answers at once, one asks PostgreSQL first. */
export type Route = 'plain' | 'query'

export const PATHS: Readonly<Record<Route, string>> = { plain: '/items/7', query: '/db' }

/** Samples of each variant, by route; of one round each, in the order of the rounds. */
export type Samples = ReadonlyMap<string, Readonly<Record<Route, readonly Sample[]>>>

/**
 * Loads the variants one after the other, round by round, so that what else the machine does hits all of them.
 * @param asked which routes a variant is asked for
 */
export async function measure(
  services: readonly Service[],
  asked: (name: string) => readonly Route[],
  rounds: number,
  seconds: number,
): Promise<Samples> {
  const samples = new Map(services.map(s => [s.made.variant.name, { plain: [] as Sample[], query: [] as Sample[] }]))
  for (let round = -1; round < rounds; round++)
    for (const route of ['plain', 'query'] as const)
      // forwards and backwards in turn: what comes later in a round finds another machine than what comes first
      for (const service of round % 2 === 0 ? services : services.toReversed()) {
        const { name } = service.made.variant
        if (!asked(name).includes(route)) continue
        const sample = await load(service, PATHS[route], round < 0 ? Math.min(seconds, 2) : seconds)
        // the first is for the compiler of the engine, and for the pool
        if (round >= 0) samples.get(name)?.[route].push(sample)
      }
  return samples
}
