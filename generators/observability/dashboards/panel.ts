import type { Json } from '../../../src/edit/types.ts'
import type {
  Graph,
  Heatmap,
  Limit,
  Panel,
  Query,
  Stat,
  States,
  Table,
  Words,
} from '../../../src/contract/dashboards/model.ts'

type JsonMap = Readonly<Record<string, Json>>

/** Every query asks the data source that the variable names: the same file works when it is imported, provisioned or mounted. */
export const DATASOURCE = { type: 'prometheus', uid: '${datasource}' } as const

const HEIGHTS = { stat: 4, states: 4, graph: 8, heatmap: 8, table: 12 } as const

/** @returns rows of the grid that a panel is high */
export function heightOf(panel: Panel): number {
  return HEIGHTS[panel.kind]
}

/** @returns a panel as Grafana reads it, without id and place */
export function panelJson(panel: Panel): JsonMap {
  const { title, description } = panel
  const common = { title, description, datasource: DATASOURCE }
  if (panel.kind === 'stat') return { type: 'stat', ...common, ...statJson(panel) }
  if (panel.kind === 'graph') return { type: 'timeseries', ...common, ...graphJson(panel) }
  if (panel.kind === 'states') return { type: 'state-timeline', ...common, ...statesJson(panel) }
  if (panel.kind === 'heatmap') return { type: 'heatmap', ...common, ...heatmapJson(panel) }
  return { type: 'table', ...common, ...tableJson(panel) }
}

function statJson({ unit, queries, limits = [], words, decimals }: Stat): JsonMap {
  const defaults = {
    unit,
    ...(decimals === undefined ? {} : { decimals }),
    color: { mode: 'thresholds' },
    mappings: words === undefined ? [] : mappings(words),
    thresholds: thresholds(limits),
  }
  return {
    fieldConfig: { defaults, overrides: [] },
    options: {
      colorMode: words === undefined ? 'value' : 'background',
      graphMode: words === undefined ? 'area' : 'none',
      justifyMode: 'auto',
      orientation: 'auto',
      percentChangeColorMode: 'standard',
      reduceOptions: { calcs: ['lastNotNull'], fields: '', values: false },
      showPercentChange: false,
      textMode: 'auto',
      wideLayout: true,
    },
    targets: targets(queries),
  }
}

function mappings(words: Words): readonly JsonMap[] {
  const options = Object.fromEntries(Object.entries(words).map(([value, word], index) => [value, { index, ...word }]))
  return [{ type: 'value', options }]
}

function statesJson({ unit, queries, words }: States): JsonMap {
  const defaults = {
    unit,
    color: { mode: 'thresholds' },
    custom: { fillOpacity: 70, lineWidth: 0 },
    mappings: mappings(words),
    thresholds: thresholds([]),
  }
  return {
    fieldConfig: { defaults, overrides: [] },
    options: {
      alignValue: 'left',
      legend: { displayMode: 'list', placement: 'bottom', showLegend: false },
      mergeValues: true,
      rowHeight: 0.9,
      showValue: 'auto',
      tooltip: { mode: 'single', sort: 'none' },
    },
    targets: targets(queries),
  }
}

function graphJson(graph: Graph): JsonMap {
  const { unit, queries, limits = [], stacked = false, max, reach = limits[0]?.at, lowest, colors = {} } = graph
  const custom = {
    ...(reach === undefined ? {} : { axisSoftMax: reach }),
    ...(lowest === undefined ? {} : { axisSoftMin: lowest }),
    drawStyle: 'line',
    fillOpacity: stacked ? 60 : 10,
    lineWidth: stacked ? 0 : 1,
    showPoints: 'never',
    spanNulls: false,
    stacking: { group: 'A', mode: stacked ? 'normal' : 'none' },
    thresholdsStyle: { mode: limits.length > 0 ? 'dashed' : 'off' },
  }
  const defaults = {
    unit,
    ...(lowest === undefined ? { min: 0 } : {}),
    ...(max === undefined ? {} : { max }),
    color: { mode: 'palette-classic' },
    custom,
    thresholds: thresholds(limits),
  }
  const overrides = Object.entries(colors).map(([name, fixedColor]) => ({
    matcher: { id: 'byName', options: name },
    properties: [{ id: 'color', value: { mode: 'fixed', fixedColor } }],
  }))
  return {
    fieldConfig: { defaults, overrides },
    options: {
      legend: {
        calcs: ['lastNotNull', 'max'],
        displayMode: 'table',
        placement: hasManyLines(graph) ? 'right' : 'bottom',
        showLegend: true,
        sortBy: 'Last *',
        sortDesc: true,
      },
      tooltip: { mode: 'multi', sort: 'desc' },
    },
    targets: targets(queries),
  }
}

