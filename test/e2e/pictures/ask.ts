import { expanded, type Prometheus } from '../prometheus.ts'
import type { Dashboard, Panel, Target, Variable } from './dashboard.ts'

/** What Grafana gets from Prometheus for a panel. */
export interface Frame {
  readonly refId: string
  readonly name: string
  readonly labels: Readonly<Record<string, string>>
  readonly points: readonly (readonly [t: number, value: number])[]
}

/** What is looked at. */
export interface View {
  readonly from: number
  readonly to: number
  readonly variables: Readonly<Record<string, readonly string[]>>
}

/** A panel with what it shows. */
export interface Asked {
  readonly panel: Panel
  readonly frames: readonly Frame[]
  /** Seconds between two points. */
  readonly step: number
}

export interface Matrix {
  readonly result: readonly {
    readonly metric: Readonly<Record<string, string>>
    readonly values?: readonly (readonly [number, string])[]
    readonly value?: readonly [number, string]
  }[]
}

const SCRAPE = 15
const SECONDS = { m: 60, h: 3600, d: 86_400 } as const

/** @returns a range as `now-3h` says it, and the values that the variables offer in it */
export async function viewOf({ time, templating }: Dashboard, to: number, prometheus: Prometheus): Promise<View> {
  const [, amount, unit] = /^now-(\d+)([mhd])$/.exec(time.from) ?? []
  const from = to - Number(amount) * SECONDS[unit as keyof typeof SECONDS]
  const variables: Record<string, readonly string[]> = {}
  for (const variable of templating.list.filter(({ type }) => type === 'query'))
    variables[variable.name] = await valuesOf(variable, { from, to, variables }, prometheus)
  return { from, to, variables }
}

async function valuesOf({ query }: Variable, view: View, { get }: Prometheus): Promise<readonly string[]> {
  const [, selector, label] = /^label_values\((.+), (\w+)\)$/s.exec(query) ?? []
  if (selector === undefined || label === undefined) throw new Error(`not asked with label_values: ${query}`)
  const asked = new URLSearchParams({
    'match[]': filled(selector, view, SCRAPE),
    start: String(view.from),
    end: String(view.to),
  })
  return get<readonly string[]>(`label/${label}/values?${asked.toString()}`)
}

/** @returns a query as Grafana sends it: what is chosen is one of its values, or all of them */
function filled(expr: string, { from, to, variables }: View, step: number): string {
  const escaped = (name: string): string =>
    `(${(variables[name] ?? []).map(value => value.replaceAll('.', '\\\\.')).join('|')})`
  const chosen = Object.keys(variables).reduce((text, name) => text.replaceAll(`$${name}`, escaped(name)), expr)
  const interval = `${Math.max(step + SCRAPE, 4 * SCRAPE)}s`
  const query = expanded(chosen, { job: '.+', interval, range: `${to - from}s` })
  if (/\$\w/.test(query)) throw new Error(`a variable that the dashboard does not have: ${query}`)
  return query
}

/** Steps of Grafana (rangeutil.roundInterval), in seconds. */
const STEPS = [15, 20, 30, 60, 120, 300, 600, 900, 1200, 1800, 3600]

/** @returns what every panel shows, asked as wide as it is drawn */
export function ask(
  { panels }: Dashboard,
  view: View,
  columnWidth: number,
  prometheus: Prometheus,
): Promise<readonly Asked[]> {
  return Promise.all(
    panels
      .filter(({ type }) => type !== 'row')
      .map(async panel => {
        const wanted = (view.to - view.from) / (panel.gridPos.w * columnWidth)
        const step = STEPS.findLast(each => each <= wanted) ?? SCRAPE
        const frames = await Promise.all((panel.targets ?? []).map(target => framesOf(target, view, step, prometheus)))
        return { panel, frames: frames.flat(), step }
      }),
  )
}

async function framesOf(target: Target, view: View, step: number, { get }: Prometheus): Promise<readonly Frame[]> {
  const query = filled(target.expr, view, step)
  const when: Record<string, string> = target.instant
    ? { time: String(view.to) }
    : {
        start: String(Math.floor(view.from / step) * step),
        end: String(Math.floor(view.to / step) * step),
        step: String(step),
      }
  const { result } = await get<Matrix>(
    `query${target.instant ? '' : '_range'}?${new URLSearchParams({ query, ...when }).toString()}`,
  )
  return result.map(({ metric, values, value }) => ({
    refId: target.refId,
    name: nameOf(target.legendFormat, metric),
    labels: metric,
    points: (values ?? (value ? [value] : [])).map(([t, text]) => [t, Number(text)] as const),
  }))
}

/** As Grafana fills a legend in: a label that is not there is nothing. */
function nameOf(format: string, labels: Readonly<Record<string, string>>): string {
  return format.replace(/\{\{\s*(.+?)\s*\}\}/g, (_, label: string) => labels[label] ?? '')
}

/** @returns the times in milliseconds that the annotations of a dashboard mark */
export async function marks(
  { annotations }: Dashboard,
  view: View,
  prometheus: Prometheus,
): Promise<readonly number[]> {
  const queries = annotations.list.flatMap(({ expr }) => (expr === undefined ? [] : [expr]))
  const found = await Promise.all(
    queries.map(expr => framesOf({ refId: 'A', expr, legendFormat: '' }, view, 60, prometheus)),
  )
  const times = found.flat().flatMap(({ points }) => points.map(([, value]) => value / 1000))
  return [...new Set(times)].filter(time => time >= view.from && time <= view.to)
}
