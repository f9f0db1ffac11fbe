import type { Metric } from '../types.ts'
import { httpGaps } from '../telemetry/http.ts'
import { libraryCall, UNREADABLE, type LibraryCall, type Options } from '../telemetry/options.ts'
import { counter, histogram, nodeDefaults, OTEL_BUCKETS } from '../telemetry/series.ts'
import type { MetricsLibrary, MetricsReading } from './types.ts'

const NAME = '@hono/prometheus'
const LABELS: readonly string[] = ['method', 'status', 'ok', 'route']

export const detector: MetricsLibrary = {
  id: NAME,
  ecosystem: 'node',
  packages: [NAME],
  rank: 5,
  read: code => {
    const call = libraryCall(code, NAME, ({ name }) => name === 'prometheus')
    return call && readingOf(call)
  },
}

function readingOf({ options, evidence: at }: LibraryCall): MetricsReading {
  const evidence = [at]
  const prefix = options.text('prefix')
  if (prefix === UNREADABLE) {
    const gap = {
      what: 'The names of its metrics begin with what cannot be read from the code.',
      mend: 'Write prefix as a text.',
    }
    return { certainty: 'guess', evidence, all: [], gaps: [gap] }
  }
  const front = prefix ?? ''
  const [timed, counted] = ['requestDuration', 'requestsTotal'].map(key => options.inner('metricOptions').inner(key))
  const isOn = (metric: Options | undefined): boolean => metric?.flag('disabled') !== true
  const buckets = timed?.numbers('buckets')
  const labels = (metric: Options | undefined): readonly string[] => {
    const custom = metric?.keys('customLabels')
    return [...LABELS, ...(custom === UNREADABLE || custom === undefined ? [] : custom)]
  }
  const duration = isOn(timed) ? `${front}http_request_duration_seconds` : undefined
  const total = isOn(counted) ? `${front}http_requests_total` : undefined
  const isCollected = options.has('collectDefaultMetrics')
  const all: readonly Metric[] = [
    ...(duration
      ? [histogram(duration, labels(timed), buckets === UNREADABLE ? undefined : (buckets ?? OTEL_BUCKETS))]
      : []),
    ...(total ? [counter(total, labels(counted))] : []),
    ...(isCollected ? nodeDefaults(front) : []),
  ]
  const requests = total ?? duration
  const http =
    requests === undefined
      ? undefined
      : {
          requests,
          ...(duration === undefined ? {} : { duration }),
          labels: { method: 'method', route: 'route', status: 'status' },
          unmatched: { value: '/*' },
        }
  return {
    certainty: options.isOpen ? 'likely' : 'certain',
    evidence,
    all,
    ...(http ? { http } : {}),
    gaps: [
      ...httpGaps(all, http, { histogram: 'Leave metricOptions.requestDuration.disabled out.' }),
      ...(isCollected
        ? []
        : [
            {
              what: 'Nothing of the process is measured: no memory, no CPU, no event loop.',
              mend: 'Set collectDefaultMetrics: true.',
            },
          ]),
    ],
  }
}
