import { RECORDED, type Kind } from '../../../src/contract/alerting/recordings.ts'
import { WINDOWS } from '../../../src/contract/alerting/windows.ts'
import type { Metric } from '../../../src/detect/types.ts'

/** @returns the series that the rules of a service record, as metrics: they carry its job and no instance */
export function recordedMetrics(kinds: readonly Kind[]): readonly Metric[] {
  const names = kinds.flatMap(kind => [
    ...[...WINDOWS, '30d'].map(window => RECORDED.ratio(kind, window)),
    RECORDED.remaining(kind),
  ])
  return names.map(name => ({ name, type: 'gauge', labels: ['service'] }))
}
