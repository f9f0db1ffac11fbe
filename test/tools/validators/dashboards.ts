import { parse } from 'yaml'
import { dirname } from '../../../src/text/paths.ts'
import { lint } from '../../unit/observability/dashboard-rules.ts'
import { asking, type GrafanaDashboard } from '../../unit/observability/support.ts'
import type { Finding, Look, Validator } from '../types.ts'

/** Rules of the linter that a folder leaves out, as its `.lint` names them. */
type Exclusions = Readonly<
  Record<string, { readonly entries: readonly { readonly dashboard: string; readonly panel?: string }[] }>
>

function exclusionsFor({ all, text }: Look, file: string): Exclusions {
  const settings = `${dirname(file)}/.lint`
  if (!all.includes(settings)) return {}
  return (parse(text(settings)) as { readonly exclusions?: Exclusions }).exclusions ?? {}
}

type Fault = readonly [rule: string, message: string]

/** What the linter does not ask for. */
function ownRules(board: GrafanaDashboard): readonly Fault[] {
  const ids = board.panels.map(({ id }) => id)
  const targets = asking(board).flatMap(({ title, targets = [] }) => targets.map(({ expr }) => ({ title, expr })))
  return [
    ...(/^[\w-]{1,40}$/.test(board.uid) ? [] : [['uid', `no uid that Grafana takes: ${board.uid}`] as const]),
    ...(new Set(ids).size === ids.length ? [] : [['ids', 'two panels have the same id'] as const]),
    ...targets
      .filter(({ expr }) => !/\bjob\b/.test(expr))
      .map(({ title, expr }): Fault => ['job', `${title}: nobody knows whose series these are: ${expr}`]),
    ...targets
      .filter(({ expr }) => /\b(rate|irate|increase)\([^[]*\[(?!\$__(rate_interval|range)\b)/.test(expr))
      .map(({ title, expr }): Fault => ['range', `${title}: a range that does not follow the zoom: ${expr}`]),
  ]
}

/** The rules of Grafana's dashboard-linter, which no package registry has, and ours. */
function check(look: Look): Promise<readonly Finding[]> {
  const found = look.files.flatMap(file => {
    const board = JSON.parse(look.text(file)) as GrafanaDashboard
    const exclusions = exclusionsFor(look, file)
    const isExcluded = ([rule, panel]: Fault): boolean =>
      exclusions[rule]?.entries.some(
        entry => entry.dashboard === board.title && (entry.panel === undefined || entry.panel === panel),
      ) === true
    const linted = lint(board)
      .map((finding): Fault => [finding.split(': ')[0] ?? '', finding.split(': ').slice(1).join(': ')])
      .filter(fault => !isExcluded(fault))
    return [...linted, ...ownRules(board)].map(([rule, message]): Finding => ({
      file,
      line: 1,
      rule: `dashboards/${rule}`,
      message,
    }))
  })
  return Promise.resolve(found)
}

export const dashboardValidator: Validator = {
  name: 'dashboards',
  tool: null,
  looksAt: file => file.startsWith('deploy/grafana/dashboards/') && file.endsWith('.json'),
  check,
}
