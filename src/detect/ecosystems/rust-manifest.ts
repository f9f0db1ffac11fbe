import { byCodeUnit, dirname, join, normalize } from '../../text/paths.ts'
import type { Doc } from '../documents/doc.ts'
import { certain } from '../fact.ts'
import type { Binary, Dependency, Fact } from '../types.ts'
import { isTable, list, table, text, texts } from '../values.ts'
import type { View } from '../view.ts'

/** The manifest of a workspace, for fields that members inherit. */
export type Inherited = Doc | undefined

/** @returns `package.<field>`, from the workspace where the manifest says so */
export function packageField(view: View, doc: Doc, root: Inherited, field: string): Fact<string> | undefined {
  const own = doc.get('package', field)
  const [from, keys] =
    isTable(own) && own['workspace'] === true ? [root, ['workspace', 'package', field]] : [doc, ['package', field]]
  const value = from?.get(...keys)
  if (!from || (typeof value !== 'string' && typeof value !== 'number') || value === '') return undefined
  return certain(String(value), view.evidence(from.path, from.line(...keys), `Cargo.toml package.${field}`))
}

const SECTIONS = [
  ['dependencies', 'normal'],
  ['dev-dependencies', 'dev'],
  ['build-dependencies', 'build'],
] as const

/** A dependency of Cargo.toml; `path` is the folder of a package of this repository. */
export interface CargoDependency extends Dependency {
  readonly path?: string
  /** True without the default features. */
  readonly bare?: boolean
}

/** @returns the dependencies of a manifest, inherited ones resolved; those of other operating systems than Linux are left out */
export function cargoDependencies(doc: Doc, root: Inherited): readonly CargoDependency[] {
  const found: CargoDependency[] = []
  for (const [section, kind] of SECTIONS) {
    for (const name of Object.keys(table(doc.get(section)))) found.push(dependency(doc, root, [section, name], kind))
    for (const target of Object.keys(table(doc.get('target'))).filter(onLinux)) {
      const keys = ['target', target, section]
      for (const name of Object.keys(table(doc.get(...keys)))) found.push(dependency(doc, root, [...keys, name], kind))
    }
  }
  return found
}

function onLinux(target: string): boolean {
  return !/windows|macos|wasm|android|ios\b|apple/.test(target) || target.includes('not(')
}

function dependency(doc: Doc, root: Inherited, keys: readonly string[], kind: Dependency['kind']): CargoDependency {
  const name = keys.at(-1) ?? ''
  const own = doc.get(...keys)
  const inherits = isTable(own) && own['workspace'] === true
  const from = inherits ? root : doc
  const entry = inherits ? root?.get('workspace', 'dependencies', name) : own
  const fields = table(entry)
  const range = typeof entry === 'string' ? entry : text(fields['version'])
  const path = text(fields['path'])
  const features = [...new Set([...texts(fields['features']), ...texts(table(own)['features'])])]
  const optional = table(own)['optional'] === true || fields['optional'] === true
  const bare = fields['default-features'] === false && table(own)['default-features'] !== true
  const called = text(fields['package']) ?? name
  const folder = path === undefined ? patchedBy(root, called) : from && below(from, path)
  return {
    name: called,
    ...(called === name ? {} : { alias: name }),
    kind: optional ? 'optional' : kind,
    line: doc.line(...keys),
    ...(range === undefined ? {} : { range }),
    ...(folder === undefined ? {} : { path: folder }),
    ...(features.length ? { features } : {}),
    ...(bare ? { bare } : {}),
  }
}

/** `[patch.crates-io]` of the root puts a folder of the repository in the place of a release. */
function patchedBy(root: Inherited, name: string): string | undefined {
  const path = text(table(root?.get('patch', 'crates-io', name))['path'])
  return root && path !== undefined ? below(root, path) : undefined
}

function below(manifest: Doc, path: string): string | undefined {
  return normalize(`${dirname(manifest.path)}/${path}`)
}

/** @returns the binaries that cargo builds from the package, by its rules for `[[bin]]` and for files in src/ */
export function cargoBinaries(view: View, doc: Doc): readonly Binary[] {
  const folder = dirname(doc.path)
  const name = text(doc.get('package', 'name')) ?? ''
  const found = new Map<string, Binary>()
  for (const entry of list(doc.get('bin')).map(table)) {
    const own = text(entry['name']) ?? name
    const source = binarySource(view, folder, name, own, text(entry['path']))
    const required = texts(entry['required-features'])
    found.set(own, {
      name: own,
      ...(source ? { source } : {}),
      ...(required.length ? { requiredFeatures: required } : {}),
    })
  }
  const named = new Set([...found.values()].map(binary => binary.source))
  if (doc.get('package', 'autobins') !== false) {
    for (const binary of binariesByFile(view, folder, name)) {
      if (!found.has(binary.name) && !named.has(binary.source)) found.set(binary.name, binary)
    }
  }
  return [...found.values()].sort((a, b) => byCodeUnit(a.name, b.name))
}

function binarySource(
  view: View,
  folder: string,
  name: string,
  own: string,
  path: string | undefined,
): string | undefined {
  const guesses = [
    `src/bin/${own}.rs`,
    `src/bin/${own}/main.rs`,
    ...(own === name ? ['src/main.rs'] : []),
    'src/main.rs',
  ]
  for (const file of path === undefined ? guesses : [path]) {
    const at = normalize(`${folder}/${file}`)
    if (at !== undefined && view.has(at)) return at
  }
  return undefined
}

function binariesByFile(view: View, folder: string, name: string): readonly Binary[] {
  const found: Binary[] = []
  const main = join(folder, 'src/main.rs')
  if (view.has(main)) found.push({ name, source: main })
  const bins = `${join(folder, 'src/bin')}/`
  for (const file of view.below(bins)) {
    const match = /^([^/]+)(?:\.rs|\/main\.rs)$/.exec(file.slice(bins.length))
    if (match?.[1]) found.push({ name: match[1], source: file })
  }
  return found
}

/** @returns path of the library's root file; undefined when the package has none */
export function cargoLibrary(view: View, doc: Doc): string | undefined {
  const folder = dirname(doc.path)
  const path = normalize(`${folder}/${text(doc.get('lib', 'path')) ?? 'src/lib.rs'}`)
  return path !== undefined && view.has(path) ? path : undefined
}
