import { counter, gauge } from '../telemetry/series.ts'
import { callsNamed, evidenceOf, textIn } from '../telemetry/rust-values.ts'
import type { MetricsLibrary } from './types.ts'

const NAME = 'metrics-process'
const ALL = [
  counter('process_cpu_seconds_total'),
  ...[
    'open_fds',
    'max_fds',
    'virtual_memory_bytes',
    'virtual_memory_max_bytes',
    'resident_memory_bytes',
    'start_time_seconds',
    'threads',
  ].map(name => gauge(`process_${name}`)),
]

export const detector: MetricsLibrary = {
  id: NAME,
  ecosystem: 'rust',
  packages: [NAME],
  minor: true,
  read: code => {
    for (const source of code.sources(/metrics_process|Collector/)) {
      const call = callsNamed(source, /^(?:new|default)$/).find(
        ({ use }) => /(?:^|::)Collector::\w+$/.test(use.path) && use.full.startsWith('metrics_process'),
      )
      if (!call) continue
      const prefix = call.name === 'new' ? textIn(code, source, call.args[0]) : ''
      return {
        certainty: 'certain',
        evidence: [evidenceOf(code, call, `use of ${NAME}`)],
        all: prefix === undefined ? [] : ALL.map(metric => ({ ...metric, name: `${prefix}${metric.name}` })),
        gaps: [],
      }
    }
    return undefined
  },
}
