import type { Telemetry } from '../telemetry/types.ts'
import type { Slo } from '../slo.ts'
import { samples } from './scenarios.ts'
import type { Samples } from './types.ts'

/** Invented requests for the tests of burn rates: a share of them is bad, for some minutes each. */
export interface Phase {
  /** Share of bad requests; undefined: no requests at all. */
  readonly bad: number | undefined
  readonly minutes: number
}

/** @returns series as a service would expose them while the phases pass; `weight` is its share of the traffic */
export type Traffic = (phases: readonly Phase[], instance: string, weight?: number) => readonly Samples[]

/** Requests a minute: many enough that any share of a budget is a whole number of them. */
const RATE = 100_000

/** @returns failing requests: their status is 500 */
export function failing({ http, job }: Telemetry): Traffic {
  const { method, route, status } = http?.labels ?? {}
  const labels = (code: string, instance: string): Readonly<Record<string, string>> => ({
    job,
    instance,
    ...(method ? { [method]: 'GET' } : {}),
    ...(route ? { [route]: '/orders' } : {}),
    ...(status ? { [status]: code } : {}),
  })
  return (phases, instance, weight = 1) => [
    samples(
      http?.requests ?? '',
      labels('200', instance),
      counter(phases, bad => (1 - bad) * RATE * weight),
    ),
    ...(phases.some(phase => (phase.bad ?? 0) > 0)
      ? [
          samples(
            http?.requests ?? '',
            labels('500', instance),
            counter(phases, bad => bad * RATE * weight),
          ),
        ]
      : []),
  ]
}

/** @returns slow requests: they are missing in the bucket of the objective */
export function slow({ http, job }: Telemetry, slo: Slo): Traffic {
  const { method, route, status } = http?.labels ?? {}
  const base = (instance: string): Readonly<Record<string, string>> => ({
    job,
    instance,
    ...(method ? { [method]: 'GET' } : {}),
    ...(route ? { [route]: '/orders' } : {}),
    ...(status ? { [status]: '200' } : {}),
  })
  const le = String(slo.latency?.seconds ?? '')
  return (phases, instance, weight = 1) => [
    samples(
      http?.requests ?? '',
      base(instance),
      counter(phases, () => RATE * weight),
    ),
    samples(
      `${http?.duration ?? ''}_bucket`,
      { ...base(instance), le },
      counter(phases, bad => (1 - bad) * RATE * weight),
    ),
  ]
}

/** @returns probes of which a share fails; a probe that is not made tells nothing */
export function probing({ probeJob }: Telemetry): Traffic {
  return (phases, instance) =>
    phases.some(phase => phase.bad === undefined)
      ? []
      : [
          samples(
            'probe_success',
            { job: probeJob, instance },
            gauge(phases.map(p => ({ ...p, value: 1 - (p.bad ?? 0) }))),
          ),
        ]
}

/** @returns samples of a counter that grows by `perMinute(bad)` in each phase */
function counter(phases: readonly Phase[], perMinute: (bad: number) => number): string {
  let last = 0
  const parts = phases.map(({ bad, minutes }, i) => {
    const step = bad === undefined ? 0 : Math.round(perMinute(bad))
    const first = i === 0 ? 0 : last + step
    const count = i === 0 ? minutes : minutes - 1
    last = first + step * count
    return `${first}+${step}x${count}`
  })
  return parts.join(' ')
}

function gauge(phases: readonly { readonly value: number; readonly minutes: number }[]): string {
  return phases
    .map(({ value, minutes }, i) => `${Number(value.toPrecision(6))}+0x${i === 0 ? minutes : minutes - 1}`)
    .join(' ')
}
