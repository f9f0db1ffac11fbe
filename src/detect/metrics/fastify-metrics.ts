import { lineAt } from '../../text/lines.ts'
import type { HttpMetrics, Metric } from '../types.ts'
import { httpGaps } from '../telemetry/http.ts'
import { prefixedDefaults } from '../telemetry/node-own.ts'
import { isFrom, Options, UNREADABLE, type Setting } from '../telemetry/options.ts'
import { histogram, STANDARD_BUCKETS, summary } from '../telemetry/series.ts'
import { argumentsOf, calleeOf, dotted, memberKey, sourceOf, type Script } from '../source/script.ts'
import { nodesOf } from '../source/script-nodes.ts'
import type { MetricsCode, MetricsLibrary, MetricsReading } from './types.ts'

const NAME = 'fastify-metrics'
const PATH = '/metrics'
const MENDS = {
  http: 'Leave routeMetrics.enabled out, and write the names in routeMetrics.overrides as texts.',
  unrecorded: 'Set routeMetrics.registeredRoutesOnly: false, which records them under one value.',
  histogram: 'Leave routeMetrics.enabled.histogram out.',
}

export const detector: MetricsLibrary = {
  id: NAME,
  ecosystem: 'node',
  packages: [NAME],
  rank: 5,
  path: PATH,
  read: code => {
    for (const script of code.scripts(/fastify-metrics/)) {
      const options = registered(code, script)
      if (options) return readingOf(code, options.options, options.line)
    }
    return undefined
  },
}

/** `app.register(metrics, { … })` */
function registered(
  code: MetricsCode,
  script: Script,
): { readonly options: Options; readonly line: number } | undefined {
  for (const node of nodesOf(script, 'CallExpression')) {
    const callee = calleeOf(node)
    if (callee?.name !== 'MemberExpression' || memberKey(script, callee) !== 'register') continue
    const [plugin, given] = argumentsOf(node)
    const root = plugin && (dotted(script, plugin)?.split('.')[0] ?? '')
    if (plugin && (isFrom(script, root ?? '', /^fastify-metrics$/) || sourceOf(script, plugin).includes(`'${NAME}'`)))
      return { options: new Options(code.node, script, given), line: lineAt(script.text, node.from) }
  }
  return undefined
}

function readingOf(code: MetricsCode, options: Options, line: number): MetricsReading {
  const defaults =
    options.inner('defaultMetrics').flag('enabled') === false
      ? { metrics: [], gaps: [] }
      : prefixedDefaults(options.inner('defaultMetrics'))
  const { metrics, http } = routesOf(options.inner('routeMetrics'))
  const all = [...metrics, ...defaults.metrics]
  return {
    certainty: options.isOpen ? 'likely' : 'certain',
    evidence: [code.view.evidence(options.script.path, line, `options of ${NAME}`)],
    all,
    ...(http ? { http } : {}),
    gaps: [...defaults.gaps, ...httpGaps(all, http, MENDS)],
    path: pathOf(options) ?? PATH,
  }
}

/** `endpoint: '/metrics'`, `endpoint: { url: '/metrics' }` */
function pathOf(options: Options): Setting<string> {
  const path = options.path('endpoint')
  return path === UNREADABLE ? options.inner('endpoint').path('url') : path
}

function routesOf(routes: Options): { readonly metrics: readonly Metric[]; readonly http?: HttpMetrics } {
  const enabled = routes.inner('enabled')
  if (routes.flag('enabled') === false) return { metrics: [] }
  const overrides = routes.inner('overrides')
  const named = (key: string, name: string): string | typeof UNREADABLE => overrides.inner('labels').text(key) ?? name
  const method = named('method', 'method')
  const route = named('route', 'route')
  const status = named('status', 'status_code')
  const timed = overrides.inner('histogram').text('name') ?? 'http_request_duration_seconds'
  const summed = overrides.inner('summary').text('name') ?? 'http_request_summary_seconds'
  if (method === UNREADABLE || route === UNREADABLE || status === UNREADABLE || timed === UNREADABLE)
    return { metrics: [] }
  const labels = [method, route, status]
  const buckets = overrides.inner('histogram').numbers('buckets')
  const hasHistogram = enabled.flag('histogram') !== false
  const hasSummary = enabled.flag('summary') !== false && summed !== UNREADABLE
  const requests = hasHistogram ? timed : hasSummary ? summed : undefined
  if (requests === undefined) return { metrics: [] }
  const registeredOnly = routes.flag('registeredRoutesOnly')
  const group = routes.text('invalidRouteGroup')
  return {
    metrics: [
      ...(hasHistogram
        ? [histogram(timed, labels, buckets === UNREADABLE ? undefined : (buckets ?? STANDARD_BUCKETS), 'seconds')]
        : []),
      ...(hasSummary ? [summary(summed, labels, 'seconds')] : []),
    ],
    http: {
      requests,
      ...(hasHistogram ? { duration: timed } : {}),
      labels: { method, route, status },
      unmatched:
        registeredOnly === UNREADABLE || group === UNREADABLE
          ? 'unknown'
          : registeredOnly === false
            ? { value: group ?? '__unknown__' }
            : 'not recorded',
    },
  }
}
