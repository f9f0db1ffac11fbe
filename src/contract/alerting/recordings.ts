import { bucket, equals, matches, noneOf, selector, type Matcher } from '../promql.ts'
import type { Slo } from '../slo.ts'
import type { Telemetry } from '../telemetry/types.ts'
import { WINDOWS } from './windows.ts'
import type { Recording } from './types.ts'

/** Names of recorded series. `<kind>` is `errors` or `slow`. */
export const RECORDED = {
  requests: 'job:slo_requests:rate5m',
  bad: (kind: Kind): string => `job:slo_${kind}:rate5m`,
  ratio: (kind: Kind, window: string): string => `job:slo_${kind}:ratio_rate${window}`,
  remaining: (kind: Kind): string =>
    kind === 'errors' ? 'job:slo_error_budget:remaining' : 'job:slo_latency_budget:remaining',
} as const

export type Kind = 'errors' | 'slow'

/** The requests that count: not those of probes, where the library records them. */
export interface Sli {
  readonly all: readonly Matcher[]
  readonly requests: string
  readonly failed?: readonly Matcher[]
  /** The series of fast requests. */
  readonly fast?: { readonly series: string; readonly matchers: readonly Matcher[] }
}

/** @returns what is counted; undefined where the service tells nothing of its requests */
export function sliOf(telemetry: Telemetry, slo: Slo, uncounted: readonly string[]): Sli | undefined {
  const { http, job } = telemetry
  if (!http) return undefined
  const { route, status } = http.labels
  const all = [equals('job', job), ...(route && uncounted.length ? [noneOf(route, uncounted)] : [])]
  return {
    requests: http.requests,
    all,
    ...(status ? { failed: [...all, matches(status, '5..')] } : {}),
    ...(slo.latency && http.duration
      ? { fast: { series: `${http.duration}_bucket`, matchers: [...all, bucket(slo.latency.seconds)] } }
      : {}),
  }
}

/** @returns rates and ratios of a service; no errors is 0, and no traffic is nothing at all, not a division by zero */
export function recordingsOf(sli: Sli, slo: Slo): readonly Recording[] {
  const rate = (series: string, matchers: readonly Matcher[], window: string): string =>
    `sum by (job) (rate(${selector(series, matchers)}[${window}]))`
  const total = (window: string): string => rate(sli.requests, sli.all, window)
  const bad = (kind: Kind, window: string): string | undefined => {
    if (kind === 'errors')
      return sli.failed && `(${rate(sli.requests, sli.failed, window)}\n  or\n0 * ${total(window)})`
    return sli.fast && `(${total(window)}\n  -\n${rate(sli.fast.series, sli.fast.matchers, window)})`
  }
  const kinds = (['errors', 'slow'] as const).filter(kind => bad(kind, '5m') !== undefined)
  return [
    { name: RECORDED.requests, expr: total('5m') },
    ...kinds.flatMap(kind => [
      { name: RECORDED.bad(kind), expr: bad(kind, '5m') ?? '' },
      ...WINDOWS.map(window => ({
        name: RECORDED.ratio(kind, window),
        expr: `${bad(kind, window) ?? ''}\n  /\n(${total(window)} > 0)`,
      })),
      ...budgetOf(kind, sli, slo),
    ]),
  ]
}

/** Over 30 days each request counts the same: sums of rates, not the mean of ratios. */
function budgetOf(kind: Kind, { all }: Sli, slo: Slo): readonly Recording[] {
  const job = all.slice(0, 1)
  const budget = (kind === 'errors' ? slo.availability : slo.latency)?.budget ?? 0
  const sum = (name: string): string => `sum_over_time(${selector(name, job)}[30d])`
  return [
    {
      name: RECORDED.ratio(kind, '30d'),
      expr: `${sum(RECORDED.bad(kind))}\n  /\n(${sum(RECORDED.requests)} > 0)`,
    },
    {
      name: RECORDED.remaining(kind),
      expr: `1 - ${selector(RECORDED.ratio(kind, '30d'), job)} / ${budget}`,
    },
  ]
}

/** @returns the same names from a probe: the share of time in which it fails, each instance counting alike */
export function probeRecordings(job: string, slo: Slo): readonly Recording[] {
  const ratio = (window: string): Recording => ({
    name: RECORDED.ratio('errors', window),
    expr: `1 - avg by (job) (avg_over_time(${selector('probe_success', [equals('job', job)])}[${window}]))`,
  })
  return [
    ...[...WINDOWS, '30d'].map(ratio),
    {
      name: RECORDED.remaining('errors'),
      expr: `1 - ${selector(RECORDED.ratio('errors', '30d'), [equals('job', job)])} / ${slo.availability.budget}`,
    },
  ]
}
