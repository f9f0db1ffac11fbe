import { bucket, matches, noneOf, type Matcher } from '../../../src/contract/promql.ts'
import type { Slo } from '../../../src/contract/slo.ts'
import type { ServiceContract } from '../../../src/contract/types.ts'
import { badShare, rate, ratio, sumBy } from '../../../src/contract/dashboards/queries.ts'

/** The requests of a service as queries. Labels that the library does not set are undefined. */
export interface Requests {
  /** Series whose rate is the rate of requests. */
  readonly series: string
  readonly method?: string
  readonly route?: string
  readonly status?: string
  readonly inFlight?: string
  /** Base name of the histogram of durations. */
  readonly duration?: string
  /** Bound of a bucket: what a fast request stays below. */
  readonly limit?: number
  /** Requests that users do not make: those of probes and scrapes. */
  readonly counted: readonly Matcher[]
}

/** @returns how the requests of a service are asked for; undefined where it does not count them */
export function requestsOf({ telemetry, probes, service }: ServiceContract, slo: Slo): Requests | undefined {
  const { http, metrics, scrape } = telemetry
  if (!http) return undefined
  const { method, route, status } = http.labels
  const own = [probes.liveness, probes.readiness].flatMap(probe => (probe?.kind === 'http' ? [probe.path] : []))
  const quiet = service.appModule?.features.includes('metrics') === true
  const paths = quiet ? [] : [...new Set([...own, scrape.path])]
  const histogram = metrics.find(({ name, type }) => name === http.duration && type === 'histogram')
  return {
    series: http.requests,
    counted: route !== undefined && paths.length > 0 ? [noneOf(route, paths)] : [],
    ...(method === undefined ? {} : { method }),
    ...(route === undefined ? {} : { route }),
    ...(status === undefined ? {} : { status }),
    ...(http.inFlight === undefined ? {} : { inFlight: http.inFlight }),
    ...(histogram ? { duration: histogram.name } : {}),
    ...(histogram && slo.latency ? { limit: slo.latency.seconds } : {}),
  }
}

/** @returns requests a second, by these labels */
export function requestRate({ series, counted }: Requests, labels: readonly (string | undefined)[]): string {
  return sumBy(labels, rate(series, counted))
}

/** @returns the rate of requests whose status begins with `first`: codes and groups such as `5xx` alike */
export function statusRate(requests: Requests, first: number, labels: readonly (string | undefined)[]): string {
  const { series, status, counted } = requests
  return sumBy(labels, rate(series, status === undefined ? counted : [...counted, matches(status, `${first}..`)]))
}

/** @returns the share of requests that the service failed to answer */
export function errorRatio(requests: Requests, labels: readonly (string | undefined)[]): string {
  return badShare(statusRate(requests, 5, labels), requestRate(requests, labels))
}

/** @returns rates of the buckets of durations */
export function bucketRate({ duration = '', counted }: Requests): string {
  return rate(`${duration}_bucket`, counted)
}

/** @returns the share of requests that were answered within the limit, by these labels */
export function withinLimit({ duration = '', limit = 0, counted }: Requests, labels: readonly string[]): string {
  const all = sumBy(labels, rate(`${duration}_count`, counted))
  return ratio(sumBy(labels, rate(`${duration}_bucket`, [...counted, bucket(limit)])), all)
}
