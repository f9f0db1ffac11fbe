import type { PanelName } from '../../../src/contract/dashboards.ts'
import type { Objective, Slo } from '../../../src/contract/slo.ts'
import type { ServiceContract } from '../../../src/contract/types.ts'
import { chosen, increase, quantile, sumBy, UP_OR_DOWN } from '../../../src/contract/dashboards/queries.ts'
import type { Graph, Panel, Section, Stat, States } from '../../../src/contract/dashboards/model.ts'
import { AT_LEAST_ONE, kept, slow, spent } from './limits.ts'
import { percent, round, seconds } from './numbers.ts'
import { bucketRate, errorRatio, requestRate, requestsOf, withinLimit, type Requests } from './requests.ts'
import { routeTable, trafficPanels } from './traffic.ts'

type Service = PanelName<'service'>

/** @returns what users of a service notice: traffic, errors, latency, and how full it is */
export function serviceSections(service: ServiceContract, slo: Slo): readonly Section<Service>[] {
  const requests = requestsOf(service, slo)
  return [
    { row: 'overview', title: 'Overview', panels: overview(requests, slo) },
    { row: 'traffic', title: 'Traffic and errors', panels: requests ? trafficPanels(requests, slo) : [] },
    { row: 'latency', title: 'Latency', panels: requests?.duration === undefined ? [] : latency(requests, slo) },
    { row: 'routes', title: 'Routes', panels: requests?.route === undefined ? [] : [routeTable(requests, slo)] },
    { row: 'saturation', title: 'Saturation', panels: saturation(requests) },
  ]
}

function overview(requests: Requests | undefined, slo: Slo): readonly Panel<Service>[] {
  const instances: Stat<Service> = {
    kind: 'stat',
    name: 'instances',
    title: 'Instances up',
    description: 'Instances that answered the last scrape. None at all means that nothing on this page is known.',
    unit: 'short',
    queries: [{ expr: `sum by (job) (${chosen('up')})`, legend: '{{job}}' }],
    uses: { up: [] },
    limits: AT_LEAST_ONE,
    width: 4,
  }
  if (!requests) return [instances, dependencies()]
  return [
    ...(requests.status === undefined ? [] : [errorStat(requests, requests.status, slo)]),
    ...(requests.duration === undefined ? [] : latencyStats(requests, requests.duration, slo)),
    {
      kind: 'stat',
      name: 'request-rate',
      title: 'Requests',
      description:
        'Requests a second over all routes. Compare it with the same hour of yesterday before you call it low.',
      unit: 'reqps',
      queries: [{ expr: requestRate(requests, ['job']), legend: '{{job}}' }],
      uses: { [requests.series]: [] },
      width: 4,
    },
    ...(requests.inFlight === undefined ? [] : [inFlightStat(requests.inFlight)]),
    instances,
    dependencies(),
  ]
}

/** In the first lines: when one is away, nothing below has to be read to know why. */
function dependencies(): States<Service> {
  return {
    kind: 'states',
    name: 'dependencies',
    title: 'Dependencies',
    description:
      'What the readiness check found. While one is down, its board and its runbook are the next to look at.',
    unit: 'none',
    queries: [{ expr: `min by (dependency) (${chosen('dependency_up')})`, legend: '{{dependency}}' }],
    uses: { dependency_up: ['dependency'] },
    words: UP_OR_DOWN,
    width: 24,
  }
}

function inFlightStat(series: string): Stat<Service> {
  return {
    kind: 'stat',
    name: 'in-flight',
    title: 'In flight',
    description: 'Requests that are being answered now. It grows when answers become slow, before anything fails.',
    unit: 'short',
    queries: [{ expr: `sum by (job) (${chosen(series)})`, legend: '{{job}}' }],
    uses: { [series]: [] },
    width: 4,
  }
}

function errorStat(requests: Requests, status: string, slo: Slo): Stat<Service> {
  return {
    kind: 'stat',
    name: 'error-ratio',
    title: 'Errors',
    description: `Share of requests that end with a status of 500 or above; 0 while none fails. The objective allows ${percent(slo.availability.budget)}.`,
    unit: 'percentunit',
    queries: [{ expr: errorRatio(requests, ['job']), legend: '{{job}}' }],
    uses: { [requests.series]: [status] },
    limits: spent(slo.availability.budget),
    decimals: 2,
    width: 4,
  }
}

