import type { PanelRef } from '../dashboards.ts'
import { equals, selector } from '../promql.ts'
import { limitScenarios } from './scenarios.ts'
import type { Alert, Runbook } from './types.ts'

/** A gauge that is 1 while something answers. */
interface Gauge {
  readonly metric: string
  /** Of one series in the tests: its job, and the instance that tells it from others. */
  readonly labels: Readonly<Record<'job' | 'instance', string>>
}

/** The series of the gauge, whatever the instance. */
function seriesOf({ metric, labels }: Gauge): string {
  return selector(metric, [equals('job', labels.job)])
}

/** @returns what pages somebody when the gauge has been 0 for two minutes, with its tests */
export function downFor(gauge: Gauge): Pick<Alert, 'severity' | 'unit' | 'rules' | 'scenarios'> {
  const minutes = 2
  return {
    severity: 'critical',
    unit: 'number',
    rules: [{ expr: `${seriesOf(gauge)} == 0`, minutes, labels: {}, limit: '0' }],
    scenarios: limitScenarios({
      name: gauge.metric,
      labels: gauge.labels,
      varies: 'instance',
      over: 0,
      under: 1,
      minutes,
      value: '0',
    }),
  }
}

/** Something that services need, as its exporter sees it. */
interface Watched extends Gauge {
  /** Name of the alert. */
  readonly name: string
  readonly title: string
  readonly panel: PanelRef
  readonly runbook: Runbook
}

/** @returns the alert that an exporter cannot reach what it watches, or is not reached itself: what waits for a host that is gone answers neither */
export function downAlert(watched: Watched): Alert {
  const { name, title, panel, runbook, labels } = watched
  const { rules, scenarios, ...down } = downFor(watched)
  const up: Gauge = { metric: 'up', labels }
  return {
    name,
    ...down,
    rules: rules.map(rule => ({ ...rule, expr: `${rule.expr}\n  or\n${seriesOf(up)} == 0` })),
    scenarios: [
      ...scenarios,
      ...downFor(up)
        .scenarios.filter(({ title: does }) => /^(fires|resolves)$/.test(does))
        .map(scenario => ({ ...scenario, title: `${scenario.title} where the exporter does not answer` })),
    ],
    summary: say => `${title} behind ${say.label('instance')} does not answer`,
    description: (_, rule) =>
      `The exporter has not been able to connect, or has not answered itself, for ${rule.minutes} minutes.`,
    panel,
    runbook: {
      ...runbook,
      diagnosis: [
        { why: 'Is it the exporter? 0: it does not answer, or not in time.', expr: seriesOf(up) },
        ...runbook.diagnosis,
      ],
    },
  }
}
