import { equals, selector } from '../promql.ts'
import type { Firing, Samples, Scenario } from './types.ts'

type Labels = Readonly<Record<string, string>>

/** @returns a series with its labels and samples, one a minute */
export function samples(name: string, labels: Labels, values: string): Samples {
  return {
    series: selector(
      name,
      Object.entries(labels).map(([label, value]) => equals(label, value)),
    ),
    values,
  }
}

/** @returns a value that stays for `minutes` */
export function steady(value: number, minutes: number): string {
  return `${value}+0x${minutes}`
}

/** A gauge that fires above or below a limit. */
export interface Limit {
  /** The series that the alert looks at, with all labels. `varies` names the one that tells instances apart. */
  readonly name: string
  readonly labels: Labels
  readonly varies: string
  /** Other series that the expression needs, that stay as they are: a maximum, for instance. Same labels unless it says others. */
  readonly beside?: readonly { readonly name: string; readonly labels?: Labels; readonly value: number }[]
  readonly over: number
  /** Just on the good side of the limit. */
  readonly under: number
  readonly minutes: number
  /** What the alert says of `over`. */
  readonly value: string
  /** Labels of the result that are not among `labels`, or those of them that are left. */
  readonly result?: (labels: Labels) => Labels
}

/** @returns what each alert on a limit must do: fire, stay silent just below it and before its time, resolve, tell one of many, and know nothing without data */
export function limitScenarios(limit: Limit): readonly Scenario[] {
  const { labels, varies, minutes, over, under } = limit
  const other = { ...labels, [varies]: `${labels[varies] ?? ''}-other` }
  const long = minutes + 10
  const fires: readonly Firing[] = [{ rule: 0, labels: (limit.result ?? (all => all))(labels), value: limit.value }]
  const besides = (all: Labels): readonly Samples[] =>
    (limit.beside ?? []).map(beside => samples(beside.name, { ...all, ...beside.labels }, steady(beside.value, long)))
  const one = (values: string, all = labels): readonly Samples[] => [samples(limit.name, all, values), ...besides(all)]
  const pace = 'minute' as const
  return [
    { title: 'fires', series: one(steady(over, long)), at: minutes + 1, pace, firing: fires },
    {
      title: 'is silent just below the limit',
      series: one(steady(under, long)),
      at: minutes + 5,
      pace,
      firing: [],
    },
    ...(minutes > 0
      ? [
          {
            title: 'is silent before its time',
            series: one(steady(over, long)),
            at: minutes - 1,
            pace,
            firing: [],
          },
        ]
      : []),
    {
      title: 'resolves',
      series: one(`${steady(over, minutes + 2)} ${steady(under, 8)}`),
      at: minutes + 9,
      pace,
      firing: [],
    },
    {
      title: 'tells which instance of several it is',
      series: [...one(steady(over, long)), ...one(steady(under, long), other)],
      at: minutes + 1,
      pace,
      firing: fires,
    },
    { title: 'is silent without data', series: [], at: minutes + 5, pace, firing: [] },
  ]
}
