import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { queriesOf, type GrafanaDashboard } from '../../unit/observability/support.ts'
import { expanded, type Prometheus, type Sample } from '../prometheus.ts'
import { scaledQuery } from './scale.ts'

/** A query of a panel, and what it has answered so far. */
export interface Panel {
  readonly board: string
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
]

/** @returns the queries of the dashboards of a service */
export function panelsIn(dir: string, folder: string): readonly Panel[] {
  return boardsIn(dir, folder).flatMap(([board, dashboard]) =>
    queriesOf(dashboard).map(({ panel, expr }) => ({ board, title: panel, expr, seen: new Map() })),
  )
}

function boardsIn(dir: string, folder: string): readonly (readonly [string, GrafanaDashboard])[] {
  const files = readdirSync(path.join(dir, folder)).filter(file => file.endsWith('.json'))
  return files.map(file => [
    file.replace('.json', ''),
    JSON.parse(readFileSync(path.join(dir, folder, file), 'utf8')) as GrafanaDashboard,
  ])
}

/** @returns the values that each dashboard offers for `$job` */
export async function jobsOf(dir: string, folder: string, { get }: Prometheus): Promise<readonly string[]> {
  const found: string[] = []
  for (const [board, { templating }] of boardsIn(dir, folder)) {
    const variable = templating.list.find(({ name }) => name === 'job')
    const query = typeof variable?.query === 'object' ? variable.query.query : (variable?.query ?? '')
    const selector = /^label_values\((.+), job\)$/.exec(query)?.[1]
    if (selector === undefined) throw new Error(`${board} does not ask for jobs: ${query}`)
    found.push(...(await get<readonly string[]>(`label/job/values?match[]=${encodeURIComponent(selector)}`)))
  }
  return [...new Set(found)]
}

/** The interval is four scrapes, as Grafana has it; the range is what a person looks at. */
const asked = (expr: string, job: string): string => scaledQuery(expanded(expr, { job, interval: '1m', range: '1h' }))

/** Asks for every panel, and keeps the answers. @returns queries that answer for another service as well */
export async function look(
  panels: readonly Panel[],
  moment: Moment,
  job: string,
  { query }: Prometheus,
): Promise<readonly string[]> {
  const foreign: string[] = []
  for (const { board, title, expr, seen } of panels) {
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
