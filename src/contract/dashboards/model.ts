/** Units of Grafana that panels use. */
export type GrafanaUnit = 'reqps' | 'ops' | 'percentunit' | 's' | 'm' | 'bytes' | 'short' | 'none' | 'Bps'

export interface Query {
  readonly expr: string
  /** Name of a series: text with `{{label}}`; for a table the title of its column. */
  readonly legend: string
}

/** From `at` on, the value has this colour. */
export interface Limit {
  readonly at: number
  readonly color: 'green' | 'yellow' | 'orange' | 'red'
}

/** What a value is called, and in which colour. */
export type Words = Readonly<Record<string, { readonly text: string; readonly color: Limit['color'] }>>

interface Common<N extends string> {
  /** Of the names of its dashboard. */
  readonly name: N
  readonly title: string
  /** For the person who looks at it in the night: what it shows, and what it means. */
  readonly description: string
  readonly unit: GrafanaUnit
  readonly queries: readonly Query[]
  /** Series and labels that the queries need: without one of them the panel is left out. */
  readonly uses: Readonly<Record<string, readonly string[]>>
  /** Of 24 columns. */
  readonly width: number
}

export interface Stat<N extends string = string> extends Common<N> {
  readonly kind: 'stat'
  readonly limits?: readonly Limit[]
  readonly words?: Words
  readonly decimals?: number
}

export interface Graph<N extends string = string> extends Common<N> {
  readonly kind: 'graph'
  readonly limits?: readonly Limit[]
  readonly stacked?: boolean
  /** Highest value of the axis. */
  readonly max?: number
  /** Value that the axis reaches even while everything is lower; without it, that is the first limit. */
  readonly reach?: number
  /** The axis begins where the values do, or at this value where they are higher: for shares that are nearly 1, and for what may be below 0. */
  readonly lowest?: number
  /** Colour of the series with this name. */
  readonly colors?: Readonly<Record<string, string>>
}

/** What something was over time: a bar for each series, which changes its colour. */
export interface States<N extends string = string> extends Common<N> {
  readonly kind: 'states'
  readonly words: Words
}

export interface Heatmap<N extends string = string> extends Common<N> {
  readonly kind: 'heatmap'
}

export interface Table<N extends string = string> extends Common<N> {
  readonly kind: 'table'
  /** Unit of each column of values, by its title. */
  readonly columns: Readonly<Record<string, GrafanaUnit>>
  /** Columns whose values have colours. */
  readonly limits?: Readonly<Record<string, readonly Limit[]>>
  /** Titles of the columns that order the rows, the highest values first. */
  readonly order: readonly string[]
  /** Titles of the columns that come from labels. */
  readonly labels: Readonly<Record<string, string>>
}

export type Panel<N extends string = string> = Stat<N> | Graph<N> | States<N> | Heatmap<N> | Table<N>

export interface Section<N extends string = string> {
  readonly row: N
  readonly title: string
  readonly panels: readonly Panel<N>[]
}
