import { addressIn } from '../services/rust-values.ts'
import { UNREADABLE } from '../telemetry/options.ts'
import { httpGaps, ownHttp } from '../telemetry/http.ts'
import { exposedName, macroMetrics, type BucketsOf } from '../telemetry/rust-macros.ts'
import { unmatchedOf } from '../telemetry/rust-unmatched.ts'
import {
  callsNamed,
  evidenceOf,
  firstCall,
  methodCalls,
  numbersIn,
  textIn,
  type RustCall,
} from '../telemetry/rust-values.ts'
import type { RustSource } from '../source/rust.ts'
import type { MetricsGap } from '../types.ts'
import type { MetricsCode, MetricsLibrary, MetricsReading } from './types.ts'

const NAME = 'metrics-exporter-prometheus'
/** Where the exporter listens when it is installed without an address. */
const PORT = 9000

export const detector: MetricsLibrary = {
  id: NAME,
  ecosystem: 'rust',
  packages: [NAME],
  handedOnBy: ['axum-prometheus'],
  rank: 2,
  read: code => {
    const call = firstCall(code, /PrometheusBuilder/, /^(?:new|default)$/, /(?:^|::)PrometheusBuilder::\w+$/)
    return call && readingOf(code, call)
  },
}

function readingOf(code: MetricsCode, call: RustCall): MetricsReading {
  const { source } = call
  const recorded = macroMetrics(code, bucketRules(code, source))
  const suffixed =
    methodCalls(source, 'with_recommended_naming').length + methodCalls(source, 'set_enable_unit_suffix').length
  const labels = methodCalls(source, 'add_global_label').flatMap(({ args }) => textIn(code, source, args[0]) ?? [])
  const all = suffixed ? [] : recorded.metrics.map(metric => ({ ...metric, labels: [...metric.labels, ...labels] }))
  const http = ownHttp(all, unmatchedOf(code, recorded.sources))
  const port = listenerOf(code, source)
  return {
    certainty: http ? 'likely' : 'certain',
    evidence: [evidenceOf(code, call, 'listener of the metrics exporter')],
    all,
    ...(http ? { http } : {}),
    gaps: [...(suffixed ? [SUFFIXED] : []), ...recorded.gaps, ...(suffixed ? [] : httpGaps(all, http, MENDS))],
    // its listener answers at any path
    ...(port === undefined ? {} : { path: '/metrics', port }),
  }
}

const MENDS = {
  histogram: 'Set buckets with set_buckets_for_metric on the PrometheusBuilder, and record seconds.',
  unrecorded: 'Use layer in place of route_layer, and record "unmatched" where the request has no MatchedPath.',
  unmatched: 'Record "unmatched" in place of the path where the request has no MatchedPath.',
}
const SUFFIXED: MetricsGap = {
  what: 'The exporter adds units to the names of metrics, which only the running program shows.',
  mend: 'Leave with_recommended_naming out, and write units into the names.',
}

/** `set_buckets(&[…])` and `set_buckets_for_metric(Matcher::Suffix("_seconds".into()), &[…])`; one for the name wins */
function bucketRules(code: MetricsCode, source: RustSource): BucketsOf {
  const rules = methodCalls(source, 'set_buckets_for_metric').flatMap(({ args: [matcher, buckets], open }) => {
    const text = textIn(code, source, matcher)
    const kind = source.tokens
      .slice(open, matcher?.[1])
      .find(token => /^(?:Full|Prefix|Suffix)$/.test(token.text))?.text
    const numbers = numbersIn(code, source, buckets)
    return text === undefined || !numbers ? [] : [{ kind: kind ?? 'Full', text: exposedName(text), numbers }]
  })
  const [all] = methodCalls(source, 'set_buckets')
  const usual = all && numbersIn(code, source, all.args[0])
  return name => {
    const of = (kind: string, test: (text: string) => boolean): readonly number[] | undefined =>
      rules.find(rule => rule.kind === kind && test(rule.text))?.numbers
    return (
      of('Full', text => name === text) ??
      of('Prefix', text => name.startsWith(text)) ??
      of('Suffix', text => name.endsWith(text)) ??
      usual
    )
  }
}

/** Port of a listener of its own; undefined where a route of the service answers. */
function listenerOf(code: MetricsCode, source: RustSource): MetricsReading['port'] {
  const [listener] = methodCalls(source, 'with_http_listener')
  if (!listener) return callsNamed(source, /^install$/).some(({ use }) => use.member) ? PORT : undefined
  const [range] = listener.args
  const address = range && addressIn(source, range, code.sources(/:\d{4,5}"|SocketAddr/))
  return address?.port ?? UNREADABLE
}
