import { sourceOf } from '../source/script.ts'
import { httpGaps, ownHttp } from '../telemetry/http.ts'
import { declaredMetrics, prefixedDefaults, unmatchedIn } from '../telemetry/node-own.ts'
import { libraryCall, Options, UNREADABLE, type LibraryCall } from '../telemetry/options.ts'
import type { MetricsCode, MetricsLibrary, MetricsReading } from './types.ts'

const NAME = '@willsoto/nestjs-prometheus'
const PATH = '/metrics'
const MODULES = /^(?:@willsoto\/nestjs-prometheus|prom-client)$/
const MENDS = {
  http: 'Add an interceptor that records a histogram http_request_duration_seconds with the labels method, route and status.',
  unmatched: "Record request.route?.path ?? 'unmatched' in place of the path.",
}

export const detector: MetricsLibrary = {
  id: NAME,
  ecosystem: 'node',
  packages: [NAME],
  rank: 2,
  path: PATH,
  read: code => {
    const call = libraryCall(code, NAME, ({ name }) => /^register(?:Async)?$/.test(name))
    return call && readingOf(code, call)
  },
}

/** The module registers nothing that counts requests: what there is of it, the code declares. */
function readingOf(code: MetricsCode, { script, node, name, args, evidence }: LibraryCall): MetricsReading {
  const options = new Options(code.node, script, name === 'registerAsync' ? undefined : args[0])
  // a factory makes the options
  const isHidden = name === 'registerAsync' && /\bpath\b/.test(sourceOf(script, node))
  const prefix = options.text('customMetricPrefix')
  const own = declaredMetrics(code, MODULES, typeof prefix === 'string' ? `${prefix}_` : '')
  const isOff = options.inner('defaultMetrics').flag('enabled') === false
  const defaults = isOff ? { metrics: [], gaps: [] } : prefixedDefaults(options.inner('defaultMetrics').inner('config'))
  const all = [...(prefix === UNREADABLE ? [] : own.metrics), ...defaults.metrics]
  const http = prefix === UNREADABLE ? undefined : ownHttp(own.metrics, unmatchedIn(own.scripts))
  return {
    certainty: http || options.isOpen || name === 'registerAsync' ? 'likely' : 'certain',
    evidence: [evidence],
    all,
    ...(http ? { http } : {}),
    gaps: [...own.gaps, ...defaults.gaps, ...httpGaps(all, http, MENDS)],
    path: isHidden ? UNREADABLE : (options.path('path') ?? PATH),
  }
}
