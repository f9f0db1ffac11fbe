import type { RustSource } from '../source/rust.ts'
import type { HttpMetrics, MetricsGap } from '../types.ts'
import { UNREADABLE } from '../telemetry/options.ts'
import { httpGaps } from '../telemetry/http.ts'
import {
  callsNamed,
  evidenceOf,
  firstCall,
  methodCalls,
  numbersIn,
  textIn,
  type RustCall,
} from '../telemetry/rust-values.ts'
import { counter, histogram, PROCESS_METRICS, STANDARD_BUCKETS } from '../telemetry/series.ts'
import type { MetricsCode, MetricsLibrary, MetricsReading } from './types.ts'

const NAME = 'actix-web-prom'

export const detector: MetricsLibrary = {
  id: NAME,
  ecosystem: 'rust',
  packages: [NAME],
  rank: 5,
  read: code => {
    const call = firstCall(code, /PrometheusMetricsBuilder/, /^new$/, /(?:^|::)PrometheusMetricsBuilder::new$/)
    return call && readingOf(code, call)
  },
}

/** What is set by a method of the builder, or of the two configurations: a text, undefined where it is not set, null where it cannot be read. */
function named(
  code: MetricsCode,
  source: RustSource,
  method: string,
  wanted = (_: string): boolean => true,
): string | null | undefined {
  const texts = methodCalls(source, method)
    .filter(({ args }) => args.length === 1)
    .map(({ args: [range] }) => textIn(code, source, range) ?? null)
  return texts.find(text => text === null || wanted(text))
}

/** The builder has a method of the same name as the configuration of labels. */
const isPath = (text: string): boolean => text.startsWith('/')

function readingOf(code: MetricsCode, call: RustCall): MetricsReading {
  const { source } = call
  const evidence = [evidenceOf(code, call, `use of ${NAME}`)]
  const isConfigured = callsNamed(source, /^default$/).some(({ use }) =>
    use.path.endsWith('LabelsConfiguration::default'),
  )
  const own = (method: string): string | null | undefined =>
    isConfigured ? named(code, source, method, text => !isPath(text)) : undefined
  const space = textIn(code, source, call.args[0])
  const names = [
    named(code, source, 'http_requests_total_name') ?? 'http_requests_total',
    named(code, source, 'http_requests_duration_seconds_name') ?? 'http_requests_duration_seconds',
  ]
  const path = named(code, source, 'endpoint', isPath)
  const route: Pick<MetricsReading, 'path'> = path === undefined ? {} : { path: path ?? UNREADABLE }
  const labels = [own('endpoint') ?? 'endpoint', own('method') ?? 'method', own('status') ?? 'status']
  const isProcess = code.dependency(NAME)?.dependency.features?.includes('process') === true
  const process = isProcess ? PROCESS_METRICS : []
  if (space === undefined) return { certainty: 'guess', evidence, all: process, gaps: [UNREAD], ...route }
  const front = space === '' ? '' : `${space}_`
  const version = own('version')
  const all_labels = [...labels, ...(version ? [version] : []), ...constants(source)]
  const [requests, duration] = names.map(name => `${front}${name}`)
  const bounds = methodCalls(source, 'buckets')[0]
  const buckets = bounds ? numbersIn(code, source, bounds.args[0]) : STANDARD_BUCKETS
  const all = [
    counter(requests ?? '', all_labels),
    histogram(duration ?? '', all_labels, buckets, 'seconds'),
    ...process,
  ]
  const mask = methodCalls(source, 'mask_unmatched_patterns')[0]
  const value = mask && textIn(code, source, mask.args[0])
  const http: HttpMetrics = {
    requests: requests ?? '',
    ...(duration === undefined ? {} : { duration }),
    labels: { route: labels[0] ?? 'endpoint', method: labels[1] ?? 'method', status: labels[2] ?? 'status' },
    unmatched: value === undefined ? (mask ? 'unknown' : 'raw path') : { value },
  }
  return {
    certainty: 'certain',
    evidence,
    all,
    http,
    gaps: [
      ...httpGaps(all, http, { unmatched: 'Call mask_unmatched_patterns("UNKNOWN") on the builder.' }),
      ...(isProcess ? [] : [NO_PROCESS]),
    ],
    ...route,
  }
}

const UNREAD: MetricsGap = {
  what: 'The names of its metrics begin with what cannot be read from the code.',
  mend: 'Write the argument of PrometheusMetricsBuilder::new as a text.',
}
const NO_PROCESS: MetricsGap = {
  what: 'Nothing of the process is measured: no memory, no CPU, no file descriptors.',
  mend: `Switch on the feature process of ${NAME}.`,
}

/** `labels.insert("region".to_string(), …)` in the function that calls `const_labels` */
function constants(source: RustSource): readonly string[] {
  const [call] = methodCalls(source, 'const_labels')
  const around = call && source.functions.filter(f => f.open < call.open && call.open < f.close).at(-1)
  if (!around) return []
  return methodCalls(source, 'insert')
    .filter(({ open }) => around.open < open && open < around.close)
    .flatMap(({ open }) => {
      const first = source.tokens.slice(open, source.tokens[open]?.partner).find(token => token.kind === 'string')
      return first ? [first.text.slice(1, -1)] : []
    })
}
