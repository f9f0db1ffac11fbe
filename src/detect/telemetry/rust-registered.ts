import type { MetricsCode } from '../metrics/types.ts'
import type { RustSource } from '../source/rust.ts'
import type { Metric } from '../types.ts'
import type { Recorded } from './rust-macros.ts'
import { callsNamed, numbersIn, textIn, textsIn, type Range, type RustCall } from './rust-values.ts'
import { histogram, STANDARD_BUCKETS } from './series.ts'

const TEXT =
  /\bregister_(?:int_)?(?:counter|gauge|histogram)|\b(?:Histogram)?Opts::new|\b(?:histogram_)?opts!|(?:Counter|Gauge|Histogram)(?:Vec)?::(?:new|with_opts)/
const MACRO = /^register_(?:int_)?(counter|gauge|histogram)(_vec)?(?:_with_registry)?$/
const TYPE = /(?:^|::)(?:Int|U)?(Counter|Gauge|Histogram)(Vec)?::(?:new|with_opts)$/

/** @returns the metrics of the crate `prometheus` that the code registers: `register_int_counter_vec!("jobs_total", "…", &["queue"])` */
export function registeredMetrics(code: MetricsCode): Recorded {
  const found = new Map<string, Metric>()
  let unreadable = 0
  const sources = code.sources(TEXT).filter(source => isPrometheus(source))
  for (const source of sources)
    for (const call of callsNamed(source, /^(?:register_\w+|new|with_opts)$/)) {
      const kind = kindOf(call)
      if (!kind) continue
      const metric = metricOf(code, call, kind)
      if (metric) found.set(metric.name, metric)
      else unreadable++
    }
  return {
    metrics: [...found.values()],
    gaps: unreadable
      ? [
          {
            what: `The names of ${unreadable === 1 ? 'one metric' : `${String(unreadable)} metrics`} of the code are put together when it runs.`,
            mend: 'Give them names that stand in the code as they are.',
          },
        ]
      : [],
    sources,
  }
}

function isPrometheus(source: RustSource): boolean {
  return source.tokens.some(token => token.text === 'prometheus')
}

interface Kind {
  readonly type: 'counter' | 'gauge' | 'histogram'
  readonly isVector: boolean
}

function kindOf({ source, use, name }: RustCall): Kind | undefined {
  const isMacro = source.tokens[use.end + 1]?.text === '!'
  const [, word, vector] = (isMacro ? MACRO.exec(name) : TYPE.exec(use.path)) ?? []
  const type = word?.toLowerCase()
  return type === 'counter' || type === 'gauge' || type === 'histogram'
    ? { type, isVector: vector !== undefined }
    : undefined
}

/** Names stand in the first argument, or in the options that it is made of; labels and buckets in the others. */
function metricOf(code: MetricsCode, { source, args }: RustCall, { type, isVector }: Kind): Metric | undefined {
  const options = args[0] && optionsIn(code, source, args[0])
  const name = options?.name ?? textIn(code, source, args[0])
  if (name === undefined) return undefined
  const rest = args.slice(options ? 1 : 2)
  const [first, second] = isVector ? rest : [undefined, rest[0]]
  const labels = (first && textsIn(code, source, first)) ?? []
  if (type !== 'histogram') return { name, type, labels, ...unitOf(name) }
  const given = options?.buckets ?? second
  return histogram(name, labels, given ? numbersIn(code, source, given) : STANDARD_BUCKETS)
}

function unitOf(name: string): Pick<Metric, 'unit'> {
  const unit = /_(seconds|bytes)(?:_total)?$/.exec(name)?.[1]
  return unit === 'seconds' || unit === 'bytes' ? { unit } : {}
}

interface OptionsFound {
  readonly name: string | undefined
  readonly buckets?: Range
}

/** `Opts::new("name", "help").namespace("app")`, `histogram_opts!("name", "help", vec![…])` */
function optionsIn(code: MetricsCode, source: RustSource, [from, to]: Range): OptionsFound | undefined {
  const calls = callsNamed(source, /^(?:new|opts|histogram_opts|namespace|subsystem|buckets)$/).filter(
    ({ use }) => use.start >= from && use.start < to,
  )
  const made = calls.find(({ use, name }) => use.path.endsWith('Opts::new') || name.endsWith('opts'))
  if (!made) return undefined
  const part = (name: string): readonly string[] => {
    const call = calls.find(other => other.use.member && other.name === name)
    const text = call && textIn(code, source, call.args[0])
    return text === undefined ? [] : [text]
  }
  const own = textIn(code, source, made.args[0])
  const buckets = calls.find(other => other.use.member && other.name === 'buckets')?.args[0]
  const inline = made.name === 'histogram_opts' ? made.args[2] : undefined
  const range = buckets ?? inline
  return {
    name: own === undefined ? undefined : [...part('namespace'), ...part('subsystem'), own].join('_'),
    ...(range ? { buckets: range } : {}),
  }
}
