import type { PanelName } from '../../../src/contract/dashboards.ts'
import { RECORDED, type Kind } from '../../../src/contract/alerting/recordings.ts'
import { matches, selector } from '../../../src/contract/promql.ts'
import type { Objective, Slo } from '../../../src/contract/slo.ts'
import type { ServiceContract } from '../../../src/contract/types.ts'
import type { Graph, Limit, Section, Stat } from '../../../src/contract/dashboards/model.ts'
import { requestsOf } from './requests.ts'
import { percent, seconds } from './service.ts'

type Slos = PanelName<'slo'>

/** What is promised of one kind of requests, in words. */
interface Pledge {
  readonly kind: Kind
  readonly objective: Objective
  /** First part of the names of its panels. */
  readonly name: 'availability' | 'latency'
  readonly title: string
  readonly counted: 'requests' | 'probes'
  /** What a good one is, and a bad one. */
  readonly good: string
  readonly bad: string
}

/** @returns what a service promises and can measure: without a status there are no errors, without a histogram no slow requests */
export function pledgesOf(service: ServiceContract, slo: Slo): readonly Pledge[] {
  if (service.telemetry.source === 'platform') return service.probes.liveness ? [probed(slo)] : []
  const requests = requestsOf(service, slo)
  if (!requests) return []
  const { limit } = requests
  return [
    ...(requests.status === undefined ? [] : [answered(slo)]),
    ...(slo.latency && limit !== undefined ? [fast(slo.latency, limit)] : []),
  ]
}

const answered = ({ availability }: Slo): Pledge => ({
  kind: 'errors',
  objective: availability,
  name: 'availability',
  title: 'Availability',
  counted: 'requests',
  good: 'requests that were answered without an error',
  bad: 'requests that failed',
})

/** Without metrics of its own a service is as available as the probe finds it. */
const probed = ({ availability }: Slo): Pledge => ({
  ...answered({ days: 30, availability }),
  counted: 'probes',
  good: 'probes that were answered',
  bad: 'probes that failed',
})

const fast = (objective: Objective, within: number): Pledge => ({
  kind: 'slow',
  objective,
  name: 'latency',
  title: 'Latency',
  counted: 'requests',
  good: `requests that were answered within ${seconds(within)}`,
  bad: `requests that took longer than ${seconds(within)}`,
})

/** @returns the objectives: how good the last 30 days were, how fast the budget is spent, and what is left of it */
export function sloSections(pledges: readonly Pledge[]): readonly Section<Slos>[] {
  const stats = pledges.flatMap(statsOf)
  return [
    {
      row: 'objectives',
      title: `Over 30 days: ${pledges.map(({ objective, good }) => `${objective.percent} % ${good}`).join(', ')}`,
      panels: stats.map(stat => ({ ...stat, width: Math.floor(COLUMNS / stats.length) })),
    },
    ...pledges.map(pledge => ({
      row: pledge.name,
      title: pledge.title,
      panels: [burnRate(pledge), budgetHistory(pledge), ratios(pledge)],
    })),
  ]
}

const COLUMNS = 24

function statsOf(pledge: Pledge): readonly Stat<Slos>[] {
  return [sli(pledge), budgetStat(pledge), ...(pledge.kind === 'errors' ? [minutes(pledge)] : [])]
}

/** Rules record by job: there is no instance to choose. */
function ofJob(series: string): string {
  return selector(series, [matches('job', '$job')])
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

/** The colour before the first limit is green, so that the limits name what changes: a budget is good when it is high. */
const LEFT: readonly Limit[] = [
  { at: -1000, color: 'red' },
  { at: 0, color: 'orange' },
  { at: 0.25, color: 'green' },
]

const MINUTES = 30 * 24 * 60

function minutes({ objective: { budget }, counted }: Pledge): Stat<Slos> {
  const series = RECORDED.remaining('errors')
  return {
    kind: 'stat',
    name: 'availability-minutes',
    title: 'Full outage left',
    description: `How long all ${counted} may fail until the budget is spent${counted === 'requests' ? ', at the traffic of the last 30 days' : ''}.`,
    unit: 'm',
    queries: [{ expr: `${ofJob(series)} * ${Number((budget * MINUTES).toPrecision(6))}`, legend: '{{job}}' }],
    uses: { [series]: [] },
    limits: LEFT.map(limit => ({ ...limit, at: Number((limit.at * budget * MINUTES).toPrecision(6)) })),
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

function burnRate({ kind, name, title, objective }: Pledge): Graph<Slos> {
  const windows = FACTORS.flatMap(entry => entry.windows)
  const reachable = [1, TICKET, 6, 14.4].filter(factor => factor * objective.budget < 1)
  const colors = ['yellow', 'yellow', 'orange', 'red'] as const
  return {
    kind: 'graph',
    name: name === 'latency' ? 'latency-burn' : 'availability-burn',
    title: `${title}: burn rate`,
    description: `How many times faster than allowed the budget is spent, over different windows. At 1 it lasts exactly 30 days; alerts fire at ${reachable.join(', ')}.`,
    unit: 'short',
    queries: windows.map(window => ({
      expr: `${ofJob(RECORDED.ratio(kind, window))} / ${objective.budget}`,
      legend: window,
    })),
    uses: Object.fromEntries(windows.map(window => [RECORDED.ratio(kind, window), []])),
    limits: reachable.map((at, i) => ({ at, color: colors[i] ?? 'red' })),
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
    negative: true,
    width: 12,
  }
}

function ratios({ kind, name, bad }: Pledge): Graph<Slos> {
  const windows = ['5m', '1h', '1d', '30d'] as const
  return {
    kind: 'graph',
    name: name === 'latency' ? 'latency-ratio' : 'availability-ratio',
    title: `Share of ${bad}`,
    description:
      'Over windows of different length: the short ones tell what happens now, the long ones whether it matters.',
    unit: 'percentunit',
    queries: windows.map(window => ({ expr: ofJob(RECORDED.ratio(kind, window)), legend: window })),
    uses: Object.fromEntries(windows.map(window => [RECORDED.ratio(kind, window), []])),
    width: 24,
  }
}
