import { asking, type GrafanaDashboard, type GrafanaPanel, type GrafanaVariable } from './support.ts'
import { expanded, read } from './promql.ts'

/** The rules of Grafana's dashboard-linter 0.2 that are about Prometheus, as it applies them. @returns what is wrong: `rule: place` */
export function lint(board: GrafanaDashboard): readonly string[] {
  return [...ofBoard(board), ...ofVariables(board), ...asking(board).flatMap(ofPanel)]
}

const LABELLED = new Set(['stat', 'singlestat', 'graph', 'table', 'timeseries', 'gauge'])
const WITH_SOURCE = new Set(['singlestat', 'graph', 'table', 'timeseries', 'stat', 'heatmap'])
/** Units of Grafana (packages/grafana-data, valueFormats) that we use. */
const UNITS = new Set(['reqps', 'ops', 'percentunit', 's', 'm', 'bytes', 'short', 'none', 'Bps'])
const SOURCES = new Set(['$datasource', '${datasource}'])

function ofBoard({ editable, templating }: GrafanaDashboard): readonly string[] {
  const sources = templating.list.filter(({ type }) => type === 'datasource')
  const [source] = sources
  return [
    ...(editable ? ['uneditable-dashboard'] : []),
    ...(sources.length !== 1 || source?.name !== 'datasource' || source.label !== 'Data source'
      ? ['template-datasource-rule']
      : []),
  ]
}

function ofVariables({ templating }: GrafanaDashboard): readonly string[] {
  const asked = templating.list.filter(({ type }) => type === 'query')
  const usual = ['job', 'instance'].flatMap(name => {
    const variable = asked.find(other => other.name === name)
    return variable && isUsual(variable) ? [] : [`template-${name}-rule`]
  })
  const odd = asked.flatMap(({ name, query, refresh }) => {
    const text = typeof query === 'string' ? query : query.query
    const [, selector = ''] = /^label_values\((.+), \w+\)$/s.exec(text) ?? []
    return [
      ...(selector === '' || read(expanded(selector)).errors.length > 0 ? [`template-label-promql-rule: ${name}`] : []),
      ...(refresh === 2 ? [] : [`template-on-time-change-reload-rule: ${name}`]),
    ]
  })
  return [...usual, ...odd]
}

function isUsual({ name, label, datasource, multi, allValue }: GrafanaVariable): boolean {
  const title = name === 'job' ? 'Job' : 'Instance'
  return label === title && SOURCES.has(datasource?.uid ?? '') && multi && allValue === '.+'
}

function ofPanel(panel: GrafanaPanel): readonly string[] {
  const { title, type, description = '', datasource, targets, fieldConfig } = panel
  const { unit } = fieldConfig?.defaults ?? {}
  const found = [
    ...(WITH_SOURCE.has(type) && !SOURCES.has(datasource?.uid ?? '') ? ['panel-datasource-rule'] : []),
    ...(LABELLED.has(type) && (title === '' || description === '') ? ['panel-title-description-rule'] : []),
    ...(UNITS.has(unit ?? '') ? [] : ['panel-units-rule']),
    ...(targets === undefined || targets.length === 0 ? ['panel-no-targets-rule'] : []),
    ...(targets ?? []).flatMap(({ expr, datasource: of }) => [
      ...(SOURCES.has(of.uid) ? [] : ['panel-datasource-rule']),
      ...ofTarget(expr),
    ]),
  ]
  return [...new Set(found)].map(rule => `${rule}: ${title}`)
}

function ofTarget(expr: string): readonly string[] {
  const { errors, selectors } = read(expanded(expr))
  // the linter looks at selectors and ranges as they stand in the file
  const ranges = [...expr.matchAll(/\b(?:rate|irate)\([^[\]]*\[([^\]]+)\]/g)].map(([, range]) => range)
  const chosen = (name: string): boolean =>
    selectors.length > 0 && expr.split(`${name}=~"$${name}"`).length - 1 === selectors.length
  const bare = selectors.some(
    ({ metric, matchers, inside }) =>
      metric.endsWith('_total') &&
      matchers.length === 0 &&
      !inside.some(name => ['rate', 'irate', 'increase'].includes(name)),
  )
  return [
    ...(errors.length > 0 ? ['target-promql-rule'] : []),
    ...(ranges.every(range => range === '$__rate_interval') ? [] : ['target-rate-interval-rule']),
    ...(chosen('job') ? [] : ['target-job-rule']),
    ...(chosen('instance') ? [] : ['target-instance-rule']),
    ...(bare ? ['target-counter-agg-rule'] : []),
  ]
}
