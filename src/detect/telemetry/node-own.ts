import type { Script } from '../source/script.ts'
import type { HttpMetrics, Metric, MetricsGap } from '../types.ts'
import type { MetricsCode } from '../metrics/types.ts'
import { callsOf, Options, UNREADABLE } from './options.ts'
import { histogram, nodeDefaults, STANDARD_BUCKETS, summary } from './series.ts'

/** Metrics that the code declares itself. */
export interface Declared {
  readonly metrics: readonly Metric[]
  readonly gaps: readonly MetricsGap[]
  readonly scripts: readonly Script[]
}

const TYPES = { Counter: 'counter', Gauge: 'gauge', Histogram: 'histogram', Summary: 'summary' } as const
const PROVIDERS = {
  makeCounterProvider: 'counter',
  makeGaugeProvider: 'gauge',
  makeHistogramProvider: 'histogram',
  makeSummaryProvider: 'summary',
} as const
const MAKERS: Readonly<Record<string, Metric['type'] | undefined>> = { ...TYPES, ...PROVIDERS }

/** @returns the metrics of prom-client that the code declares: `new Counter({ name, labelNames })`, and the default ones where they are collected */
export function declaredMetrics(code: MetricsCode, modules: RegExp, prefix = ''): Declared {
  const scripts = code.scripts(/prom-client|nestjs-prometheus/)
  const metrics: Metric[] = []
  let unreadable = 0
  for (const script of scripts)
    for (const { name, args } of callsOf(script, modules)) {
      const type = MAKERS[name]
      const [first] = args
      if (!type || !first) continue
      const options = new Options(code.node, script, first)
      const metric = metricOf(options, type, prefix)
      if (metric) metrics.push(metric)
      else unreadable++
    }
  const common = defaultLabels(code, scripts, modules)
  return {
    metrics: metrics.map(metric => ({ ...metric, labels: [...new Set([...metric.labels, ...common])] })),
    gaps: unreadable
      ? [
          {
            what: `The names of ${unreadable === 1 ? 'one metric' : `${String(unreadable)} metrics`} of the code are put together when it runs.`,
            mend: 'Give them names that stand in the code as they are.',
          },
        ]
      : [],
    scripts,
  }
}

function metricOf(options: Options, type: Metric['type'], prefix: string): Metric | undefined {
  const name = options.text('name')
  const labels = options.texts('labelNames')
  if (typeof name !== 'string') return undefined
  const full = `${prefix}${name}`
  const known = labels === UNREADABLE || labels === undefined ? [] : labels
  const unit = /(?:_|^)seconds(?:_|$)/.test(name) ? 'seconds' : name.includes('bytes') ? 'bytes' : undefined
  if (type === 'histogram') {
    const buckets = options.numbers('buckets')
    return histogram(full, known, buckets === UNREADABLE ? undefined : (buckets ?? STANDARD_BUCKETS), unit)
  }
  return type === 'summary'
    ? summary(full, known, unit)
    : { name: full, type, labels: known, ...(unit ? { unit } : {}) }
}

/** `register.setDefaultLabels({ app: 'api' })` */
function defaultLabels(code: MetricsCode, scripts: readonly Script[], modules: RegExp): readonly string[] {
  return scripts.flatMap(script =>
    callsOf(script, modules)
      .filter(call => call.name === 'setDefaultLabels')
      .flatMap(({ args }) => {
        const [first] = args
        return first?.name === 'ObjectExpression'
          ? first.getChildren('Property').flatMap(property => {
              const key = property.getChild('PropertyDefinition')
              return key ? [script.text.slice(key.from, key.to)] : []
            })
          : []
      }),
  )
}

/** @returns the default metrics where `collectDefaultMetrics()` is called; with a gap where a prefix cannot be read */
export function collectedDefaults(
  code: MetricsCode,
  modules: RegExp,
): { readonly metrics: readonly Metric[]; readonly gaps: readonly MetricsGap[] } {
  for (const script of code.scripts(/collectDefaultMetrics/))
    for (const { name, args } of callsOf(script, modules))
      if (name === 'collectDefaultMetrics') return prefixedDefaults(new Options(code.node, script, args[0]))
  return { metrics: [], gaps: [] }
}

/** @returns the default metrics with the prefix and the labels of options of `collectDefaultMetrics` */
export function prefixedDefaults(options: Options): {
  readonly metrics: readonly Metric[]
  readonly gaps: readonly MetricsGap[]
} {
  const prefix = options.text('prefix')
  const labels = options.keys('labels')
  if (prefix === UNREADABLE)
    return {
      metrics: [],
      gaps: [
        {
          what: 'The prefix of the metrics of the process cannot be read from the code, so that nothing is made of them.',
          mend: 'Leave the prefix of collectDefaultMetrics out, or write it as a text.',
        },
      ],
    }
  return { metrics: nodeDefaults(prefix, labels === UNREADABLE ? [] : labels), gaps: [] }
}

/** @returns what the code records for a request that no route matched, as far as the files that record it show */
export function unmatchedIn(scripts: readonly Script[]): HttpMetrics['unmatched'] {
  const text = scripts.map(script => script.text).join('\n')
  const raw = /\b(?:req|request|ctx|c\.req)\.(?:path|url|originalUrl|raw\.url|_parsedUrl)\b/.test(text)
  const matched = /\broute\??\.path\b|routerPath|routeOptions|_matchedRoute|routePath|matchedRoute/.test(text)
  if (raw && (!matched || /(?:\?\?|\|\|)\s*(?:req|request|ctx)\.(?:path|url|originalUrl)\b/.test(text)))
    return 'raw path'
  return 'unknown'
}
