import type { Panel, Words } from './model.ts'
import { matches, selector, type Matcher } from '../promql.ts'
import type { Metric } from '../../detect/types.ts'

const PARTS = /_(?:bucket|sum|count)$/

/** Series that Prometheus itself makes for every target. */
const SYNTHETIC: readonly Metric[] = ['up', 'scrape_duration_seconds'].map(name => ({
  name,
  type: 'gauge',
  labels: [],
}))

/** @returns the metric that a series belongs to: `_bucket`, `_sum` and `_count` belong to a histogram or a summary */
export function metricOf(metrics: readonly Metric[], series: string): Metric | undefined {
  const all = [...metrics, ...SYNTHETIC]
  const whole = all.find(({ name, type }) => name === series && (type === 'counter' || type === 'gauge'))
  if (whole) return whole
  const base = series.replace(PARTS, '')
  if (base === series) return undefined
  return all.find(
    ({ name, type }) => name === base && (type === 'histogram' || (type === 'summary' && !series.endsWith('_bucket'))),
  )
}

/** Of what is 1 while it answers. */
export const UP_OR_DOWN: Words = { 0: { text: 'Down', color: 'red' }, 1: { text: 'Up', color: 'green' } }

/** What every query of a service's board asks for: the job and the instances that are chosen at the top. */
export const CHOSEN: readonly Matcher[] = [matches('job', '$job'), matches('instance', '$instance')]

/** @returns a selector of the chosen instances */
export function chosen(series: string, more: readonly Matcher[] = []): string {
  return selector(series, [...CHOSEN, ...more])
}

/** @returns what a panel asks that shows a series as it is, one line an instance */
export function asIs(series: string): Pick<Panel, 'queries' | 'uses'> {
  return { queries: [{ expr: chosen(series), legend: '{{instance}}' }], uses: { [series]: [] } }
}

/** @returns the rate of a counter, over the shortest range that the scrape interval and the zoom allow */
export function rate(series: string, more: readonly Matcher[] = []): string {
  return `rate(${chosen(series, more)}[$__rate_interval])`
}

/** @returns what a counter grew by, over the shortest useful range, or all that is shown */
export function increase(
  series: string,
  more: readonly Matcher[] = [],
  range: '$__rate_interval' | '$__range' = '$__rate_interval',
): string {
  return `increase(${chosen(series, more)}[${range}])`
}

/** @returns `expr` summed by these labels, of those that are there */
export function sumBy(labels: readonly (string | undefined)[], expr: string): string {
  return `sum by (${labels.filter(label => label !== undefined).join(', ')}) (${expr})`
}

/** @returns `a / b`, and nothing where b is 0: no traffic is no number */
export function ratio(a: string, b: string): string {
  return `${a}\n  /\n(${b} > 0)`
}

/** @returns a share of `all`, which is 0 as long as no bad series exists */
export function badShare(bad: string, all: string): string {
  return ratio(`(${bad} or 0 * ${all})`, all)
}

/** @returns a quantile of a histogram by these labels; without observations it is nothing, not NaN */
export function quantile(q: number, labels: readonly (string | undefined)[], rates: string): string {
  return `histogram_quantile(${q}, ${sumBy([...labels, 'le'], rates)}) >= 0`
}
