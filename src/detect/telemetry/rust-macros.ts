import type { MetricsCode } from '../metrics/types.ts'
import type { RustSource } from '../source/rust.ts'
import type { Metric, MetricsGap } from '../types.ts'
import { callsNamed, keysIn, textIn, type Range, type RustCall } from './rust-values.ts'
import { histogram, summary } from './series.ts'

const MACRO = /^(?:counter|gauge|histogram|increment_counter|absolute_counter|increment_gauge|decrement_gauge)$/
const TEXT = /\b(?:counter|gauge|histogram|increment_counter|absolute_counter|increment_gauge|decrement_gauge)!\s*[({]/

/** What metrics of the crate `metrics` are exposed as, and what cannot be told of them. */
export interface Recorded {
  readonly metrics: readonly Metric[]
  readonly gaps: readonly MetricsGap[]
  readonly sources: readonly RustSource[]
}

/** @returns buckets of a histogram; undefined where it has none, and is exposed as a summary */
export type BucketsOf = (name: string) => readonly number[] | undefined

/**
 * @param bucketsOf undefined where no histogram has buckets
 * @returns the metrics that the macros of the crate `metrics` record: `counter!("jobs_total", "queue" => name)`
 */
export function macroMetrics(code: MetricsCode, bucketsOf: BucketsOf = () => undefined): Recorded {
  const found = new Map<string, Metric>()
  const sources = code.sources(TEXT)
  const summaries = new Set<string>()
  let unreadable = 0
  for (const source of sources)
    for (const call of callsNamed(source, MACRO)) {
      if (!isMacro(call)) continue
      const { name, labels } = recordOf(code, call)
      if (name === undefined) {
        unreadable++
        continue
      }
      const metric = metricOf(call.name, name, [...new Set([...(found.get(name)?.labels ?? []), ...labels])], bucketsOf)
      if (metric.type === 'summary') summaries.add(name)
      found.set(name, metric)
    }
  return {
    metrics: [...found.values()],
    gaps: [...summaryGaps([...summaries]), ...unreadableGaps(unreadable)],
    sources,
  }
}

function isMacro({ source, use }: RustCall): boolean {
  return source.tokens[use.end + 1]?.text === '!'
}

function metricOf(macro: string, name: string, labels: readonly string[], bucketsOf: BucketsOf): Metric {
  if (macro !== 'histogram')
    return { name, type: macro.includes('counter') ? 'counter' : 'gauge', labels, ...unitOf(name) }
  const buckets = bucketsOf(name)
  return buckets ? histogram(name, labels, buckets) : summary(name, labels)
}

function unitOf(name: string): Pick<Metric, 'unit'> {
  const unit = /_(seconds|bytes)(?:_total)?$/.exec(name)?.[1]
  return unit === 'seconds' || unit === 'bytes' ? { unit } : {}
}

/** The exporter writes every sign that Prometheus does not allow as an underscore. */
export function exposedName(name: string): string {
  return name.replace(/[^a-zA-Z0-9_:]/g, '_').replace(/^(?=\d)/, '_')
}

function recordOf(
  code: MetricsCode,
  { source, args }: RustCall,
): { readonly name?: string; readonly labels: readonly string[] } {
  const { tokens } = source
  const isNamed = ([from]: Range): boolean => tokens[from + 1]?.text === ':' && tokens[from]?.kind === 'word'
  const [first, ...rest] = args.filter(range => !isNamed(range))
  const name = textIn(code, source, first)
  const labels = rest.flatMap(range => {
    const arrow = tokens.slice(...range).findIndex(token => token.text === '=>')
    return arrow > 0 ? (textIn(code, source, [range[0], range[0] + arrow]) ?? []) : (keysIn(code, source, range) ?? [])
  })
  return name === undefined ? { labels } : { name: exposedName(name), labels }
}

const SHOWN = 3

function summaryGaps(names: readonly string[]): readonly MetricsGap[] {
  if (!names.length) return []
  const shown = names.slice(0, SHOWN).join(', ') + (names.length > SHOWN ? ' …' : '')
  return [
    {
      what: `Without buckets a histogram is exposed as a summary, whose quantiles cannot be put together: ${shown}.`,
      mend: 'Set buckets with set_buckets_for_metric, or for all of them with set_buckets, on the PrometheusBuilder.',
    },
  ]
}

function unreadableGaps(count: number): readonly MetricsGap[] {
  return count
    ? [
        {
          what: `The names of ${count === 1 ? 'one metric' : `${String(count)} metrics`} of the code are put together when it runs.`,
          mend: 'Give them names that stand in the code as they are.',
        },
      ]
    : []
}
