import type { PanelName } from '../../../src/contract/dashboards.ts'
import { RECORDED, type Kind } from '../../../src/contract/alerting/recordings.ts'
import { matches, selector } from '../../../src/contract/promql.ts'
import type { Objective, Slo } from '../../../src/contract/slo.ts'
import type { ServiceContract } from '../../../src/contract/types.ts'
import type { Graph, Limit, Section, Stat } from '../../../src/contract/dashboards/model.ts'
import { chosen } from '../../../src/contract/dashboards/queries.ts'
import { errorRatio, requestsOf, withinLimit, type Requests } from './requests.ts'
import { LEFT, promised } from './limits.ts'
import { percent, round, seconds } from './numbers.ts'

type Slos = PanelName<'slo'>

/** What is promised of one kind of requests, in words. */
interface Pledge {
  readonly kind: Kind
  readonly objective: Objective
  /** First part of the names of its panels. */
  readonly name: 'availability' | 'latency'
  readonly title: string
  readonly counted: 'requests' | 'probes'
  /** What is promised of them, a good one, and a bad one. */
  readonly promise: string
  readonly good: string
  readonly bad: string
  /** The share of bad ones now, of each instance, and the series that it is made of. */
  readonly byInstance: Pick<Graph<Slos>, 'uses'> & { readonly expr: string }
}

/** @returns what a service promises and can measure: without a status there are no errors, without a histogram no slow requests */
export function pledgesOf(service: ServiceContract, slo: Slo): readonly Pledge[] {
  if (service.telemetry.source === 'platform') return service.probes.liveness ? [probed(slo)] : []
  const requests = requestsOf(service, slo)
  if (!requests) return []
  const { limit } = requests
  return [
    ...(requests.status === undefined ? [] : [answered(slo, requests, requests.status)]),
    ...(slo.latency && limit !== undefined ? [fast(slo.latency, limit, requests)] : []),
  ]
}

const AVAILABILITY = { kind: 'errors', name: 'availability', title: 'Availability' } as const

const answered = ({ availability }: Slo, requests: Requests, status: string): Pledge => ({
  ...AVAILABILITY,
  objective: availability,
  counted: 'requests',
  promise: 'of requests are answered without an error',
  good: 'requests that were answered without an error',
  bad: 'requests that failed',
  byInstance: { expr: errorRatio(requests, ['instance']), uses: { [requests.series]: [status] } },
})

/** Without metrics of its own a service is as available as the probe finds it. */
const probed = ({ availability }: Slo): Pledge => ({
  ...AVAILABILITY,
  objective: availability,
  counted: 'probes',
  promise: 'of probes are answered',
  good: 'probes that were answered',
  bad: 'probes that failed',
  byInstance: {
    expr: `1 - avg by (instance) (avg_over_time(${chosen('probe_success')}[$__rate_interval]))`,
    uses: { probe_success: [] },
  },
})

const fast = (objective: Objective, within: number, requests: Requests): Pledge => ({
  kind: 'slow',
  objective,
  name: 'latency',
  title: 'Latency',
  counted: 'requests',
  promise: `of requests are answered within ${seconds(within)}`,
  good: `requests that were answered within ${seconds(within)}`,
  bad: `requests that took longer than ${seconds(within)}`,
  byInstance: {
    expr: `1 - ${withinLimit(requests, ['instance'])}`,
    uses: { [`${requests.duration ?? ''}_bucket`]: ['le'], [`${requests.duration ?? ''}_count`]: [] },
  },
})

/** @returns the objectives: how good the last 30 days were, how fast the budget is spent, and what is left of it */
export function sloSections(pledges: readonly Pledge[]): readonly Section<Slos>[] {
  return [
    {
      row: 'objectives',
      title: `Promised over 30 days: ${pledges.map(({ objective, promise }) => `${objective.percent} % ${promise}`).join(', ')}`,
      panels: pledges.flatMap(pledge => {
        const stats = statsOf(pledge)
        return stats.map(stat => ({ ...stat, width: COLUMNS / stats.length }))
      }),
    },
    ...pledges.map(pledge => ({
      row: pledge.name,
      title: pledge.title,
      panels: [burnRate(pledge), budgetHistory(pledge), ratios(pledge), instances(pledge)],
    })),
  ]
}

const COLUMNS = 24

function statsOf(pledge: Pledge): readonly Stat<Slos>[] {
  return [burnNow(pledge), sli(pledge), budgetStat(pledge), ...(pledge.kind === 'errors' ? [minutes(pledge)] : [])]
}

/** Rules record by job: there is no instance to choose. */
function ofJob(series: string): string {
  return selector(series, [matches('job', '$job')])
}

/** First of all: does it get worse now, and how fast? */
function burnNow({ kind, name, title, bad, objective }: Pledge): Stat<Slos> {
  const series = RECORDED.ratio(kind, '1h')
  const limits = burnLimits(objective)
  return {
    kind: 'stat',
    name: name === 'latency' ? 'latency-burn-now' : 'availability-burn-now',
    title: `${title}: burn rate of the last hour`,
    description: `How many times faster than allowed the last hour spent the budget of ${bad}. At 1 it lasts exactly 30 days; from ${limits.at(-1)?.at ?? 1} on somebody is called.`,
    unit: 'short',
    queries: [{ expr: `${ofJob(series)} / ${objective.budget}`, legend: '{{job}}' }],
    uses: { [series]: [] },
    limits,
    decimals: 1,
    width: 6,
  }
}

const COLORS = ['yellow', 'yellow', 'orange', 'red'] as const

