import { counter, gauge, type Labels, type Series } from './series.ts'
import { about, STARTS, traffic, trouble } from './story.ts'

/** What a route does while all is well, and how much it suffers. */
interface Route {
  readonly method: string
  readonly route: string
  /** Requests a second of one instance. */
  readonly rate: number
  /** Half of the requests are faster. */
  readonly median: number
  /** Share that fails when things are worst; 0: it needs no database. */
  readonly suffers: number
  /** Share that fails on any day. */
  readonly errors?: number
  readonly status?: string
  /** Called often enough to be told for days. */
  readonly long?: boolean
}

const ROUTES: readonly Route[] = [
  { method: 'GET', route: '/events', rate: 9, median: 0.012, suffers: 0.09, errors: 0.0003, long: true },
  { method: 'GET', route: '/events/:id', rate: 6, median: 0.008, suffers: 0.07, long: true },
  { method: 'GET', route: '/events/:id/seats', rate: 4, median: 0.03, suffers: 0.3 },
  { method: 'POST', route: '/events/:id/seats/:seat/reservations', rate: 1.2, median: 0.06, suffers: 0.6 },
  { method: 'DELETE', route: '/reservations/:reservation', rate: 0.3, median: 0.04, suffers: 0.3 },
  { method: 'GET', route: '/customers/:id/reservations', rate: 0.9, median: 0.05, suffers: 0.25 },
  { method: 'POST', route: '/sessions', rate: 0.5, median: 0.09, suffers: 0 },
  { method: 'GET', route: '/login', rate: 0.4, median: 0.003, suffers: 0, status: '302' },
  { method: 'GET', route: 'unmatched', rate: 0.15, median: 0.001, suffers: 0, status: '404' },
]

const SPREAD = 0.7
const DURATION = 'http_request_duration_seconds'

/** @returns the share of a normal distribution below `z` (Abramowitz and Stegun, 26.2.17) */
function normal(z: number): number {
  const t = 1 / (1 + 0.2316419 * Math.abs(z))
  const tail =
    ((((1.330274429 * t - 1.821255978) * t + 1.781477937) * t - 0.356563782) * t + 0.31938153) *
    t *
    (Math.exp(-(z * z) / 2) / Math.sqrt(2 * Math.PI))
  return z > 0 ? 1 - tail : tail
}

/** @returns requests of an instance as the module counts them: what needs the database is slow in trouble, and some of it fails */
export function requests(of: Labels, seed: number, buckets: readonly number[]): readonly Series[] {
  return ROUTES.flatMap((route, i) => {
    const { method, route: path, status = '200', suffers, errors = 0, long = false } = route
    const rate = (t: number): number => about(route.rate * traffic(t), t, seed + i)
    const failing = (t: number): number => errors + suffers * trouble(t)
    const labels = (code: string): Labels => ({ ...of, method, route: path, status: code })
    const well = histogram(labels(status), t => rate(t) * (1 - failing(t)), median(route), buckets, long)
    if (suffers === 0) return well
    return [
      ...well,
      ...histogram(
        labels('500'),
        t => rate(t) * failing(t),
        t => 0.2 + 2 * trouble(t),
        buckets,
        long,
      ),
    ]
  })
}

const median =
  ({ median: usual, suffers }: Route) =>
  (t: number): number =>
    usual * (1 + (suffers > 0 ? 24 * trouble(t) : 0.2 * trouble(t)))

function histogram(
  labels: Labels,
  rate: (t: number) => number,
  middle: (t: number) => number,
  buckets: readonly number[],
  long: boolean,
): readonly Series[] {
  const count = (name: string, more: Labels, share: (t: number) => number): Series =>
    counter(`${DURATION}_${name}`, { ...labels, ...more }, t => rate(t) * share(t), { starts: STARTS, long })
  return [
    ...buckets.map(le => count('bucket', { le: String(le) }, t => normal(Math.log(le / middle(t)) / SPREAD))),
    count('bucket', { le: '+Inf' }, () => 1),
    count('count', {}, () => 1),
    count('sum', {}, t => middle(t) * Math.exp((SPREAD * SPREAD) / 2)),
  ]
}

/** @returns requests that are being answered: rate times duration, and more where they wait for each other */
export function inFlight(of: Labels, seed: number): Series {
  return gauge('http_requests_in_flight', of, t => Math.round(about(2 * traffic(t) + 70 * trouble(t), t, seed, 0.3)))
}
