/** What is drawn of Grafana's format. */

export interface Dashboard {
  readonly uid: string
  readonly title: string
  readonly time: { readonly from: string }
  readonly refresh: string
  readonly links: readonly { readonly title: string; readonly url: string }[]
  readonly annotations: {
    readonly list: readonly { readonly name: string; readonly expr?: string; readonly hide?: boolean }[]
  }
  readonly templating: { readonly list: readonly Variable[] }
  readonly panels: readonly Panel[]
}

export interface Variable {
  readonly name: string
  readonly label: string
  readonly type: string
  readonly query: string
  readonly allValue?: string
  readonly current?: { readonly text: readonly string[]; readonly value: readonly string[] }
}

export interface Panel {
  readonly id: number
  readonly type: string
  readonly title: string
  readonly description?: string
  readonly gridPos: { readonly x: number; readonly y: number; readonly w: number; readonly h: number }
  readonly collapsed?: boolean
  readonly targets?: readonly Target[]
  readonly fieldConfig?: { readonly defaults: Field; readonly overrides: readonly Override[] }
  readonly options?: Options
  readonly transformations?: readonly { readonly id: string; readonly options: Organize }[]
}

export interface Target {
  readonly refId: string
  readonly expr: string
  readonly legendFormat: string
  readonly instant?: boolean
}

export interface Field {
  readonly unit?: string
  readonly decimals?: number
  readonly min?: number
  readonly max?: number
  readonly noValue?: string
  readonly color?: { readonly mode: string; readonly fixedColor?: string }
  readonly mappings?: readonly { readonly type: string; readonly options: Readonly<Record<string, Word>> }[]
  readonly thresholds?: { readonly steps: readonly { readonly color: string; readonly value: number | null }[] }
  readonly custom?: Custom
}

export interface Word {
  readonly text: string
  readonly color: string
}

interface Custom {
  readonly drawStyle?: string
  readonly lineInterpolation?: string
  readonly fillOpacity?: number
  readonly lineWidth?: number
  readonly axisSoftMax?: number
  readonly axisSoftMin?: number
  readonly stacking?: { readonly mode: string }
  readonly thresholdsStyle?: { readonly mode: string }
  readonly cellOptions?: { readonly type: string }
}

export interface Override {
  readonly matcher: { readonly id: string; readonly options: string }
  readonly properties: readonly { readonly id: string; readonly value: unknown }[]
}

interface Options {
  readonly colorMode?: string
  readonly graphMode?: string
  readonly textMode?: string
  readonly legend?: {
    readonly calcs?: readonly string[]
    readonly displayMode?: string
    readonly placement?: string
    readonly showLegend?: boolean
    readonly sortBy?: string
    readonly sortDesc?: boolean
  }
  readonly yAxis?: { readonly unit?: string }
  readonly sortBy?: readonly { readonly desc: boolean; readonly displayName: string }[]
}

interface Organize {
  readonly excludeByName?: Readonly<Record<string, boolean>>
  readonly indexByName?: Readonly<Record<string, number>>
  readonly renameByName?: Readonly<Record<string, string>>
}
