import picomatch from 'picomatch'
import { parseAllDocuments } from 'yaml'
import { memo } from '../../../src/text/memo.ts'
import { definitionsIn, evaluate } from './go-template/evaluate.ts'
import { parseTemplate } from './go-template/parse.ts'
import { at, type Table } from '../tables.ts'
import type { Tree } from '../types.ts'
import { readYaml } from '../yaml.ts'

/** A chart as Helm sees it: files by their path within its folder. */
export interface Chart {
  readonly folder: string
  readonly files: ReadonlyMap<string, string>
  readonly about: Table
  readonly values: Table
  /** Its named templates, and the files that templates may read. */
  readonly helpers: readonly string[]
  readonly readable: readonly (readonly [name: string, text: string])[]
}

/** @returns the chart in `folder`; undefined where there is none */
export function chartIn(tree: Tree, folder: string): Chart | undefined {
  const inside = [...tree].filter(([path]) => path.startsWith(`${folder}/`))
  const files = new Map(inside.map(([path, text]) => [path.slice(folder.length + 1), text]))
  const [about, values] = ['Chart.yaml', 'values.yaml'].map(name => files.get(name))
  if (about === undefined || values === undefined) return undefined
  const helpers = [...files].filter(([path]) => path.endsWith('.tpl')).map(([, helper]) => helper)
  const readable = [...files].filter(([path]) => path.startsWith('files/'))
  return { folder, files, about: readYaml(about) as Table, values: readYaml(values) as Table, helpers, readable }
}

/** @returns values with others over them, as Helm lays them: tables are joined, all else is replaced */
export function over(below: Table, above: Table): Table {
  const joined = Object.entries(above).map(([key, value]) => {
    const old = below[key]
    return [key, isTable(old) && isTable(value) ? over(old, value) : value]
  })
  return { ...below, ...(Object.fromEntries(joined) as Table) }
}

/** @returns a table with one value, at a path of keys with dots between them */
export function nested(path: string, value: unknown): Table {
  return path.split('.').reduceRight<unknown>((inner, key) => ({ [key]: inner }), value) as Table
}

export function isTable(value: unknown): value is Table {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The release that charts are rendered for; its name is the chart's, as the runbook of the deployment has it. */
export function releaseOf({ about }: Chart): {
  readonly Name: string
  readonly Namespace: string
  readonly Service: string
} {
  return { Name: String(about['name']), Namespace: 'harbor', Service: 'Helm' }
}

/** @returns what a file of the chart becomes @throws Error that names the file */
export function printedFile(chart: Chart, name: string, values: Table): string {
  const text = chart.files.get(name) ?? ''
  const others = text.includes('.Files') ? chart.readable : []
  const scope = { Values: values, Chart: capitalized(chart.about), Release: releaseOf(chart) }
  try {
    return printed(text, JSON.stringify(chart.helpers), JSON.stringify(others), JSON.stringify(scope))
  } catch (error) {
    throw new Error(`${name}: ${error instanceof Error ? error.message : String(error)}`, { cause: error })
  }
}

/** One file changes at a time: the others are what they were. */
const printed = memo((text: string, helpers: string, others: string, scope: string): string => {
  const files = new Map(JSON.parse(others) as [string, string][])
  const Files = {
    Get: (path: string) => files.get(path) ?? '',
    Glob: (pattern: string) => Object.fromEntries([...files].filter(([path]) => picomatch.isMatch(path, pattern))),
  }
  const defined = new Map((JSON.parse(helpers) as string[]).flatMap(helper => definitionsIn(parseTemplate(helper))))
  return evaluate(parseTemplate(text), { ...(JSON.parse(scope) as object), Files }, defined)
}, 4000)

/** Helm knows the keys of Chart.yaml by the names of Go. */
function capitalized(about: Table): Table {
  return Object.fromEntries(
    Object.entries(about).map(([key, value]) => [key.replace(/^./, c => c.toUpperCase()), value]),
  )
}

/** An object of Kubernetes, with the template that made it. */
export interface KubernetesObject {
  readonly file: string
  readonly body: Table
}

/** @returns every object that the chart makes with these values @throws Error for a template that fails, or that makes no YAML */
export function objectsOf(chart: Chart, values: Table): readonly KubernetesObject[] {
  return [...chart.files.keys()]
    .filter(name => /^templates\/[^_].*\.yaml$/.test(name))
    .flatMap(name =>
      documentsIn(printedFile(chart, name, values)).map(body => ({ file: `${chart.folder}/${name}`, body })),
    )
}

/** @returns the documents of a text that hold anything @throws Error for what is no YAML */
export const documentsIn: (text: string) => readonly Table[] = memo((text: string): readonly Table[] => {
  const documents = parseAllDocuments(text)
  if ('empty' in documents) return []
  return documents
    .map(document => {
      const [error] = document.errors
      if (error) throw error
      return document.toJS() as unknown
    })
    .filter(isTable)
}, 4000)

/** @returns the objects of a kind */
export function ofKind(objects: readonly KubernetesObject[], kind: string): readonly KubernetesObject[] {
  return objects.filter(({ body }) => body['kind'] === kind)
}

/** @returns name of an object */
export function nameOf({ body }: KubernetesObject): string {
  return String(at(body, 'metadata', 'name'))
}
