import type { Alert, Firing, Say, Unit } from '../../../src/contract/alerting/index.ts'

/** How Prometheus writes a value of each unit. */
const VALUE: Readonly<Record<Unit, string>> = {
  percent: '{{ $value | humanizePercentage }}',
  duration: '{{ $value | humanizeDuration }}',
  number: '{{ $value | printf "%.0f" }}',
  bytes: '{{ $value | humanize1024 }}B',
}

/** @returns the words of a rule: Prometheus puts in what they stand for */
export function templated(alert: Alert): Say {
  return { value: VALUE[alert.unit], label: name => `{{ $labels.${name} }}` }
}

/** @returns the words of a test: what Prometheus must have put in */
export function expected(firing: Firing): Say {
  return { value: firing.value, label: name => firing.labels[name] ?? '' }
}
