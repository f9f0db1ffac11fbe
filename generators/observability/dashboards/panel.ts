import type { Json } from '../../../src/edit/types.ts'
import type { Graph, Heatmap, Limit, Panel, Query, Stat, Table } from '../../../src/contract/dashboards/model.ts'

type JsonMap = Readonly<Record<string, Json>>

/** Every query asks the data source that the variable names: the same file works when it is imported, provisioned or mounted. */
export const DATASOURCE = { type: 'prometheus', uid: '${datasource}' } as const

const HEIGHTS = { stat: 4, graph: 8, heatmap: 8, table: 9 } as const

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
  if (panel.kind === 'heatmap') return { type: 'heatmap', ...common, ...heatmapJson(panel) }
  return { type: 'table', ...common, ...tableJson(panel) }
}

function statJson({ unit, queries, limits = [], words, decimals }: Stat): JsonMap {
  const mappings = words === undefined ? [] : [{ type: 'value', options: wordsJson(words) }]
  const defaults = {
    unit,
    ...(decimals === undefined ? {} : { decimals }),
    color: { mode: 'thresholds' },
    mappings,
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

function wordsJson(words: NonNullable<Stat['words']>): JsonMap {
  return Object.fromEntries(Object.entries(words).map(([value, word], index) => [value, { index, ...word }]))
}

function graphJson({
  unit,
  queries,
  limits = [],
  stacked = false,
  max,
  negative = false,
  colors = {},
}: Graph): JsonMap {
  const custom = {
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
    ...(negative ? {} : { min: 0 }),
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
      legend: { calcs: ['lastNotNull', 'max'], displayMode: 'table', placement: 'bottom', showLegend: true },
      tooltip: { mode: 'multi', sort: 'desc' },
    },
    targets: targets(queries),
  }
}

function heatmapJson({ unit, queries }: Heatmap): JsonMap {
  return {
    fieldConfig: { defaults: { custom: { scaleDistribution: { type: 'linear' } } }, overrides: [] },
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

function tableJson({ unit, queries, columns, labels, order }: Table): JsonMap {
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
      properties: [{ id: 'unit', value }],
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
    options: { cellHeight: 'sm', frameIndex: 0, showHeader: true, sortBy: [{ desc: true, displayName: order }] },
    targets: targets(queries, { format: 'table', instant: true, range: false }),
    transformations: [
      { id: 'merge', options: {} },
      { id: 'organize', options: organize },
    ],
  }
}

function thresholds(limits: readonly Limit[]): JsonMap {
  const steps = limits.map(({ at, color }) => ({ color, value: at }))
  return { mode: 'absolute', steps: [{ color: 'green', value: null }, ...steps] }
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
