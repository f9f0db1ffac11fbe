import { yaml } from '../../../src/text/quote.ts'
import type { Panel } from '../../../src/contract/dashboards/model.ts'
import type { Board } from './model.ts'

/** A rule of Grafana's dashboard-linter that some panels cannot keep, and why. */
interface Exclusion {
  readonly rule: string
  readonly reason: string
  readonly applies: (panel: Panel) => boolean
}

const recorded = (panel: Panel): boolean => panel.queries.every(({ expr }) => expr.includes('job:slo_'))
const elsewhere = (panel: Panel): boolean => panel.queries.every(({ expr }) => !expr.includes('job=~"$job"'))
const told = (panel: Panel): boolean =>
  elsewhere(panel) || Object.keys(panel.uses).some(series => series.startsWith('kube_'))

const EXCLUSIONS: readonly Exclusion[] = [
  {
    rule: 'target-instance-rule',
    reason: 'the rules record by job: a recorded series has no instance',
    applies: recorded,
  },
  {
    rule: 'target-job-rule',
    reason: 'the series come from the exporters of the cluster, whose job is not that of the service',
    applies: elsewhere,
  },
  {
    rule: 'target-instance-rule',
    reason: 'the instance of these series is the exporter of the cluster, not the service',
    applies: told,
  },
]

/** @returns text of `.lint` for these boards of one folder; undefined when they keep every rule */
export function lintFile(boards: readonly Board[]): string | undefined {
  const rules = [...new Set(EXCLUSIONS.map(({ rule }) => rule))].flatMap(rule => {
    const of = EXCLUSIONS.filter(exclusion => exclusion.rule === rule)
    const found = of.map(({ reason, applies }) => ({
      reason,
      entries: boards.flatMap(board => entries(board, applies)),
    }))
    const open = found.filter(({ entries }) => entries.length > 0)
    if (open.length === 0) return []
    const reason = open.map(({ reason }) => reason).join('; ')
    return [`  ${rule}:`, `    reason: ${yaml(reason)}`, '    entries:', ...open.flatMap(({ entries }) => entries)]
  })
  return rules.length === 0 ? undefined : `${[HEAD, 'exclusions:', ...rules].join('\n')}\n`
}

const HEAD = "# Read by Grafana's dashboard-linter: every other panel keeps every rule."

function entries({ title, sections }: Board, applies: (panel: Panel) => boolean): readonly string[] {
  return sections
    .flatMap(section => section.panels)
    .filter(applies)
    .flatMap(panel => [`      - dashboard: ${yaml(title)}`, `        panel: ${yaml(panel.title)}`])
}