function latencyStats(requests: Requests, duration: string, slo: Slo): readonly Stat<Service>[] {
  const p99: Stat<Service> = {
    kind: 'stat',
    name: 'latency-p99',
    title: 'p99 latency',
    description: 'Of a hundred requests, one takes longer than this.',
    unit: 's',
    queries: [{ expr: quantile(0.99, ['job'], bucketRate(requests)), legend: '{{job}}' }],
    uses: { [`${duration}_bucket`]: ['le'] },
    limits: slow(requests.limit),
    width: 4,
  }
  if (requests.limit === undefined || !slo.latency) return [p99]
  const share: Stat<Service> = {
    kind: 'stat',
    name: 'within-limit',
    title: `Within ${seconds(requests.limit)}`,
    description: `Share of requests that are answered within ${seconds(requests.limit)}. The objective is ${slo.latency.percent} %.`,
    unit: 'percentunit',
    queries: [{ expr: withinLimit(requests, ['job']), legend: '{{job}}' }],
    uses: { [`${duration}_bucket`]: ['le'], [`${duration}_count`]: [] },
    limits: kept(slo.latency.budget),
    decimals: 2,
    width: 4,
  }
  return [p99, share]
}

function latency(requests: Requests, slo: Slo): readonly Panel<Service>[] {
  const { route, limit, duration = '' } = requests
  const uses = { [`${duration}_bucket`]: ['le'] }
  const panels: readonly Panel<Service>[] = [
    {
      kind: 'graph',
      name: 'latency-quantiles',
      title: 'Latency',
      description: `Half of the requests are faster than p50, five of a hundred slower than p95, one slower than p99.${limit === undefined ? '' : ` The dashed line is the limit of the objective, ${seconds(limit)}.`}`,
      unit: 's',
      queries: [0.5, 0.95, 0.99].map(q => ({
        expr: quantile(q, ['job'], bucketRate(requests)),
        legend: `p${q * 100}`,
      })),
      uses,
      limits: slow(limit).slice(0, 1),
      width: 12,
    },
    {
      kind: 'heatmap',
      name: 'latency-heatmap',
      title: 'Latency, all requests',
      description: 'Requests by how long they took. Two bands are two kinds of requests, which a quantile would blend.',
      unit: 's',
      queries: [{ expr: sumBy(['le'], increase(`${duration}_bucket`, requests.counted)), legend: '{{le}}' }],
      uses,
      width: 12,
    },
  ]
  return [
    ...panels,
    ...(route === undefined ? [] : [slowestRoutes(requests, route, duration)]),
    ...(limit === undefined || !slo.latency ? [] : [withinLimitGraph(requests, duration, limit, slo.latency)]),
  ]
}

function slowestRoutes(requests: Requests, route: string, duration: string): Graph<Service> {
  return {
    kind: 'graph',
    name: 'latency-by-route',
    title: 'p99 by route',
    description: 'The ten slowest routes.',
    unit: 's',
    queries: [{ expr: `topk(10, ${quantile(0.99, [route], bucketRate(requests))})`, legend: `{{${route}}}` }],
    uses: { [`${duration}_bucket`]: ['le', route] },
    width: 12,
  }
}

function withinLimitGraph(
  requests: Requests,
  duration: string,
  limit: number,
  { percent: promised, budget }: Objective,
): Graph<Service> {
  return {
    kind: 'graph',
    name: 'within-limit-history',
    title: `Requests within ${seconds(limit)}`,
    description: `Share of requests that are answered within ${seconds(limit)}. The dashed line is what is promised, ${promised} %.`,
    unit: 'percentunit',
    queries: [{ expr: withinLimit(requests, ['job']), legend: '{{job}}' }],
    uses: { [`${duration}_bucket`]: ['le'], [`${duration}_count`]: [] },
    limits: [{ at: round(1 - budget), color: 'orange' }],
    max: 1,
    lowest: round(1 - 2 * budget),
    width: 12,
  }
}

function saturation(requests: Requests | undefined): readonly Panel<Service>[] {
  const inFlight = requests?.inFlight
  return [
    ...(inFlight === undefined ? [] : [inFlightGraph(inFlight)]),
    {
      kind: 'graph',
      name: 'instances-history',
      title: 'Instances',
      description: 'Instances that answer the scrape, of those that are known.',
      unit: 'short',
      queries: [
        { expr: `sum by (job) (${chosen('up')})`, legend: 'up' },
        { expr: `count by (job) (${chosen('up')})`, legend: 'known' },
      ],
      uses: { up: [] },
      width: 8,
    },
    {
      kind: 'graph',
      name: 'scrape-duration',
      title: 'Duration of scrapes',
      description:
        'How long an instance takes to tell its metrics. It grows with the number of series, and when the process is starved.',
      unit: 's',
      queries: [{ expr: `max by (instance) (${chosen('scrape_duration_seconds')})`, legend: '{{instance}}' }],
      uses: { scrape_duration_seconds: [] },
      width: 8,
    },
  ]
}

function inFlightGraph(series: string): Graph<Service> {
  return {
    kind: 'graph',
    name: 'in-flight-history',
    title: 'Requests in flight',
    description:
      'Requests that are being answered, by instance. One instance far above the others does not get rid of its work.',
    unit: 'short',
    queries: [{ expr: `sum by (instance) (${chosen(series)})`, legend: '{{instance}}' }],
    uses: { [series]: [] },
    width: 8,
  }
}
