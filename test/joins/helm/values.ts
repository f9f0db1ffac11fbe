import type { ServiceContract } from '../../../src/contract/types.ts'
import { at, leavesOf, tableAt, type Table } from '../tables.ts'
import type { Problem } from '../types.ts'
import { variablesOf } from '../variables.ts'
import { readJson, readYaml } from '../yaml.ts'
import { isTable, type Chart } from './charts.ts'
import { parseTemplate } from './go-template/parse.ts'
import type { Expr, Nodes } from './go-template/types.ts'

/** Each value is used by a template and allowed by the schema; no template, schema or environment names another one. */
export function values(chart: Chart, service: ServiceContract): readonly Problem[] {
  const own = leavesOf(chart.values)
  const used = [...chart.files].filter(([name]) => name.startsWith('templates/')).flatMap(([, text]) => asked(text))
  const schema = readJson(chart.files.get('values.schema.json') ?? '{}')
  const allowed = schemaLeaves(schema)
  const variables = variablesOf(service)
  const environments = [...chart.files].filter(([name]) => /^values-\w+\.yaml$/.test(name))
  const problem = (name: string, what: string): Problem => ({ file: `${chart.folder}/${name}`, what })
  return [
    ...used.filter(path => !exists(chart.values, path)).map(path => problem('templates', `nothing sets ${path}`)),
    ...own
      .filter(path => !used.some(one => within(path, one) || within(one, path)))
      .map(path => problem('values.yaml', `nothing uses ${path}`)),
    ...own
      .filter(path => !allowed.some(one => within(path, one)))
      .map(path => problem('values.schema.json', `does not know ${path}`)),
    ...allowed
      .filter(path => path !== 'global' && !exists(chart.values, path))
      .map(path => problem('values.schema.json', `knows ${path}, which is no value`)),
    ...environments.flatMap(([name, text]) =>
      leavesOf((readYaml(text) ?? {}) as Table)
        .filter(path => !exists(chart.values, path) && !(path.startsWith('config.') && variables.has(path.slice(7))))
        .map(path => problem(name, `sets ${path}, which is no value`)),
    ),
    ...asked(chart.files.get('templates/NOTES.txt') ?? '')
      .filter(path => !exists(chart.values, path))
      .map(path => problem('templates/NOTES.txt', `nothing sets ${path}`)),
  ]
}

/** @returns whether `path` is `above` or below it */
function within(path: string, above: string): boolean {
  return path === above || path.startsWith(`${above}.`)
}

/** @returns whether values have a path of keys */
export function exists(values: Table, path: string): boolean {
  const keys = path.split('.')
  const last = keys.pop() ?? ''
  return last in tableAt(values, ...keys)
}

function schemaLeaves(schema: unknown, above = ''): readonly string[] {
  const properties = at(schema, 'properties')
  if (!isTable(properties)) return [above]
  return Object.entries(properties).flatMap(([key, inner]) =>
    schemaLeaves(inner, above === '' ? key : `${above}.${key}`),
  )
}

/** @returns the paths below .Values that a template names */
function asked(text: string): readonly string[] {
  return ofNodes(parseTemplate(text))
}

function ofNodes(nodes: Nodes): readonly string[] {
  return nodes.flatMap(node => {
    if (node.kind === 'text') return []
    const inside =
      'body' in node ? [...ofNodes(node.body), ...('otherwise' in node ? ofNodes(node.otherwise) : [])] : []
    return [...('expr' in node ? ofExpr(node.expr) : []), ...inside]
  })
}

function ofExpr(expr: Expr): readonly string[] {
  if (expr.kind === 'literal') return []
  if (expr.kind === 'pipe') return expr.stages.flatMap(ofExpr)
  if (expr.kind === 'call')
    return [...(typeof expr.head === 'string' ? [] : ofExpr(expr.head)), ...expr.args.flatMap(ofExpr)]
  const [first, ...rest] = expr.names
  return first === 'Values' && rest.length > 0 ? [rest.join('.')] : []
}
