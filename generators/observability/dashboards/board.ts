import { idAmong } from '../../../src/contract/dashboards.ts'
import type { Metric } from '../../../src/detect/types.ts'
import type { Json } from '../../../src/edit/types.ts'
import { metricOf } from '../../../src/contract/dashboards/queries.ts'
import type { Panel, Section } from '../../../src/contract/dashboards/model.ts'
import type { Board, Link, Variable } from './model.ts'
import { DATASOURCE, heightOf, panelJson } from './panel.ts'

/** Grafana reads this and anything newer, and brings it up to date itself. */
const SCHEMA = 39
const COLUMNS = 24

/** @returns the sections with the panels that can be drawn from these metrics; the first one is always there */
export function drawable<N extends string>(
  sections: readonly Section<N>[],
  metrics: readonly Metric[],
): readonly Section<N>[] {
  return sections
    .map(section => ({ ...section, panels: section.panels.filter(panel => canDraw(panel, metrics)) }))
    .filter((section, i) => i === 0 || section.panels.length > 0)
}

function canDraw({ uses }: Panel, metrics: readonly Metric[]): boolean {
  return Object.entries(uses).every(([name, labels]) => {
    const metric = metricOf(metrics, name)
    return metric !== undefined && labels.every(label => label === 'le' || metric.labels.includes(label))
  })
}

/** @returns true when there is something to look at */
export function isWorthwhile({ sections }: Board): boolean {
  return sections.some(section => section.panels.length > 0)
}

/** @returns a dashboard as a file for Grafana; the same in, the same bytes out */
export function boardJson(board: Board): Json {
  const { uid, title, description, tags, since, refresh } = board
  return {
    uid,
    title,
    description,
    tags,
    editable: false,
    fiscalYearStartMonth: 0,
    graphTooltip: 1,
    refresh,
    schemaVersion: SCHEMA,
    time: { from: since, to: 'now' },
    timepicker: {},
    timezone: 'browser',
    annotations: { list: annotations(board) },
    links: board.links.map(linkJson),
    templating: { list: [DATASOURCE_VARIABLE, ...board.variables.map(variableJson)] },
    panels: layOut(board),
  }
}

/** Panels go from left to right, and below each other where a line is full. */
function layOut({ names, sections }: Board): readonly Json[] {
  let y = 0
  return sections.flatMap(section => {
    const row = rowJson(names, section, y)
    y += 1
    const panels = linesOf(section.panels).flatMap(line => {
      const h = Math.max(...line.map(heightOf))
      const placed = stretched(line).map(({ panel, x, w }) => {
        const json = panelJson({ ...panel, width: w })
        return { id: idAmong(names, panel.name), gridPos: { h, w, x, y }, ...json }
      })
      y += h
      return placed
    })
    return [row, ...panels]
  })
}

function linesOf(panels: readonly Panel[]): readonly (readonly Panel[])[] {
  const lines: Panel[][] = []
  let left = 0
  for (const panel of panels) {
    if (panel.width > left) {
      lines.push([])
      left = COLUMNS
    }
    lines.at(-1)?.push(panel)
    left -= panel.width
  }
  return lines
}

/** Panels whose metrics are missing are not drawn: those that are left share the whole line. */
function stretched(
  line: readonly Panel[],
): readonly { readonly panel: Panel; readonly x: number; readonly w: number }[] {
  const total = line.reduce((sum, { width }) => sum + width, 0)
  let before = 0
  return line.map(panel => {
    const x = Math.round((before / total) * COLUMNS)
    before += panel.width
    return { panel, x, w: Math.round((before / total) * COLUMNS) - x }
  })
}

function rowJson(names: readonly string[], { row, title }: Section, y: number): Json {
  const id = idAmong(names, row)
  return { id, gridPos: { h: 1, w: COLUMNS, x: 0, y }, type: 'row', title, collapsed: false, panels: [] }
}

function annotations({ starts }: Board): readonly Json[] {
  const own = {
    builtIn: 1,
    datasource: { type: 'grafana', uid: '-- Grafana --' },
    enable: true,
    hide: true,
    iconColor: 'rgba(0, 211, 255, 1)',
    name: 'Annotations & Alerts',
    type: 'dashboard',
  }
  if (starts === undefined) return [own]
  const deploys = {
    datasource: DATASOURCE,
    enable: true,
    expr: starts,
    iconColor: 'blue',
    name: 'Deploys and restarts',
    step: '60s',
    tagKeys: 'instance',
    titleFormat: 'Process started',
    useValueForTime: true,
  }
  return [own, deploys]
}

function linkJson({ title, url, sameVariables }: Link): Json {
  return {
    asDropdown: false,
    icon: url.startsWith('/') ? 'dashboard' : 'doc',
    includeVars: sameVariables,
    keepTime: url.startsWith('/'),
    tags: [],
    targetBlank: !url.startsWith('/'),
    title,
    tooltip: '',
    type: 'link',
    url,
  }
}

/** Without a current value Grafana takes its default data source of that type. */
const DATASOURCE_VARIABLE: Json = {
  hide: 0,
  includeAll: false,
  label: 'Data source',
  multi: false,
  name: 'datasource',
  options: [],
  query: 'prometheus',
  refresh: 1,
  regex: '',
  skipUrlSync: false,
  type: 'datasource',
}

function variableJson({ name, label, query, value }: Variable): Json {
  return {
    allValue: '.+',
    current:
      value === undefined
        ? { selected: true, text: ['All'], value: ['$__all'] }
        : { selected: true, text: [value], value: [value] },
    datasource: DATASOURCE,
    definition: query,
    hide: 0,
    includeAll: value === undefined,
    label,
    multi: true,
    name,
    options: [],
    query,
    refresh: 2,
    regex: '',
    skipUrlSync: false,
    sort: 1,
    type: 'query',
  }
}
