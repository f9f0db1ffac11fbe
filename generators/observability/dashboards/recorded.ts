import type { Metric } from '../../../src/detect/types.ts'

/** Series that the rules of a service record; they carry the labels `job` and `service`, and no instance. */
export const RECORDED = {
  ratio: (kind: Kind, window: string): string => `job:slo_${kind}:ratio_rate${window}`,
  remaining: (kind: Kind): string =>
    kind === 'errors' ? 'job:slo_error_budget:remaining' : 'job:slo_latency_budget:remaining',
} as const

export type Kind = 'errors' | 'slow'

/** Windows of the ratios: those of the alerts, and the 30 days of the objective. */
export const RECORDED_WINDOWS = ['5m', '30m', '1h', '2h', '6h', '1d', '3d', '30d'] as const

/** @returns the recorded series, as metrics */
export function recordedMetrics(kinds: readonly Kind[]): readonly Metric[] {
  const names = kinds.flatMap(kind => [
    ...RECORDED_WINDOWS.map(window => RECORDED.ratio(kind, window)),
    RECORDED.remaining(kind),
  ])
  return names.map(name => ({ name, type: 'gauge', labels: ['service'] }))
}
