import type { PanelName } from '../../../src/contract/dashboards.ts'
import { matches } from '../../../src/contract/promql.ts'
import type { Slo } from '../../../src/contract/slo.ts'
import { increase, quantile, sumBy } from '../../../src/contract/dashboards/queries.ts'
import type { Graph, Panel, Table } from '../../../src/contract/dashboards/model.ts'
import { slow, spent } from './limits.ts'
import { round } from './numbers.ts'
import { errorRatio, requestRate, statusRate, type Requests } from './requests.ts'

type Service = PanelName<'service'>

/** Classes of answers, with a colour that means the same everywhere. */
const CLASSES = [
  { first: 2, name: '2xx', color: 'green' },
  { first: 3, name: '3xx', color: 'blue' },
  { first: 4, name: '4xx', color: 'orange' },
  { first: 5, name: '5xx', color: 'red' },
] as const

/** @returns requests and errors, as the labels of the library allow */
export function trafficPanels(requests: Requests, slo: Slo): readonly Panel<Service>[] {
  const { route, status, method } = requests
  return [
    ...(status === undefined ? [] : [errors(requests, status, route, slo), statusClasses(requests, status)]),
    ...(route === undefined ? [total(requests)] : [byRoute(requests, route)]),
    ...(method === undefined ? [] : [byMethod(requests, method)]),
  ]
}

/** Requests a second by a label; without one, of the whole job. */
function rateBy(
  requests: Requests,
  label: string | undefined,
  panel: Pick<Graph<Service>, 'name' | 'title' | 'description'>,
  most = (expr: string): string => expr,
): Graph<Service> {
  const by = label ?? 'job'
  return {
    kind: 'graph',
    ...panel,
    unit: 'reqps',
    queries: [{ expr: most(requestRate(requests, [by])), legend: `{{${by}}}` }],
    uses: { [requests.series]: label === undefined ? [] : [label] },
    width: 12,
  }
}

function total(requests: Requests): Graph<Service> {
  return rateBy(requests, undefined, {
    name: 'requests-by-route',
    title: 'Requests',
    description: 'Requests a second. The library has no label for the route, so that routes cannot be told apart.',
  })
}

function byRoute(requests: Requests, route: string): Graph<Service> {
  const panel = {
    name: 'requests-by-route',
    title: 'Requests by route',
    description: 'Requests a second of the ten busiest routes.',
  } as const
  return rateBy(requests, route, panel, expr => `topk(10, ${expr})`)
}

function statusClasses(requests: Requests, status: string): Graph<Service> {
  return {
    kind: 'graph',
    name: 'status-classes',
    title: 'Answers by class of status',
    description: '4xx is what clients did wrong, 5xx what the service did.',
    unit: 'reqps',
    queries: CLASSES.map(({ first, name }) => ({ expr: statusRate(requests, first, ['job']), legend: name })),
    uses: { [requests.series]: [status] },
    stacked: true,
    colors: Object.fromEntries(CLASSES.map(({ name, color }) => [name, color])),
    width: 12,
  }
}

function errors(requests: Requests, status: string, route: string | undefined, slo: Slo): Graph<Service> {
  const labels = [route ?? 'job']
  const share = errorRatio(requests, labels)
  return {
    kind: 'graph',
    name: 'errors-by-route',
    title: route === undefined ? 'Errors' : 'Errors by route',
    description: `Share of requests that end with a status of 500 or above${route === undefined ? '.' : ', of the ten routes where it is highest.'}`,
    unit: 'percentunit',
    queries: [{ expr: route === undefined ? share : `topk(10, ${share})`, legend: `{{${labels.join()}}}` }],
    uses: { [requests.series]: [status, ...(route === undefined ? [] : [route])] },
    limits: spent(slo.availability.budget).slice(0, 1),
    reach: Math.min(1, round(slo.availability.budget * 10)),
    width: 12,
  }
}

function byMethod(requests: Requests, method: string): Graph<Service> {
  return rateBy(requests, method, {
    name: 'requests-by-method',
    title: 'Requests by method',
    description: 'Reads and writes: what a cache can take over, and what it cannot.',
  })
}

/** @returns one line for each route: how often, how slow, how often wrong, over the range that is shown */
export function routeTable(requests: Requests, slo: Slo): Table<Service> {
  const { series, status, duration, counted, method, route, limit } = requests
  const by = [method, route].filter(label => label !== undefined)
  const within = (name: string, more = counted): string => increase(name, more, '$__range')
  const all = sumBy(by, within(series))
  const bad = status === undefined ? undefined : sumBy(by, within(series, [...counted, matches(status, '5..')]))
  const queries = [
    { expr: `${all} > 0`, legend: 'Requests' },
    ...(bad === undefined ? [] : [{ expr: `(${bad} or 0 * ${all})\n  /\n(${all} > 0)`, legend: 'Errors' }]),
    ...(duration === undefined
      ? []
      : [0.5, 0.99].map(q => ({ expr: quantile(q, by, within(`${duration}_bucket`)), legend: `p${q * 100}` }))),
  ]
  return {
    kind: 'table',
    name: 'route-table',
    title: 'Routes',
    description:
      'Each route over the range that is shown, those that fail most first: requests, share of them that failed, and how long they took.',
    unit: 'short',
    queries,
    uses: {
      [series]: [...by, ...(status === undefined ? [] : [status])],
      ...(duration === undefined ? {} : { [`${duration}_bucket`]: [...by, 'le'] }),
    },
    columns: { Errors: 'percentunit', p50: 's', p99: 's' },
    limits: { Errors: spent(slo.availability.budget), p99: slow(limit) },
    order: [...(bad === undefined ? [] : ['Errors']), 'Requests'],
    labels: {
      ...(method === undefined ? {} : { [method]: 'Method' }),
      ...(route === undefined ? {} : { [route]: 'Route' }),
    },
    width: 24,
  }
}
