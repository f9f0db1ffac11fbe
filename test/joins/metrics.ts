import type { Metric } from '../../src/detect/types.ts'
import { KUBERNETES_METRICS, probeMetrics } from '../../src/contract/telemetry/exporters.ts'
import { readPromql, type Selection } from './promql.ts'
import { recordedIn } from './rule-files.ts'
import { jobsOf } from './scrape.ts'
import type { World } from './types.ts'

interface Series {
  readonly labels: ReadonlySet<string>
  readonly buckets?: readonly number[]
  readonly type: string
}

/** Series that Prometheus itself makes of every job. */
const OWN: readonly Metric[] = ['up', 'scrape_duration_seconds', 'ALERTS'].map(name => ({
  name,
  type: 'gauge',
  labels: name === 'ALERTS' ? ['alertname', 'alertstate', 'severity', 'service'] : [],
}))

/** What can be asked for: names with their labels, under each job; '' for those that any job may carry. */
export class Known {
  readonly #byJob = new Map<string, Map<string, Series>>()
  readonly #recorded: ReadonlySet<string>
  readonly #jobs: ReadonlySet<string>

  constructor({ contract, tree }: World) {
    this.#recorded = recordedIn(tree)
    const { services } = contract
    for (const { telemetry, needs, probes } of services) {
      this.#add(telemetry.job, telemetry.metrics)
      this.#add(telemetry.probeJob, probeMetrics(probes.readiness))
      for (const { exporter } of needs) this.#add(exporter.job, exporter.metrics)
    }
    this.#jobs = new Set([
      ...jobsOf(tree).map(job => job.job_name),
      ...services.flatMap(({ telemetry }) => (telemetry.source === 'service' ? [telemetry.job] : [telemetry.probeJob])),
      ...services.flatMap(({ needs }) => needs.map(need => need.exporter.job)),
    ])
    this.#add('', [...OWN, ...KUBERNETES_METRICS])
  }

  #add(job: string, metrics: readonly Metric[]): void {
    const series = this.#byJob.get(job) ?? new Map<string, Series>()
    this.#byJob.set(job, series)
    for (const { name, type, labels, buckets } of metrics) {
      const all = new Set([...labels, 'job', 'instance'])
      if (type !== 'histogram' && type !== 'summary') series.set(name, { labels: all, type })
      else {
        for (const end of ['_sum', '_count']) series.set(name + end, { labels: all, type: 'counter' })
        if (type === 'histogram')
          series.set(`${name}_bucket`, {
            labels: new Set([...all, 'le']),
            type: 'counter',
            ...(buckets ? { buckets } : {}),
          })
      }
    }
  }

  /** @returns what is wrong with an expression; `job` is put in where it asks for the one that is chosen on a dashboard */
  faults(expr: string, job?: string): readonly string[] {
    const read = readPromql(expr)
    if (read.error !== undefined) return [`no PromQL near ${read.error}: ${expr}`]
    const labels = new Set<string>(['service', '__name__'])
    const found = read.selections.flatMap(selection => this.#selectionFaults(selection, job, labels))
    const grouping = read.grouping.filter(label => !labels.has(label)).map(label => `nothing has the label ${label}`)
    return [...found, ...grouping].map(fault => `${fault}: ${expr}`)
  }

  /** @returns whether a selection's series carry a label */
  has(selector: string, label: string, job?: string): boolean {
    const [selection] = readPromql(selector).selections
    const labels = new Set<string>()
    return selection !== undefined && this.#selectionFaults(selection, job, labels).length === 0 && labels.has(label)
  }

  #selectionFaults({ metric, matchers }: Selection, job: string | undefined, labels: Set<string>): readonly string[] {
    const asked = matchers.find(({ label }) => label === 'job')
    const name = asked?.value.startsWith('VARIABLE_') ? job : asked?.value
    const unknownJob = asked && name !== undefined && !this.#jobs.has(name) ? [`no job ${name}`] : []
    if (this.#recorded.has(metric)) {
      for (const label of ['job', 'service', 'slo']) labels.add(label)
      return [
        ...unknownJob,
        ...matchers
          .filter(({ label }) => !['job', 'service'].includes(label))
          .map(({ label }) => `${metric} has no label ${label}`),
      ]
    }
    if (metric === '') return [...unknownJob, ...this.#namedFaults(matchers, job, labels)]
    const series = this.#byJob.get(name ?? '')?.get(metric) ?? this.#byJob.get('')?.get(metric)
    if (!series) return [...unknownJob, `${name ?? 'no job'} exposes no ${metric}`]
    for (const label of series.labels) labels.add(label)
    return [
      ...unknownJob,
      ...matchers
        .filter(({ label }) => !series.labels.has(label))
        .map(({ label }) => `${metric} has no label ${label}`),
      ...matchers.flatMap(({ label, value }) => (label === 'le' ? this.#bound(metric, series, value) : [])),
    ]
  }

  /** A selection that says its metrics in a matcher. */
  #namedFaults(matchers: Selection['matchers'], job: string | undefined, labels: Set<string>): readonly string[] {
    const rest = matchers.filter(({ label }) => label !== '__name__')
    const names = matchers.filter(({ label }) => label === '__name__').flatMap(({ value }) => value.split('|'))
    if (names.length > 0) labels.add('job')
    return names.flatMap(metric => this.#selectionFaults({ metric, matchers: rest }, job, labels))
  }

  #bound(metric: string, { buckets }: Series, value: string): readonly string[] {
    const bound = value.replace('(\\.0)?', '')
    return buckets?.some(known => String(known) === bound) || bound === '+Inf'
      ? []
      : [`${metric} has no bucket ${value}`]
  }
}
