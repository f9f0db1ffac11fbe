import { PLACES } from '../../src/contract/places.ts'
import { dirname } from '../../src/text/paths.ts'
import { boardsIn, panelsOf, type Board } from './boards.ts'
import { Known } from './metrics.ts'
import { readPromql } from './promql.ts'
import { at, listAt, type Table, wordAt } from './tables.ts'
import type { Check, Tree, World } from './types.ts'
import { readYaml } from './yaml.ts'

/** Names that Grafana defines itself. */
const OWN = /^__|^datasource:/
/** Grafana's linter wants them on every board, also where all series are recorded without them. */
const USUAL = new Set(['job', 'instance'])
/** Labels of series of Kubernetes that hold the name of the chart's objects. */
const NAMED = new Set(['deployment', 'container', 'horizontalpodautoscaler'])

/** Panels ask for what is there, by variables that are there; links lead to dashboards, panels and pages. */
export const dashboards: Check = world => {
  const boards = boardsIn(world.tree)
  const known = new Known(world)
  const uids = boards.map(board => board.uid)
  const twice = boards.filter(({ uid }, i) => uids.indexOf(uid) !== i)
  return [
    ...twice.map(({ file, uid }) => ({ file, what: `the uid ${uid} is taken` })),
    ...boards.flatMap(board =>
      [...queryFaults(known, board, world), ...variableFaults(board), ...linkFaults(world, board, uids)].map(what => ({
        file: board.file,
        what,
      })),
    ),
    ...exclusions(world.tree, boards),
  ]
}

function queryFaults(known: Known, { body }: Board, { contract }: World): readonly string[] {
  const variables = listAt(body, 'templating', 'list')
  const queries = variables
    .map(variable => /^label_values\((.+), (\w+)\)$/s.exec(String(at(variable, 'query'))))
    .filter(match => match !== null)
  const selections = queries.map(([, selector = '']) => selector)
  const jobs = selections
    .flatMap(selector => readPromql(selector).selections.flatMap(({ matchers }) => matchers))
    .filter(({ label, value }) => label === 'job' && !value.startsWith('VARIABLE_'))
    .flatMap(({ value }) => value.split('|'))
  const shown = variables
    .filter(variable => at(variable, 'name') === 'job')
    .flatMap(variable => listAt(variable, 'current', 'value'))
  const exprs = [
    ...selections,
    ...panelsOf(body)
      .flatMap(panel => listAt(panel, 'targets'))
      .map(target => String(at(target, 'expr'))),
  ]
  const ids = contract.services.map(service => service.id)
  return [
    ...exprs.flatMap(expr => {
      const tried = (jobs.length > 0 ? jobs : [undefined]).map(job => known.faults(expr, job))
      return tried.some(faults => faults.length === 0) ? [] : (tried[0] ?? [])
    }),
    ...queries.flatMap(([whole, selector = '', label = '']) =>
      known.has(selector, label, jobs[0]) ? [] : [`no label ${label}: ${whole}`],
    ),
    ...shown
      .filter(job => !jobs.includes(String(job)))
      .map(job => `shows the job ${String(job)}, which is not asked for`),
    ...exprs
      .flatMap(expr => readPromql(expr).selections.flatMap(({ matchers }) => matchers))
      .filter(({ label, value }) => NAMED.has(label) && !ids.includes(value))
      .map(({ label, value }) => `no ${label} is called ${value}`),
  ]
}

/** Every `$name` is defined once, and every variable is asked for somewhere. */
function variableFaults({ body }: Board): readonly string[] {
  const text = JSON.stringify(body)
  const defined = listAt(body, 'templating', 'list').map(variable => String(at(variable, 'name')))
  const used = [...text.matchAll(/\$(?:\{([\w:]+)\}|(\w+))/g)].map(([, braced, bare]) => braced ?? bare ?? '')
  const names = used.filter(name => !OWN.test(name)).map(name => name.replace(/:.*/, ''))
  const sources = [...text.matchAll(/"datasource":\{"type":"(\w+)","uid":"([^"]+)"\}/g)].map(
    ([, type, uid]) => `${type ?? ''} ${uid ?? ''}`,
  )
  return [
    ...names.filter(name => !defined.includes(name)).map(name => `no variable ${name}`),
    ...defined
      .filter(name => !names.includes(name) && !USUAL.has(name))
      .map(name => `nothing uses the variable ${name}`),
    ...sources
      .filter(source => !['prometheus ${datasource}', 'grafana -- Grafana --'].includes(source))
      .map(source => `no source ${source}`),
  ]
}

function linkFaults({ exists }: World, { body }: Board, uids: readonly string[]): readonly string[] {
  const urls = [...JSON.stringify(body).matchAll(/"url":"([^"]+)"/g)].map(([, url = '']) => url)
  return urls.flatMap(url => {
    const [, uid] = /^\/d\/([^/?]+)/.exec(url) ?? []
    const page = url.includes(PLACES.runbookFolder) ? url.slice(url.indexOf(PLACES.runbookFolder)) : undefined
    if (uid !== undefined) return uids.includes(uid) ? [] : [`leads to ${uid}, which is no dashboard`]
    return page !== undefined && exists(page) ? [] : [`leads to ${url}, which is not there`]
  })
}

/** What the linter of dashboards leaves out is a panel that is there, or a whole dashboard. */
function exclusions(tree: Tree, boards: readonly Board[]): ReturnType<Check> {
  return [...tree]
    .filter(([file]) => file.startsWith(`${PLACES.grafana}/dashboards/`) && file.endsWith('/.lint'))
    .flatMap(([file, text]) => {
      const near = boards.filter(board => dirname(board.file) === dirname(file))
      const panels = new Set(
        near.flatMap(({ body }) => [
          String(body['title']),
          ...panelsOf(body).map(panel => `${String(body['title'])} | ${String(at(panel, 'title'))}`),
        ]),
      )
      const entries = Object.values(at(readYaml(text), 'exclusions') as Table).flatMap(rule => listAt(rule, 'entries'))
      return entries
        .map(entry => ['dashboard', 'panel'].flatMap(key => wordAt(entry, key) ?? []).join(' | '))
        .filter(name => !panels.has(name))
        .map(name => ({ file, what: `no panel ${name}` }))
    })
}
