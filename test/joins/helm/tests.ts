import { isDeepStrictEqual } from 'node:util'
import { at, type Table } from '../tables.ts'
import type { Problem } from '../types.ts'
import { readYaml } from '../yaml.ts'
import { documentsIn, nested, over, printedFile, type Chart } from './charts.ts'
import { exists } from './values.ts'

interface Suite {
  readonly templates: readonly string[]
  readonly tests: readonly Case[]
}

interface Case {
  readonly it: string
  readonly template: string
  readonly documentIndex?: number
  readonly set?: Table
  readonly asserts: readonly Table[]
}

const SUITE = 'tests/chart_test.yaml'

/** The tests of a chart are about templates and values that it has, and what they say is so. */
export function chartTests(chart: Chart): readonly Problem[] {
  const text = chart.files.get(SUITE)
  if (text === undefined) return []
  const { templates, tests } = readYaml(text) as Suite
  const lost = templates.filter(name => !chart.files.has(name)).map(name => `no template ${name}`)
  const idle = templates
    .filter(name => name !== CONFIG && !tests.some(test => test.template === name))
    .map(name => `nothing is said of ${name}`)
  return [...lost, ...idle, ...tests.flatMap(test => faultsOf(chart, templates, test))].map(what => ({
    file: `${chart.folder}/${SUITE}`,
    what,
  }))
}

/** Part of the Deployment by its checksum. */
const CONFIG = 'templates/configmap.yaml'

function faultsOf(
  chart: Chart,
  templates: readonly string[],
  { it, template, set = {}, documentIndex, asserts }: Case,
): readonly string[] {
  if (!templates.includes(template)) return [`${it}: ${template} is not among the templates`]
  const unknown = Object.keys(set).filter(path => !exists(chart.values, path))
  if (unknown.length > 0) return unknown.map(path => `${it}: no value ${path}`)
  const values = Object.entries(set).reduce((all, [path, value]) => over(all, nested(path, value)), chart.values)
  const documents = documentsIn(printedFile(chart, template, values))
  const otherwise = Object.entries(set).reduce(
    (all, [path, value]) => over(all, nested(path, value === true ? false : value)),
    chart.values,
  )
  const others = documentsIn(printedFile(chart, template, otherwise))
  const about = documentIndex === undefined ? documents : documents.slice(documentIndex, documentIndex + 1)
  return asserts.flatMap(assert =>
    Object.entries(assert)
      .filter(([kind, wanted]) => !holds(kind, wanted, about, others))
      .map(([kind]) => `${it}: ${kind} does not hold`),
  )
}

/** Asserts of helm-unittest 1, those that we write. */
function holds(kind: string, wanted: unknown, documents: readonly Table[], others: readonly Table[]): boolean {
  if (kind === 'hasDocuments') return documents.length === at(wanted, 'count')
  const keys = [...String(at(wanted, 'path')).matchAll(/[^.[\]]+/g)].map(([key]) =>
    /^\d+$/.test(key) ? Number(key) : key,
  )
  const found = documents.map(document => at(document, ...keys))
  if (found.length === 0) return false
  if (kind === 'equal') return found.every(value => isDeepStrictEqual(value, at(wanted, 'value')))
  // without the setting it is there: otherwise the path would be wrong
  if (kind === 'notExists')
    return found.every(value => value === undefined) && others.every(document => at(document, ...keys) !== undefined)
  if (kind === 'lengthEqual') return found.every(value => Array.isArray(value) && value.length === at(wanted, 'count'))
  return false
}
