import { counter, gauge } from '../telemetry/series.ts'
import { evidenceOf, firstCall } from '../telemetry/rust-values.ts'
import type { MetricsLibrary } from './types.ts'

const NAME = 'tokio-metrics'
/** Without the names that only `--cfg tokio_unstable` adds. */
const GAUGES = [
  'workers_count',
  'live_tasks_count',
  'max_park_count',
  'min_park_count',
  'max_busy_duration',
  'min_busy_duration',
  'global_queue_depth',
  'busy_ratio',
]
const COUNTERS = ['total_park_count', 'total_busy_duration']

export const detector: MetricsLibrary = {
  id: NAME,
  ecosystem: 'rust',
  packages: [NAME],
  minor: true,
  read: code => {
    const call = firstCall(code, /RuntimeMetricsReporter/, /^default$/, /RuntimeMetricsReporter/)
    return (
      call && {
        certainty: 'likely',
        evidence: [evidenceOf(code, call, `use of ${NAME}`)],
        all: [...GAUGES.map(name => gauge(`tokio_${name}`)), ...COUNTERS.map(name => counter(`tokio_${name}`))],
        gaps: [],
      }
    )
  },
}
