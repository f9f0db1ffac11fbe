import { httpGaps } from '../telemetry/http.ts'
import { libraryCall, UNREADABLE, type LibraryCall } from '../telemetry/options.ts'
import { gauge, histogram, nodeDefaults } from '../telemetry/series.ts'
import type { MetricsLibrary, MetricsReading } from './types.ts'

const NAME = 'prometheus-api-metrics'
const PATH = '/metrics'
/** Of prometheus-api-metrics 4. */
const DURATIONS: readonly number[] = [0.001, 0.005, 0.015, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5]
const SIZES: readonly number[] = [5, 10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 10000]

export const detector: MetricsLibrary = {
  id: NAME,
  ecosystem: 'node',
  packages: [NAME],
  rank: 5,
  path: PATH,
  read: code => {
    const call = libraryCall(code, NAME, ({ node }) => node.name === 'CallExpression')
    return call && readingOf(call)
  },
}

function readingOf({ options, evidence: at }: LibraryCall): MetricsReading {
  const evidence = [at]
  const route: Pick<MetricsReading, 'path'> = { path: options.path('metricsPath') ?? PATH }
  const prefix = options.text('metricsPrefix')
  const isUnique = options.flag('useUniqueHistogramName')
  if (prefix === UNREADABLE || isUnique === true || isUnique === UNREADABLE) {
    const gap = {
      what: 'The names of its metrics begin with what cannot be read from the code.',
      mend: 'Leave useUniqueHistogramName out, and write metricsPrefix as a text.',
    }
    return { certainty: 'guess', evidence, all: [], gaps: [gap], ...route }
  }
  const front = prefix === undefined || prefix === '' ? '' : `${prefix}_`
  const more = options.texts('additionalLabels')
  const labels = ['method', 'route', 'code', ...(more === UNREADABLE || more === undefined ? [] : more)]
  const buckets = (key: string, usual: readonly number[]): readonly number[] | undefined => {
    const set = options.numbers(key)
    return set === UNREADABLE ? undefined : (set ?? usual)
  }
  const duration = `${front}http_request_duration_seconds`
  const all = [
    histogram(duration, labels, buckets('durationBuckets', DURATIONS)),
    histogram(`${front}http_request_size_bytes`, labels, buckets('requestSizeBuckets', SIZES)),
    histogram(`${front}http_response_size_bytes`, labels, buckets('responseSizeBuckets', SIZES)),
    gauge(`${front}app_version`, ['version', 'major', 'minor', 'patch']),
    gauge('expressjs_number_of_open_connections'),
    ...nodeDefaults(front),
  ]
  const http = {
    requests: duration,
    duration,
    labels: { method: 'method', route: 'route', status: 'code' },
    unmatched: { value: 'N/A' },
  }
  return {
    certainty: options.isOpen ? 'likely' : 'certain',
    evidence,
    all,
    http,
    gaps: httpGaps(all, http, {
      buckets: 'Set durationBuckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10].',
    }),
    ...route,
  }
}
