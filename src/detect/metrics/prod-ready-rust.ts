import { moduleMetrics } from '../telemetry/module.ts'
import { counter, gauge } from '../telemetry/series.ts'

export const detector = moduleMetrics('rust', [
  counter('process_cpu_seconds_total'),
  ...['resident_memory_bytes', 'start_time_seconds', 'open_fds', 'max_fds'].map(name => gauge(`process_${name}`)),
])