/** Below a chart there is room for three names, the highest values first; more of them stand beside it, where the panel is wide enough. */
function hasManyLines({ queries, width }: Graph): boolean {
  const labels = queries.flatMap(({ legend }) => [...legend.matchAll(/\{\{(\w+)\}\}/g)].map(([, label = '']) => label))
  const each = queries.length > 1 && labels.some(label => label !== 'job')
  return width >= WIDE && (each || labels.some(label => !FEW.has(label)) || queries.length > 3)
}

/** Labels with few values, or with values that are alike: the three highest tell enough. */
const FEW = new Set(['job', 'instance', 'namespace', 'reason', 'version', 'method', 'kind', 'datname'])

const WIDE = 12

function heatmapJson({ unit, queries }: Heatmap): JsonMap {
  return {
    fieldConfig: { defaults: { unit, custom: { scaleDistribution: { type: 'linear' } } }, overrides: [] },
    options: {
      calculate: false,
      cellGap: 1,
      cellValues: { unit: 'short' },
      color: { exponent: 0.5, fill: 'dark-orange', mode: 'scheme', reverse: false, scheme: 'Oranges', steps: 64 },
      exemplars: { color: 'rgba(255,0,255,0.7)' },
      filterValues: { le: 1e-9 },
      legend: { show: true },
      rowsFrame: { layout: 'auto' },
      showValue: 'never',
      tooltip: { mode: 'single', yHistogram: false },
      yAxis: { axisPlacement: 'left', reverse: false, unit },
    },
    targets: targets(queries, { format: 'heatmap' }),
  }
}

function tableJson({ unit, queries, columns, labels, order, limits = {} }: Table): JsonMap {
  const values = queries.map(({ legend }, i) => [`Value #${refId(i)}`, legend] as const)
  const names = [...Object.entries(labels), ...values]
  const organize = {
    excludeByName: { Time: true },
    indexByName: Object.fromEntries(names.map(([name], i) => [name, i])),
    renameByName: Object.fromEntries(names),
  }
  const overrides = Object.entries(columns)
    .filter(([name]) => queries.some(({ legend }) => legend === name))
    .map(([name, value]) => ({
      matcher: { id: 'byName', options: name },
      properties: [{ id: 'unit', value }, ...colored(limits[name])],
    }))
  return {
    fieldConfig: {
      defaults: {
        unit,
        custom: { align: 'auto', cellOptions: { type: 'auto' }, inspect: false },
        thresholds: thresholds([]),
      },
      overrides,
    },
    options: {
      cellHeight: 'sm',
      frameIndex: 0,
      showHeader: true,
      sortBy: order.map(displayName => ({ desc: true, displayName })),
    },
    targets: targets(queries, { format: 'table', instant: true, range: false }),
    transformations: [
      { id: 'merge', options: {} },
      { id: 'organize', options: organize },
    ],
  }
}

function colored(limits: readonly Limit[] = []): readonly JsonMap[] {
  if (limits.length === 0) return []
  return [
    { id: 'thresholds', value: thresholds(limits, 'text') },
    { id: 'custom.cellOptions', value: { type: 'color-text' } },
  ]
}

/** Green says that a value was held against a limit; a value without one has the colour of text. */
function thresholds(limits: readonly Limit[], below = limits.length === 0 ? 'text' : 'green'): JsonMap {
  const steps = limits.map(({ at, color }) => ({ color, value: at }))
  return { mode: 'absolute', steps: [{ color: below, value: null }, ...steps] }
}

function targets(queries: readonly Query[], how: JsonMap = { instant: false, range: true }): readonly JsonMap[] {
  return queries.map(({ expr, legend }, i) => ({
    refId: refId(i),
    datasource: DATASOURCE,
    editorMode: 'code',
    expr,
    ...how,
    legendFormat: legend,
  }))
}

function refId(index: number): string {
  return String.fromCharCode('A'.charCodeAt(0) + index)
}