/** What the alerts fire at, as far as a share of requests can be that large. */
function burnLimits({ budget }: Objective): readonly Limit[] {
  const reachable = [1, TICKET, 6, 14.4].filter(factor => factor * budget < 1)
  return reachable.map((at, i) => ({ at, color: COLORS[i] ?? 'red' }))
}

function sli({ kind, name, title, objective, good }: Pledge): Stat<Slos> {
  const series = RECORDED.ratio(kind, '30d')
  return {
    kind: 'stat',
    name: name === 'latency' ? 'latency-sli' : 'availability-sli',
    title: `${title}, 30 days`,
    description: `Share of ${good}, over the last 30 days. Promised are ${objective.percent} %.`,
    unit: 'percentunit',
    queries: [{ expr: `1 - ${ofJob(series)}`, legend: '{{job}}' }],
    uses: { [series]: [] },
    limits: promised(objective.budget),
    decimals: 3,
    width: 8,
  }
}

function budgetStat({ kind, name, title, bad, objective }: Pledge): Stat<Slos> {
  const series = RECORDED.remaining(kind)
  return {
    kind: 'stat',
    name: name === 'latency' ? 'latency-budget' : 'availability-budget',
    title: `${title} budget left`,
    description: `Of ${bad}, ${percent(objective.budget)} are allowed in 30 days. This share of them has not been used; below 0 the promise is broken.`,
    unit: 'percentunit',
    queries: [{ expr: ofJob(series), legend: '{{job}}' }],
    uses: { [series]: [] },
    limits: LEFT,
    decimals: 1,
    width: 8,
  }
}

const MINUTES = 30 * 24 * 60

function minutes({ objective: { budget }, counted }: Pledge): Stat<Slos> {
  const series = RECORDED.remaining('errors')
  return {
    kind: 'stat',
    name: 'availability-minutes',
    title: 'Full outage left',
    description: `How long all ${counted} may fail until the budget is spent${counted === 'requests' ? ', at the traffic of the last 30 days' : ''}.`,
    unit: 'm',
    queries: [{ expr: `${ofJob(series)} * ${round(budget * MINUTES)}`, legend: '{{job}}' }],
    uses: { [series]: [] },
    limits: LEFT.map(limit => ({ ...limit, at: round(limit.at * budget * MINUTES) })),
    decimals: 0,
    width: 8,
  }
}

/** Windows that the alerts look at, with how many times too fast the budget is spent when they fire. */
const FACTORS = [
  { windows: ['5m', '1h'], factor: 14.4 },
  { windows: ['6h'], factor: 6 },
  { windows: ['3d'], factor: 1 },
] as const
const TICKET = 3
/** An outage burns hundreds of times too fast: next to it, no limit could be seen. */
const HIGHEST = 20

function burnRate({ kind, name, title, objective }: Pledge): Graph<Slos> {
  const windows = FACTORS.flatMap(entry => entry.windows)
  const limits = burnLimits(objective)
  return {
    kind: 'graph',
    name: name === 'latency' ? 'latency-burn' : 'availability-burn',
    title: `${title}: burn rate`,
    description: `How many times faster than allowed the budget is spent, over different windows. At 1 it lasts exactly 30 days; alerts fire at ${limits.map(({ at }) => at).join(', ')}. What is above ${HIGHEST} is cut off.`,
    unit: 'short',
    queries: windows.map(window => ({
      expr: `${ofJob(RECORDED.ratio(kind, window))} / ${objective.budget}`,
      legend: window,
    })),
    uses: Object.fromEntries(windows.map(window => [RECORDED.ratio(kind, window), []])),
    limits,
    max: HIGHEST,
    width: 12,
  }
}

function budgetHistory({ kind, name, title }: Pledge): Graph<Slos> {
  const series = RECORDED.remaining(kind)
  return {
    kind: 'graph',
    name: name === 'latency' ? 'latency-budget-history' : 'availability-budget-history',
    title: `${title} budget over time`,
    description: 'What was left of the budget. A step down is an incident, a slope is how things are.',
    unit: 'percentunit',
    queries: [{ expr: ofJob(series), legend: '{{job}}' }],
    uses: { [series]: [] },
    max: 1,
    lowest: 0,
    width: 12,
  }
}

function ratios({ kind, name, bad, objective }: Pledge): Graph<Slos> {
  const windows = ['5m', '1h', '1d', '30d'] as const
  return {
    kind: 'graph',
    name: name === 'latency' ? 'latency-ratio' : 'availability-ratio',
    title: `Share of ${bad}`,
    description:
      'Over windows of different length: the short ones tell what happens now, the long ones whether it matters. The dashed line is what is allowed.',
    unit: 'percentunit',
    queries: windows.map(window => ({ expr: ofJob(RECORDED.ratio(kind, window)), legend: window })),
    uses: Object.fromEntries(windows.map(window => [RECORDED.ratio(kind, window), []])),
    limits: [{ at: objective.budget, color: 'red' }],
    width: 12,
  }
}

function instances({ name, bad, objective, byInstance: { expr, uses } }: Pledge): Graph<Slos> {
  return {
    kind: 'graph',
    name: name === 'latency' ? 'latency-instances' : 'availability-instances',
    title: `${bad[0]?.toUpperCase() ?? ''}${bad.slice(1)}, by instance`,
    description:
      'Who spends the budget: one instance far above the others is at fault itself, all alike suffer from what they share. The dashed line is what is allowed.',
    unit: 'percentunit',
    queries: [{ expr, legend: '{{instance}}' }],
    uses,
    limits: [{ at: objective.budget, color: 'red' }],
    width: 12,
  }
}
