import { DETECTORS } from '../metrics/index.ts'
import type { MetricsCode, MetricsLibrary, MetricsReading } from '../metrics/types.ts'
import { likely } from '../fact.ts'
import { httpGaps } from '../telemetry/http.ts'
import { UNREADABLE } from '../telemetry/options.ts'
import type { Ecosystem, Fact, Metric, MetricsFact, MetricsGap } from '../types.ts'

const LIBRARIES: readonly MetricsLibrary[] = DETECTORS

/** @returns the dependencies that expose metrics */
export function exposingPackages(ecosystem: Ecosystem): readonly string[] {
  return LIBRARIES.filter(library => library.ecosystem === ecosystem && !library.minor).flatMap(
    ({ packages }) => packages,
  )
}

/** What a service exposes, with the path that its library answers at by itself. */
export interface Exposed {
  readonly fact: MetricsFact
  readonly path?: MetricsReading['path']
}

interface Read {
  readonly library: MetricsLibrary
  readonly reading: MetricsReading
}

/** @returns the metrics of a service, of all libraries together; undefined where none is used */
export function exposedMetrics(code: MetricsCode, ecosystem: Ecosystem): Exposed | undefined {
  const reads = LIBRARIES.filter(library => library.ecosystem === ecosystem)
    .filter(
      ({ packages, handedOnBy = [] }) =>
        !packages.length || [...packages, ...handedOnBy].some(name => code.dependency(name)),
    )
    .flatMap((library): readonly Read[] => {
      const reading = library.read?.(code)
      return reading ? [{ library, reading }] : []
    })
    .sort((a, b) => weight(b) - weight(a))
  const [first, ...others] = reads
  if (!first) return undefined
  const { library, reading } = first
  const all = merged(reads.flatMap(read => read.reading.all))
  const port = reads.find(read => read.reading.port !== undefined)?.reading.port
  const path = reads.find(read => read.reading.path !== undefined)?.reading.path
  return {
    fact: {
      value: library.id,
      certainty: reading.certainty,
      evidence: reading.evidence,
      all,
      ...(reading.http ? { http: reading.http } : {}),
      gaps: gapsOf(all, reading, others),
      ...(port === undefined ? {} : { port: port === UNREADABLE ? 'unread' : port }),
    },
    ...(path === undefined ? {} : { path }),
  }
}

/** Those that count requests come first. */
function weight({ library, reading }: Read): number {
  return (library.rank ?? 1) + (reading.http ? 100 : 0)
}

function merged(all: readonly Metric[]): readonly Metric[] {
  const found = new Map<string, Metric>()
  for (const metric of all) if (!found.has(metric.name)) found.set(metric.name, metric)
  return [...found.values()]
}

/** Gaps in how requests are counted are those of the first library; what another one lacks may be there by now. */
function gapsOf(all: readonly Metric[], first: MetricsReading, others: readonly Read[]): readonly MetricsGap[] {
  const rest = others.flatMap(({ reading }) => {
    const aboutRequests = new Set(httpGaps(reading.all, reading.http).map(gap => gap.what))
    return reading.gaps.filter(gap => !aboutRequests.has(gap.what))
  })
  const hasProcess = all.some(metric => metric.name.endsWith('process_resident_memory_bytes'))
  const kept = [...first.gaps, ...rest].filter(gap => !(hasProcess && gap.what.startsWith('Nothing of the process')))
  return [...new Map(kept.map(gap => [gap.what, gap])).values()]
}

/** A listener that only answers scrapes. */
export interface Listener {
  /** Undefined where it cannot be read. */
  readonly port?: number
  /** Undefined where routes of the code tell. */
  readonly path?: string
}

/** @returns `exposed` with the port of a listener of its own */
export function withListener(exposed: Exposed, listener: Listener | undefined): Exposed {
  const { fact, path = listener?.path } = exposed
  if (!listener || fact.port !== undefined) return exposed
  return { fact: { ...fact, port: listener.port ?? 'unread' }, ...(path === undefined ? {} : { path }) }
}

/**
 * @param libraries dependencies that expose metrics
 * @returns the path that a library answers at without a route of the code: as the code sets it, else the one of its documentation
 */
export function libraryPath(
  libraries: readonly Fact<string>[],
  exposed: () => Exposed | undefined,
): Fact<string> | undefined {
  const usual = (fact: Fact<string>): string | undefined =>
    LIBRARIES.find(({ packages }) => packages.includes(fact.value))?.path
  const [known = libraries[0]] = libraries.filter(usual)
  if (!known) return undefined
  const path = exposed()?.path ?? usual(known)
  return typeof path === 'string' ? likely(path, ...known.evidence) : undefined
}
