import type { Alert } from './types.ts'

/** Always fires: who receives it raises the alarm when it stops, since then alerting itself is broken. */
export const WATCHDOG: Alert = {
  name: 'Watchdog',
  severity: 'none',
  unit: 'number',
  summary: () => 'Alerting works',
  description: () => 'This alert always fires. When it stops, alerts no longer get from Prometheus to the receivers.',
  rules: [{ expr: 'vector(1)', minutes: 0, labels: {}, limit: '1' }],
  scenarios: [{ title: 'fires', series: [], at: 1, pace: 'minute', firing: [{ rule: 0, labels: {}, value: '1' }] }],
  runbook: {
    meaning:
      'It fires as long as everything works. Something outside of this monitoring must wait for it and raise the alarm when it is missing.',
    impact: 'When it is missing nobody is told of anything.',
    diagnosis: [{ why: 'Does Prometheus evaluate rules?', expr: 'ALERTS{alertname="Watchdog"}' }],
    mitigation: [
      'Look whether Prometheus and Alertmanager run, and whether Prometheus names Alertmanager as its receiver.',
    ],
  },
}
