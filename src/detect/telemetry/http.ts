import type { HttpMetrics, Metric, MetricsGap } from '../types.ts'

const METHOD = /^(?:http_)?(?:request_)?(?:method|verb)$/i
const ROUTE = /^(?:http_)?(?:route|path|endpoint|uri|url|handler|matched_path|route_path)$/i
const STATUS = /^(?:http_)?(?:response_)?(?:status|status_?code|code)$/i
const REQUESTS = /(?:^|_)(?:http|request|requests|api|server)(?:_|$)/i
/** Requests of others, and of other protocols, are not those of the service. */
const NOT_OURS = /client|upstream|outgoing|outbound|fetch|grpc|graphql|queue|job|cache|db_|database|queries|proxy_/i

/** Labels of a request, by what they mean. */
export function labelsOf(labels: readonly string[]): HttpMetrics['labels'] {
  const named = (pattern: RegExp): string | undefined => labels.find(label => pattern.test(label))
  const method = named(METHOD)
  const route = named(ROUTE)
  const status = named(STATUS)
  return { ...(method ? { method } : {}), ...(route ? { route } : {}), ...(status ? { status } : {}) }
}

function isOfRequests({ name, labels }: Metric): boolean {
  const { method, route, status } = labelsOf(labels)
  return REQUESTS.test(name) && !NOT_OURS.test(name) && [method, route, status].filter(label => label).length >= 2
}

/**
 * @returns how requests are counted by metrics that the code declares itself, told by their names and labels; undefined where none is about requests
 * @param unmatched what the route label holds where no route matched
 */
export function ownHttp(all: readonly Metric[], unmatched: HttpMetrics['unmatched']): HttpMetrics | undefined {
  const timed = all.find(
    m => m.type === 'histogram' && isOfRequests(m) && /duration|latency|time|seconds/i.test(m.name),
  )
  const summed = all.find(m => m.type === 'summary' && isOfRequests(m) && /duration|latency|time|seconds/i.test(m.name))
  const counted = all.find(m => m.type === 'counter' && isOfRequests(m))
  const requests = counted ?? timed ?? summed
  if (!requests) return undefined
  const inFlight = all.find(m => m.type === 'gauge' && /in_?flight|in_?progress|pending|active_requests/i.test(m.name))
  return {
    requests: requests.name,
    ...(timed && isInSeconds(timed) ? { duration: timed.name } : {}),
    ...(inFlight ? { inFlight: inFlight.name } : {}),
    labels: labelsOf(requests.labels),
    unmatched,
  }
}

/** Seconds unless name or buckets say otherwise. */
function isInSeconds({ name, buckets }: Metric): boolean {
  if (/milli|_ms(?:_|$)|micro|nano/i.test(name)) return false
  return name.includes('seconds') || buckets === undefined || (buckets.at(-1) ?? 0) <= 300
}

/** What would mend a gap, in the words of the library. */
export type Mends = Partial<
  Readonly<
    Record<'http' | 'histogram' | 'route' | 'method' | 'status' | 'unmatched' | 'unrecorded' | 'buckets', string>
  >
>

const DEFAULTS: Required<Mends> = {
  http: 'Add a histogram http_request_duration_seconds with the labels method, route and status around the router.',
  histogram: 'Record durations in a histogram in seconds, with buckets from 0.005 to 10.',
  route: 'Add a label with the template of the route, such as /users/:id.',
  method: 'Add a label with the method.',
  status: 'Add a label with the status code.',
  unmatched: 'Give one value, such as unmatched, where no route matched.',
  unrecorded: 'Record them under one value, such as unmatched.',
  buckets: 'Set buckets that reach 10 seconds.',
}
/** Targets lie around this many seconds: a bucket must lie above. */
const HIGHEST_TARGET = 0.5

/** @returns what cannot be told from metrics of requests: no histogram, labels that are missing, labels without bound */
export function httpGaps(
  all: readonly Metric[],
  http: HttpMetrics | undefined,
  mends: Mends = {},
): readonly MetricsGap[] {
  const gaps: MetricsGap[] = []
  const gap = (key: keyof Mends, what: string): void => {
    gaps.push({ what, mend: mends[key] ?? DEFAULTS[key] })
  }
  if (!http) {
    gap('http', 'No metric counts the HTTP requests that the service answers.')
    return gaps
  }
  const { labels, duration } = http
  const buckets = all.find(metric => metric.name === duration)?.buckets
  if (duration === undefined)
    gap(
      'histogram',
      'Durations of requests are not a histogram in seconds: quantiles of several instances cannot be put together, and the share of fast requests cannot be told.',
    )
  else if (buckets && (buckets.at(-1) ?? 0) <= HIGHEST_TARGET)
    gap(
      'buckets',
      `The buckets of ${duration} end at ${String(buckets.at(-1))} s: slower requests cannot be told apart.`,
    )
  if (labels.route === undefined) gap('route', 'Requests are not counted by route.')
  if (labels.method === undefined) gap('method', 'Requests are not counted by method.')
  if (labels.status === undefined)
    gap('status', 'Requests are not counted by status: errors cannot be told from answers.')
  if (http.unmatched === 'raw path')
    gap(
      'unmatched',
      `Where no route matches, the label ${labels.route ?? 'route'} holds the path as the client wrote it: any scanner makes new series without end.`,
    )
  if (http.unmatched === 'not recorded')
    gap('unrecorded', 'Requests that no route matches are not recorded: a flood of them stays unseen.')
  return gaps
}
