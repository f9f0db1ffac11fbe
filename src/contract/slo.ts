import type { Metric } from '../detect/types.ts'
import type { Targets } from './targets.ts'
import type { Telemetry } from './telemetry/types.ts'

/** What is promised to the users of a service, over 30 days. */
export interface Slo {
  readonly days: 30
  readonly availability: Objective
  /** Undefined where no histogram of durations is exposed. */
  readonly latency?: Objective & { readonly seconds: number }
}

export interface Objective {
  /** Good requests, in percent of all. */
  readonly percent: number
  /** Share of requests that may fail: 0.001 for 99.9 %. */
  readonly budget: number
}

/** Keys of the answers that change it. */
export const SLO_KEYS = {
  availability: 'slo-availability',
  latency: 'slo-latency-ms',
  latencyPercent: 'slo-latency-percent',
} as const

export const LATENCY_PERCENT = 99

/**
 * @param answers of the questions named by `SLO_KEYS`; what is not answered is the profile's
 * @returns the objectives; the limit of the latency is a bucket of the histogram: the largest that is not above what was asked for
 */
export function sloOf(telemetry: Telemetry, targets: Targets, answers: Readonly<Record<string, unknown>>): Slo {
  const availability = objective(numberOf(answers[SLO_KEYS.availability]) ?? targets.availabilityPercent)
  const seconds = boundOf(telemetry, (numberOf(answers[SLO_KEYS.latency]) ?? targets.p99Milliseconds) / 1000)
  if (seconds === undefined) return { days: 30, availability }
  const latency = { ...objective(numberOf(answers[SLO_KEYS.latencyPercent]) ?? LATENCY_PERCENT), seconds }
  return { days: 30, availability, latency }
}

function boundOf(telemetry: Telemetry, wanted: number): number | undefined {
  const buckets = durationOf(telemetry)?.buckets ?? []
  return buckets.findLast(bound => bound <= wanted) ?? buckets[0]
}

/** @returns the histogram of the durations of requests */
export function durationOf({ http, metrics }: Telemetry): Metric | undefined {
  return metrics.find(metric => metric.name === http?.duration && metric.type === 'histogram')
}

/** Rounded to what the percentage has in digits, so that 99.9 gives 0.001. */
function objective(percent: number): Objective {
  return { percent, budget: Number(((100 - percent) / 100).toPrecision(10)) }
}

function numberOf(value: unknown): number | undefined {
  return typeof value === 'number' ? value : undefined
}
