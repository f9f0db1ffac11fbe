import { equals, selector } from '../promql.ts'
import type { Objective } from '../slo.ts'
import { panel } from './panels.ts'
import { RECORDED, type Kind } from './recordings.ts'
import type { Traffic } from './traffic.ts'
import type { Alert, AlertRule, Firing, Pace, Query, Samples, Scenario } from './types.ts'
import { FAST, reachable, SLOW, type BurnWindow } from './windows.ts'

/** What is told of an objective, and how bad requests look in a test. */
export interface Budget {
  readonly kind: Kind
  readonly job: string
  /** First part of the names of its alerts: `Availability`. */
  readonly name: string
  /** What the share is a share of, as the end of a sentence that begins with it: `of requests fail`. */
  readonly share: string
  /** The promise as people say it: `99.9 % of requests succeed`. */
  readonly promise: string
  readonly objective: Objective
  /** Somebody waits for its answers; otherwise its work is what suffers. */
  readonly asked: boolean
  readonly traffic: Traffic
  /** False where each instance counts alike, however much traffic it has. */
  readonly weighted: boolean
  readonly diagnosis: readonly Query[]
  readonly mitigation: readonly string[]
}

const INSTANCE = 'one:9000'

/** @returns the alerts on the budget of one objective */
export function budgetAlerts(budget: Budget): readonly Alert[] {
  return [
    ...burning(budget, 'Fast', FAST),
    ...burning(budget, 'Slow', SLOW),
    ...(budget.objective.budget > 0 ? [exhausted(budget)] : []),
  ]
}

function burning(budget: Budget, speed: 'Fast' | 'Slow', all: readonly BurnWindow[]): readonly Alert[] {
  const { kind, job, name, share, promise, objective } = budget
  const windows = reachable(all, objective.budget)
  if (windows.length === 0) return []
  const rules = windows.map((window): AlertRule => {
    const limit = Number((window.factor * objective.budget).toPrecision(8))
    const over = (range: string): string => `${selector(RECORDED.ratio(kind, range), [equals('job', job)])} > ${limit}`
    return {
      expr: `${over(window.long)}\n  and\n${over(window.short)}`,
      minutes: window.minutes,
      labels: { slo: name.toLowerCase(), long: window.long, short: window.short },
      limit: percent(limit),
    }
  })
  const fast = speed === 'Fast'
  return [
    {
      name: `${name}Budget${speed}Burn`,
      severity: fast ? 'critical' : 'warning',
      unit: 'percent',
      summary: say => `${say.value} ${share} at ${job}`,
      description: (say, rule) =>
        `${say.value} ${share} over ${rule.labels['long'] ?? ''}. Above ${rule.limit} the budget of 30 days (${promise}) is spent within ${daysOf(windows, rule)} days.`,
      rules,
      scenarios: burnScenarios(budget, windows),
      panel: panel('slo', kind === 'errors' ? 'availability-burn' : 'latency-burn'),
      runbook: {
        meaning: `So large a share ${share} that the budget of 30 days is used up ${fast ? 'within five days or sooner' : 'before the 30 days end'}. The promise is that ${promise}.`,
        impact: fast
          ? `${budget.asked ? 'Users notice it now.' : 'Its work is not done, and piles up.'} It pages somebody, because waiting until morning would break the promise.`
          : `${budget.asked ? 'Some users notice it.' : 'Some of its work is late.'} It is no emergency, but nobody should plan other work before it is understood.`,
        diagnosis: budget.diagnosis,
        mitigation: budget.mitigation,
      },
    },
  ]
}

