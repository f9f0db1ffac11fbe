/** Units of Grafana that panels use. */
export type GrafanaUnit = 'reqps' | 'ops' | 'percentunit' | 's' | 'm' | 'bytes' | 'short' | 'none' | 'cps' | 'Bps'

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
  /** Words for values. */
  readonly words?: Readonly<Record<string, { readonly text: string; readonly color: Limit['color'] }>>
  readonly decimals?: number
}

export interface Graph<N extends string = string> extends Common<N> {
  readonly kind: 'graph'
  readonly limits?: readonly Limit[]
  readonly stacked?: boolean
  /** Highest value of the axis. */
  readonly max?: number
  /** Values may be below 0. */
  readonly negative?: boolean
  /** Colour of the series with this name. */
  readonly colors?: Readonly<Record<string, string>>
}

export interface Heatmap<N extends string = string> extends Common<N> {
  readonly kind: 'heatmap'
}

export interface Table<N extends string = string> extends Common<N> {
  readonly kind: 'table'
  /** Unit of each column of values, by its title. */
  readonly columns: Readonly<Record<string, GrafanaUnit>>
  /** Title of the column that orders the rows. */
  readonly order: string
  /** Titles of the columns that come from labels. */
  readonly labels: Readonly<Record<string, string>>
}

export type Panel<N extends string = string> = Stat<N> | Graph<N> | Heatmap<N> | Table<N>

export interface Section<N extends string = string> {
  readonly row: N
  readonly title: string
  readonly panels: readonly Panel<N>[]
}
