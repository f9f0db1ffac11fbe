import { PARTS, type Framework } from './frameworks.ts'
import { PATHS, type Route, type Sample, type Samples } from './load.ts'

/** What the module may cost. */
const LIMITS = {
  /** Against the usual packages: CPU that is added to a request. */
  ratio: 1,
  /** Share of the requests per second of a route that asks PostgreSQL once. */
  loss: 0.1,
} as const

const ROUTES = Object.keys(PATHS) as readonly Route[]
const ROUTE: Readonly<Record<Route, string>> = { plain: 'JSON', query: 'one query' }

/** Rows of one framework, and the limits that it does not keep. */
export interface Summary {
  readonly costs: readonly string[]
  readonly rates: readonly string[]
  readonly parts: string
  readonly over: readonly string[]
}

const median = (list: readonly number[]): number => [...list].sort((a, b) => a - b)[list.length >> 1] ?? NaN
const row = (...cells: readonly (string | number)[]): string => `| ${cells.join(' | ')} |`
const percent = (share: number): string => `${(share * 100).toFixed(1)} %`
const verdict = (kept: boolean): string => (kept ? 'kept' : '**not kept**')

/** @returns what the samples say; of ratios the median over the rounds, because what disturbs a round disturbs both sides of it */
export function summaryOf({ name, usual }: Framework, samples: Samples): Summary {
  const of = (variant: string, route: Route): readonly Sample[] => samples.get(variant)?.[route] ?? []
  const cpu = (variant: string, route: Route): number => median(of(variant, route).map(sample => sample.cpu))
  const rate = (variant: string, route: Route): number => median(of(variant, route).map(sample => sample.rate))
  const added = (variant: string, route: Route): number => cpu(variant, route) - cpu('bare', route)
  const lost = (variant: string, route: Route): number =>
    1 - median(of(variant, route).map((sample, i) => sample.rate / (of('bare', route)[i]?.rate ?? NaN)))
  const ratio = (route: Route): number => added('module', route) / added('usual', route)

  const isCheap = (route: Route): boolean => ratio(route) <= LIMITS.ratio
  const isFast = lost('module', 'query') <= LIMITS.loss
  const costs = ROUTES.map(route =>
    row(
      name,
      ROUTE[route],
      cpu('bare', route).toFixed(1),
      added('module', route).toFixed(1),
      added('usual', route).toFixed(1),
      ratio(route).toFixed(2),
      LIMITS.ratio,
      verdict(isCheap(route)),
      usual,
    ),
  )
  const rates = ROUTES.map(route =>
    row(
      name,
      ROUTE[route],
      ...['bare', 'module', 'usual'].map(variant => rate(variant, route).toFixed(0)),
      percent(lost('usual', route)),
      percent(lost('module', route)),
      ...(route === 'query' ? [percent(LIMITS.loss), verdict(isFast)] : ['', '']),
    ),
  )
  const whole = cpu('module', 'plain')
  const shares = Object.keys(PARTS).map(part => whole - cpu(`without ${part}`, 'plain'))
  const parts = row(name, ...[...shares, added('without all', 'plain')].map(us => us.toFixed(1)))
  const over = [
    ...ROUTES.filter(route => !isCheap(route)).map(
      route => `${name}, ${ROUTE[route]}: ${ratio(route).toFixed(2)} of what the usual packages cost`,
    ),
    ...(isFast ? [] : [`${name}: ${percent(lost('module', 'query'))} of the requests that ask PostgreSQL`]),
  ]
  return { costs, rates, parts, over }
}

const HEADS = {
  costs: [
    '| | route | bare | module adds | usual packages add | ratio | limit | | usual packages |',
    '| --- | --- | ---: | ---: | ---: | ---: | ---: | --- | --- |',
  ],
  rates: [
    '| | route | bare | module | usual packages | these lose | module loses | limit | |',
    '| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | --- |',
  ],
  parts: [
    `| | ${Object.keys(PARTS).join(' | ')} | all else |`,
    `| --- | ${Object.keys(PARTS)
      .map(() => '---:')
      .join(' | ')} | ---: |`,
  ],
} as const

/** @returns the tables of all frameworks, as Markdown */
export function tables(summaries: readonly Summary[]): string {
  return [
    'CPU of the service for a request, in microseconds:',
    [...HEADS.costs, ...summaries.flatMap(({ costs }) => costs)].join('\n'),
    'Requests in a second:',
    [...HEADS.rates, ...summaries.flatMap(({ rates }) => rates)].join('\n'),
    'Where the module’s time goes, in microseconds of CPU for a request that does not ask PostgreSQL: what is saved without a part, and what is left without all of them (draining, limits, errors, health):',
    [...HEADS.parts, ...summaries.map(({ parts }) => parts)].join('\n'),
  ].join('\n\n')
}
