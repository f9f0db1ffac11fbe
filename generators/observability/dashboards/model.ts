import type { DashboardName, PanelName } from '../../../src/contract/dashboards.ts'

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

interface Common<D extends DashboardName> {
  readonly name: PanelName<D>
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

export interface Stat<D extends DashboardName = DashboardName> extends Common<D> {
  readonly kind: 'stat'
  readonly limits?: readonly Limit[]
  /** Words for values. */
  readonly words?: Readonly<Record<string, { readonly text: string; readonly color: Limit['color'] }>>
  readonly decimals?: number
}

export interface Graph<D extends DashboardName = DashboardName> extends Common<D> {
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

export interface Heatmap<D extends DashboardName = DashboardName> extends Common<D> {
  readonly kind: 'heatmap'
}

export interface Table<D extends DashboardName = DashboardName> extends Common<D> {
  readonly kind: 'table'
  /** Unit of each column of values, by its title. */
  readonly columns: Readonly<Record<string, GrafanaUnit>>
  /** Title of the column that orders the rows. */
  readonly order: string
  /** Titles of the columns that come from labels. */
  readonly labels: Readonly<Record<string, string>>
}

export type Panel<D extends DashboardName = DashboardName> = Stat<D> | Graph<D> | Heatmap<D> | Table<D>

export interface Section<D extends DashboardName = DashboardName> {
  readonly row: PanelName<D>
  readonly title: string
  readonly panels: readonly Panel<D>[]
}

/** A variable whose values Prometheus tells. */
export interface Variable {
  readonly name: string
  readonly label: string
  readonly query: string
  /** The only value at first; without it, all. */
  readonly value?: string
}

export interface Link {
  readonly title: string
  readonly url: string
  /** True for a board of the same variables. */
  readonly sameVariables: boolean
}

/** A dashboard before it is laid out. */
export interface Board<D extends DashboardName = DashboardName> {
  readonly dashboard: D
  readonly uid: string
  readonly title: string
  readonly description: string
  readonly tags: readonly string[]
  readonly variables: readonly Variable[]
  readonly links: readonly Link[]
  /** Query whose values are the times, in milliseconds, at which processes started. */
  readonly starts?: string
  readonly sections: readonly Section<D>[]
  /** What is shown when the board opens. */
  readonly since: string
  readonly refresh: string
}