function exhausted(budget: Budget): Alert {
  const { kind, job, name, promise, objective, traffic } = budget
  const minutes = 5
  const twice = Math.min(1, objective.budget * 2)
  const left = percent(1 - twice / objective.budget)
  const series = (ratio: number): ReturnType<Traffic> => traffic([{ bad: ratio, minutes: 30 }], INSTANCE)
  const fires: Firing = { rule: 0, labels: { job }, value: left }
  return {
    name: `${name}BudgetExhausted`,
    severity: 'warning',
    unit: 'percent',
    summary: () => `The ${name.toLowerCase()} budget of ${job} is spent`,
    description: say => `${say.value} of the budget of 30 days is left (${promise}).`,
    rules: [
      {
        expr: `${selector(RECORDED.remaining(kind), [equals('job', job)])} < 0`,
        minutes,
        labels: { slo: name.toLowerCase() },
        limit: '0%',
      },
    ],
    scenarios: [
      { title: 'fires', series: series(twice), at: 10, pace: 'minute', firing: [fires] },
      {
        title: 'is silent just below the limit',
        series: series(objective.budget * 0.9),
        at: 20,
        pace: 'minute',
        firing: [],
      },
      { title: 'is silent before its time', series: series(twice), at: 4, pace: 'minute', firing: [] },
      { title: 'is silent without data', series: [], at: 20, pace: 'minute', firing: [] },
    ],
    panel: panel('slo', kind === 'errors' ? 'availability-budget' : 'latency-budget'),
    runbook: {
      meaning: `In the last 30 days more went wrong than the promise allows (${promise}).`,
      impact: `The promise${budget.asked ? ' to users' : ''} is broken. Nothing need be wrong at this moment.`,
      diagnosis: budget.diagnosis,
      mitigation: [
        'Stop risky changes until the budget is positive again, and put the work on reliability first.',
        'If the promise is stricter than users need, change it, for the whole chain: `create-prod-ready update --set slo-availability=<percent>`.',
      ],
    },
  }
}

function daysOf(windows: readonly BurnWindow[], rule: AlertRule): string {
  const factor = windows.find(window => window.long === rule.labels['long'])?.factor ?? 1
  return String(Number((30 / factor).toPrecision(2)))
}

/** A plain share that is above every limit of a budget. */
function firing(limit: number): number {
  return [0.05, 0.1, 0.2, 0.5, 0.9].find(share => share > limit * 1.2) ?? 1
}

function burnScenarios(
  { job, objective, traffic, weighted }: Budget,
  windows: readonly BurnWindow[],
): readonly Scenario[] {
  const limits = windows.map(window => window.factor * objective.budget)
  const [lowest, highest] = [Math.min(...limits), Math.max(...limits)]
  const [first, last] = [windows[0]?.minutes ?? 0, windows.at(-1)?.minutes ?? 0]
  const pace: Pace = last > 60 ? 'ten minutes' : 'minute'
  const step = pace === 'minute' ? 5 : 15
  const share = firing(highest)
  const fires = (count: number, value = percent(share)): readonly Firing[] =>
    windows.slice(0, count).map((_, rule) => ({ rule, labels: { job }, value }))
  const [early, late] = [first + step, last + step]
  const long = last + 20
  const healing = minutesOf(windows.at(-1)?.short ?? '') + 20
  const always = (bad: number | undefined): readonly Samples[] => traffic([{ bad, minutes: long }], INSTANCE)
  const healed = traffic(
    [
      { bad: share, minutes: long },
      { bad: 0, minutes: healing },
    ],
    INSTANCE,
  )
  const one = [
    ...traffic([{ bad: 1, minutes: long }], INSTANCE, 0.9),
    ...traffic([{ bad: 0, minutes: long }], 'two:9000', 0.1),
  ]
  const cases: readonly (readonly [
    title: string,
    series: readonly Samples[],
    at: number,
    firing: readonly Firing[],
  ])[] = [
    ['fires', always(share), early, fires(1)],
    ['fires on each window', always(share), late, fires(windows.length)],
    ['is silent just below the limit', always(lowest * 0.95), late, []],
    ['is silent before its time', always(share), first - 1, []],
    ['resolves', healed, long + healing - 5, []],
    ['is silent without traffic', always(undefined), late, []],
    ['is silent without data', [], late, []],
    ...(highest < 0.5
      ? [['sees one bad instance of two', one, early, fires(1, weighted ? '90%' : '50%')] as const]
      : []),
  ]
  return cases.map(([title, series, at, firing]) => ({ title, series, at, pace, firing }))
}

function minutesOf(window: string): number {
  const factor = { m: 1, h: 60, d: 1440 }[window.at(-1) ?? 'm'] ?? 1
  return Number.parseInt(window, 10) * factor
}

/** As Prometheus' `humanizePercentage` writes it: four significant digits. */
export function percent(share: number): string {
  return `${Number((share * 100).toPrecision(4))}%`
}
