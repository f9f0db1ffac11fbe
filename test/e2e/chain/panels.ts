import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { queriesOf, type GrafanaDashboard } from '../../unit/observability/support.ts'
import { expanded, type Prometheus, type Sample } from '../prometheus.ts'
import { scaledQuery } from './scale.ts'

/** A query of a panel, and what it has answered so far. */
export interface Panel {
  readonly board: string
  /** The only one that the board offers for `$job`. */
  readonly job: string
  readonly title: string
  readonly expr: string
  readonly seen: Map<Moment, readonly Sample[]>
}

/** `idle`: nobody asks · `load`: everything is well · `slow`, `failing`: something is wrong */
export type Moment = 'idle' | 'load' | 'slow' | 'failing'

/** What shows the same whatever happens, and why. */
const CONSTANT: readonly (readonly [expression: RegExp, reason: string])[] = [
  [/\bup\{/, 'as many instances run as before'],
  [/changes\(process_start_time_seconds/, 'nothing restarts'],
  [/nodejs_version_info/, 'one version runs'],
]
/** What shows nothing, and why. */
const EMPTY: readonly (readonly [expression: RegExp, reason: string])[] = [
  [/status=~"3\.\."/, 'no route of the service redirects'],
  [/redis_keyspace_hits_total[^]+redis_keyspace_misses_total/, 'the services write into Redis, and read no key'],
]

/** @returns the queries of the dashboards of a folder */
export async function panelsIn(dir: string, folder: string, prometheus: Prometheus): Promise<readonly Panel[]> {
  const found: Panel[] = []
  for (const file of readdirSync(path.join(dir, folder)).filter(name => name.endsWith('.json'))) {
    const dashboard = JSON.parse(readFileSync(path.join(dir, folder, file), 'utf8')) as GrafanaDashboard
    const board = file.replace('.json', '')
    const [job, ...more] = await jobsOf(dashboard, prometheus)
    if (job === undefined || more.length > 0) throw new Error(`${board} offers ${String(job)} ${more.join(' ')}`)
    for (const { panel, expr } of queriesOf(dashboard)) found.push({ board, job, title: panel, expr, seen: new Map() })
  }
  return found
}

/** @returns the values that a dashboard offers for `$job` */
async function jobsOf({ templating }: GrafanaDashboard, { get }: Prometheus): Promise<readonly string[]> {
  const query = templating.list.find(({ name }) => name === 'job')?.query
  const text = typeof query === 'object' ? query.query : (query ?? '')
  const selector = /^label_values\((.+), job\)$/.exec(text)?.[1]
  if (selector === undefined) throw new Error(`no jobs are asked for: ${text}`)
  return get<readonly string[]>(`label/job/values?match[]=${encodeURIComponent(selector)}`)
}

/** The interval is four scrapes, as Grafana has it; the range is what a person looks at. */
const asked = (expr: string, job: string): string => scaledQuery(expanded(expr, { job, interval: '1m', range: '1h' }))

/** Asks for every panel, and keeps the answers. @returns queries that answer for another service as well */
export async function look(
  panels: readonly Panel[],
  moment: Moment,
  { query }: Prometheus,
): Promise<readonly string[]> {
  const foreign: string[] = []
  for (const { board, job, title, expr, seen } of panels) {
    seen.set(moment, await query(asked(expr, job)))
    if ((await query(asked(expr, 'another-service'))).length > 0) foreign.push(`${board}: ${title}: ${expr}`)
  }
  return foreign
}

export interface Verdict {
  readonly wrong: readonly string[]
  /** How many show something else under load than when nobody asks, and how many only once something is wrong. */
  readonly changed: { readonly load: number; readonly fault: number }
  /** What shows the same at every moment, with the reason. */
  readonly constant: readonly string[]
}

/** @returns which panels showed nothing, or always the same, without a reason */
export function judge(panels: readonly Panel[]): Verdict {
  const [wrong, constant, changed]: [string[], string[], { load: number; fault: number }] = [
    [],
    [],
    { load: 0, fault: 0 },
  ]
  for (const { board, title, expr, seen } of panels) {
    const at = (moment: Moment): string => JSON.stringify(seen.get(moment))
    const isEmpty = [...seen.values()].every(of => of.every(({ value }) => value === 'NaN'))
    if (!isEmpty && at('load') !== at('idle')) changed.load++
    else if (!isEmpty && (at('slow') !== at('idle') || at('failing') !== at('idle'))) changed.fault++
    else {
      const reason = (isEmpty ? EMPTY : CONSTANT).find(([expression]) => expression.test(expr))?.[1]
      if (reason === undefined)
        wrong.push(`${board}: ${title} ${isEmpty ? 'shows nothing' : 'does not change'}: ${expr}`)
      else constant.push(`${board}: ${title}: ${reason}`)
    }
  }
  return { wrong, changed, constant: [...new Set(constant)] }
}
