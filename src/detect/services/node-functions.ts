import { dirname, join, normalize, relative } from '../../text/paths.ts'
import type { SourcePackage } from '../ecosystems/model.ts'
import { certain } from '../fact.ts'
import { importedFrom, isScript, type ScriptCode } from '../source/script-code.ts'
import type { Evidence } from '../types.ts'
import { isTable, list, table, text } from '../values.ts'
import type { View } from '../view.ts'
import { asideOf } from './model.ts'
import { sourceFile, type Entry } from './node-entry.ts'

/** What a platform runs as functions. */
export interface Functions {
  /** Absent where there are several programs, or none that could be found. */
  readonly entry?: Entry
  /** Files that are reached from the programs. */
  readonly files: readonly string[]
  readonly evidence: Evidence
}

/** Files that describe functions, with what says which programs they run (paths as written, without an extension or with one). */
const DESCRIPTIONS: readonly (readonly [string, (view: View, path: string, source: SourcePackage) => Programs])[] = [
  ['serverless.yml', serverless],
  ['serverless.yaml', serverless],
  ['serverless.ts', unknown],
  ['wrangler.toml', worker],
  ['wrangler.jsonc', worker],
  ['wrangler.json', worker],
  ['sst.config.ts', unknown],
  ['template.yaml', template],
  ['samconfig.toml', unknown],
  ['partykit.json', worker],
  ['host.json', host],
  ['vercel.json', vercel],
]

interface Programs {
  readonly files: readonly string[]
  /** True where it is certain that there are functions, also when no file is found that they run. */
  readonly sure?: boolean
  /** True where the file says nothing unless it names a program. */
  readonly silent?: boolean
}

/**
 * @returns the functions that a package deploys to a platform: what a description beside its manifest names, or all of a package with
 * a framework (`isServer`) that such a description stands beside
 */
export function functionsOf(code: ScriptCode, source: SourcePackage, isServer: boolean): Functions | undefined {
  return described(code, source, isServer, DESCRIPTIONS)
}

/** @returns the functions that a platform runs beside the pages of a package that is a site */
export function functionsBeside(code: ScriptCode, source: SourcePackage): Functions | undefined {
  return described(
    code,
    source,
    false,
    DESCRIPTIONS.filter(([name]) => name === 'vercel.json'),
  )
}

function described(
  code: ScriptCode,
  source: SourcePackage,
  isServer: boolean,
  descriptions: typeof DESCRIPTIONS,
): Functions | undefined {
  const { view } = code
  for (const [name, read] of descriptions) {
    const path = join(source.facts.path, name)
    if (!view.has(path)) continue
    const { files, sure, silent } = read(view, path, source)
    const programs = [...new Set(files.flatMap(file => filesOf(code, source, file)))]
    if (!programs.length && !sure && (silent || !isServer)) continue
    const [main] = programs.length === 1 ? programs : []
    const fact = main === undefined ? undefined : relative(source.facts.path, main)
    const rule = 'program that the functions run'
    return {
      evidence: view.evidence(path, undefined, 'deployment of functions'),
      files: [...new Set(programs.flatMap(program => importedFrom(code, program)))],
      ...(main === undefined || fact === undefined
        ? {}
        : { entry: { path: main, fact: certain(fact, view.evidence(path, undefined, rule)) } }),
    }
  }
  return undefined
}

/** The sources behind a path of a description; `dist/src/functions/*.js` stands for all of a folder. */
function filesOf(code: ScriptCode, source: SourcePackage, file: string): readonly string[] {
  if (!file.includes('*')) return [sourceFile(code, source, file)].flatMap(path => path ?? [])
  const folder = dirname(file.slice(0, file.indexOf('*')) + 'x')
  const names = [folder, folder.replace(/^[^/]+\//, ''), folder.replace(/^[^/]+/, 'src')]
  for (const name of names) {
    const place = normalize(`${source.facts.path}/${name}`)
    const found = (place === undefined ? [] : code.view.below(`${place}/`)).filter(path => isScript(code.view, path))
    if (found.length) return found
  }
  return []
}

function unknown(): Programs {
  return { files: [] }
}

/** `main` of a worker; without its source it is certain all the same where a script deploys it. */
function worker(view: View, path: string, { facts }: SourcePackage): Programs {
  const main = text((path.endsWith('.toml') ? view.toml(path) : view.json(path, true))?.get('main'))
  const deploys = Object.values(facts.scripts).some(({ value }) =>
    /\b(?:wrangler\s+(?:deploy|publish)|partykit\s+deploy)\b/.test(value),
  )
  return { files: main === undefined ? [] : [main], sure: main !== undefined && deploys }
}

/** `handler: src/app.handler` of each function; `functions: ${file(./functions.yml)}` names another file. */
function serverless(view: View, path: string): Programs {
  const value = view.yaml(path)?.get('functions')
  const tables = [value, ...list(value)].flatMap(item => (typeof item === 'string' ? included(view, path, item) : item))
  return { files: tables.flatMap(item => Object.values(table(item)).flatMap(handlerOf)) }
}

function included(view: View, path: string, reference: string): unknown {
  const [, file, key] = /^\$\{file\(([\w@./-]+\.ya?ml)\)(?::([\w-]+))?\}$/.exec(reference) ?? []
  const place = file === undefined ? undefined : normalize(`${dirname(path)}/${file}`)
  const doc = place !== undefined && view.has(place) ? view.yaml(place) : undefined
  return key === undefined ? doc?.get() : doc?.get(key)
}

function handlerOf(value: unknown): readonly string[] {
  const handler = text(table(value)['handler'])
  return handler !== undefined && /^[\w@./-]+\.\w+$/.test(handler) ? [handler.replace(/\.\w+$/, '')] : []
}

/** Functions of AWS SAM: the handler is named from the folder of the code. */
function template(view: View, path: string): Programs {
  const resources = Object.values(table(view.yaml(path)?.get('Resources'))).filter(isTable)
  const files = resources.flatMap(({ Type, Properties }) => {
    const properties = table(Properties)
    if (Type !== 'AWS::Serverless::Function') return []
    const folder = text(properties['CodeUri']) ?? '.'
    return handlerOf({ handler: properties['Handler'] }).flatMap(file => normalize(`${folder}/${file}`) ?? [])
  })
  return { files }
}

/** Azure: the programs are `main` of the manifest, where the package has the library that registers functions. */
function host(_: View, __: string, { facts, main }: SourcePackage): Programs {
  const has = facts.dependencies.some(({ name, kind }) => name === '@azure/functions' && kind === 'normal')
  return { files: has && main !== undefined ? [main] : [], silent: true }
}

/** What a file of functions exports: one for all methods, or one for each. */
const EXPORTS =
  /\bexport\s+default\b|\bexports\.default\s*=|\bmodule\.exports\s*=|\bexport\s+(?:const|(?:async\s+)?function)\s+(?:GET|POST|PUT|PATCH|DELETE|fetch)\b/

/** Vercel: each file below `api` whose name does not begin with a mark, and that exports a function (its documentation, "Functions"). */
function vercel(view: View, _: string, { facts }: SourcePackage): Programs {
  const folder = join(facts.path, 'api')
  const files = view
    .below(`${folder}/`)
    .filter(
      file =>
        isScript(view, file) &&
        !/(?:^|\/)[_.]|\.(?:d|test|spec)\.\w+$/.test(file.slice(folder.length)) &&
        asideOf(relative(folder, dirname(file))) === undefined &&
        EXPORTS.test(view.text(file) ?? ''),
    )
  return { files: files.map(file => relative(facts.path, file)), silent: true }
}
