import { counter, gauge, type Labels, type Series } from './series.ts'
import { about, END, ramp, STARTS, traffic, trouble } from './story.ts'

const MIB = 1024 * 1024
const FIRST_START = END - 3 * 86_400

/** @returns when the process that runs at `t` started */
function started(t: number, seed: number): number {
  return (STARTS.findLast(start => start <= t) ?? FIRST_START) + seed
}

/** @returns true while no process answers, because the next one starts */
const isDown = (t: number, seed: number): boolean =>
  STARTS.some(start => start + 20 * (seed % 3) - 30 <= t && t < start + 20 * (seed % 3))

/** How the process of a runtime is. */
interface Build {
  readonly memory: number
  readonly cores: number
}

/** @returns what Prometheus itself tells of a target */
export function target(of: Labels, seed: number): readonly Series[] {
  return [
    gauge('up', of, t => (isDown(t, seed) ? 0 : 1)),
    gauge('scrape_duration_seconds', of, t => about(0.006 + 0.04 * trouble(t), t, seed, 0.3)),
  ]
}

/** @returns what the readiness checks of the module found */
export function dependencies(of: Labels, names: readonly string[]): readonly Series[] {
  return names.map(dependency =>
    gauge('dependency_up', { ...of, dependency }, t =>
      dependency === 'postgres' && trouble(t) > 0.95 && Math.floor(t / 90) % 3 !== 0 ? 0 : 1,
    ),
  )
}

function common(of: Labels, seed: number, { memory, cores }: Build): readonly Series[] {
  const grown = (t: number): number => ramp(t - started(t, seed), 0, 7200)
  return [
    counter('process_cpu_seconds_total', of, t => about(cores * (0.3 * traffic(t) + 0.35 * trouble(t)), t, seed), {
      starts: STARTS,
    }),
    gauge('process_start_time_seconds', of, t => started(t, seed)),
    gauge('process_resident_memory_bytes', of, t =>
      about(memory * (0.7 + 0.25 * grown(t) + 0.8 * trouble(t)), t, seed, 0.02),
    ),
    gauge('process_open_fds', of, t => Math.round(about(40 + 20 * traffic(t) + 640 * trouble(t), t, seed))),
    gauge('process_max_fds', of, () => 1024),
  ]
}

/** @returns the process of a service in Rust, as the module tells of it */
export function rust(of: Labels, seed: number): readonly Series[] {
  return common(of, seed, { memory: 28 * MIB, cores: 0.4 })
}

/** @returns the process of a service in Node, as prom-client tells of it */
export function node(of: Labels, seed: number): readonly Series[] {
  const user = (t: number): number => about(0.22 * traffic(t) + 0.25 * trouble(t), t, seed)
  return [
    ...common(of, seed, { memory: 110 * MIB, cores: 1 }),
    counter('process_cpu_user_seconds_total', of, user, { starts: STARTS }),
    counter('process_cpu_system_seconds_total', of, t => 0.3 * user(t), { starts: STARTS }),
    gauge('process_virtual_memory_bytes', of, () => 1100 * MIB),
    gauge('process_heap_bytes', of, t => about(180 * MIB, t, seed)),
    ...eventLoop(of, seed),
    ...memory(of, seed),
    ...collector(of, seed),
    ...handles(of, seed),
    gauge('nodejs_version_info', { ...of, version: 'v22.14.0', major: '22', minor: '14', patch: '0' }, () => 1),
  ]
}

/** Seconds while all is well, and what trouble adds. */
const LAG: Readonly<Record<string, readonly [number, number]>> = {
  '': [0.002, 0.05],
  min_: [0.0005, 0.001],
  mean_: [0.0102, 0.03],
  stddev_: [0.001, 0.02],
  p50_: [0.0101, 0.01],
  p90_: [0.012, 0.06],
  p99_: [0.016, 0.14],
  max_: [0.03, 0.42],
}

function eventLoop(of: Labels, seed: number): readonly Series[] {
  return Object.entries(LAG).map(([part, [usual, more]]) =>
    gauge(`nodejs_eventloop_lag_${part}seconds`, of, t =>
      about(usual * (0.8 + 0.2 * traffic(t)) + more * trouble(t), t, seed, 0.1),
    ),
  )
}

const SPACES = {
  old: 46,
  new: 8,
  code: 3,
  large_object: 6,
  code_large_object: 1,
  read_only: 1,
  trusted: 4,
  shared: 0,
  new_large_object: 0,
}

function memory(of: Labels, seed: number): readonly Series[] {
  const saw = (t: number): number => 1 + 0.25 * (((t + seed * 40) % 240) / 240)
  const swollen = (t: number): number => 1 + 0.9 * trouble(t)
  const used = (t: number): number => 66 * MIB * saw(t) * swollen(t)
  return [
    gauge('nodejs_heap_size_used_bytes', of, used),
    gauge('nodejs_heap_size_total_bytes', of, t => 92 * MIB * swollen(t)),
    gauge('nodejs_external_memory_bytes', of, t => about(4 * MIB * swollen(t), t, seed)),
    ...Object.entries(SPACES).flatMap(([space, share]) =>
      (['used', 'total', 'available'] as const).map(part =>
        gauge(`nodejs_heap_space_size_${part}_bytes`, { ...of, space }, t => (share * MIB * used(t)) / (66 * MIB)),
      ),
    ),
  ]
}

/** Runs a second, and how long each takes. */
const KINDS = { minor: [0.8, 0.002], major: [0.02, 0.03], incremental: [0.03, 0.004] } as const

function collector(of: Labels, seed: number): readonly Series[] {
  return Object.entries(KINDS).flatMap(([kind, [often, long]]) => {
    const rate = (t: number): number => about(often * (traffic(t) + 4 * trouble(t)), t, seed)
    const count = (name: string, more: Labels, share: (t: number) => number): Series =>
      counter(`nodejs_gc_duration_seconds_${name}`, { ...of, kind, ...more }, t => rate(t) * share(t), {
        starts: STARTS,
      })
    return [
      ...[0.001, 0.01, 0.1, 1, 2, 5].map(le => count('bucket', { le: String(le) }, () => (le > long ? 1 : 0.2))),
      count('bucket', { le: '+Inf' }, () => 1),
      count('count', {}, () => 1),
      count('sum', {}, t => long * (1 + trouble(t))),
    ]
  })
}

const OPEN = {
  handles: { Socket: [22, 300], Server: [1, 0], Timeout: [6, 20] },
  requests: { FSReqCallback: [0, 3] },
  resources: { TCPSocketWrap: [22, 300], TCPServerWrap: [1, 0], Timeout: [6, 20], TTYWrap: [2, 0] },
} as const

function handles(of: Labels, seed: number): readonly Series[] {
  return Object.entries(OPEN).flatMap(([what, types]) => {
    const all = Object.entries(types) as readonly (readonly [string, readonly [number, number]])[]
    const value = (t: number, [usual, more]: readonly [number, number]): number =>
      Math.round(usual > 5 ? about(usual * traffic(t) + more * trouble(t), t, seed) : usual + more * trouble(t))
    return [
      ...all.map(([type, numbers]) => gauge(`nodejs_active_${what}`, { ...of, type }, t => value(t, numbers))),
      gauge(`nodejs_active_${what}_total`, of, t => all.reduce((sum, [, numbers]) => sum + value(t, numbers), 0)),
    ]
  })
}
