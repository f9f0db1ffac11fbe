import { basename, dirname, isInside, join, normalize } from '../../text/paths.ts'
import { literally } from '../../text/patterns.ts'
import type { Doc } from '../documents/doc.ts'
import { certain, known } from '../fact.ts'
import type { Evidence, Fact, Package } from '../types.ts'
import { table, text } from '../values.ts'
import type { View } from '../view.ts'
import { isForeign, type SourcePackage } from './model.ts'

/** An application that the configuration of a build tool describes, in a folder without a package.json. */
interface Application {
  readonly name: string
  readonly folder: string
  readonly doc: Doc
  /** Keys of the entry in the document. */
  readonly keys: readonly string[]
  /** Source file that it starts with, relative to the repository, without extension. */
  readonly main: string | undefined
  readonly rule: string
}

/**
 * @returns the applications of workspaces with one package.json for all (Nx, the monorepo mode of Nest, Angular): packages with no other dependencies
 * than those that a manifest beside them names, with the scripts of the root that speak of them
 */
export function describedApplications(
  view: View,
  packages: ReadonlyMap<string, SourcePackage>,
): readonly SourcePackage[] {
  const found = new Map<string, SourcePackage>()
  for (const application of [
    ...nxProjects(view),
    ...listedProjects(view, 'nest-cli.json'),
    ...listedProjects(view, 'angular.json'),
  ]) {
    const { folder } = application
    const own = packages.get(folder)
    if ((own && !isBare(own)) || found.has(folder)) continue
    const root = [...packages.values()]
      .filter(source => source !== own && isInside(folder, source.facts.path))
      .sort((a, b) => b.facts.path.length - a.facts.path.length)[0]
    if (root) found.set(folder, withOwn(asPackage(view, application, root), own))
  }
  return [...found.values()]
}

/** A manifest that only names the member: what it is built and run with stands elsewhere. */
function isBare({ facts }: SourcePackage): boolean {
  return !Object.keys(facts.scripts).length && !facts.binaries.length && !facts.hasLibrary
}

function withOwn(described: SourcePackage, own: SourcePackage | undefined): SourcePackage {
  if (!own) return described
  const { manifest, name = described.facts.name, dependencies } = own.facts
  const facts = known<Package>({ ...described.facts, manifest, name, dependencies })
  return { ...described, facts, local: own.local }
}

function nxProjects(view: View): readonly Application[] {
  return view
    .named('project.json')
    .filter(path => basename(path) === 'project.json' && !isForeign(path))
    .flatMap(path => {
      const doc = view.json(path)
      if (doc?.get('projectType') !== 'application') return []
      const folder = dirname(path)
      const options = ['targets', 'build', 'options'] as const
      const main = text(doc.get(...options, 'main')) ?? text(doc.get(...options, 'browser'))
      const name = text(doc.get('name')) ?? basename(folder)
      return [{ name, folder, doc, keys: [], main: main && fromRoot(main, folder), rule: 'project.json' }]
    })
}

/** `main` is relative to the root of the workspace, or says where it is. */
function fromRoot(main: string, folder: string): string | undefined {
  return normalize(main.replace('{projectRoot}', folder).replace('{workspaceRoot}/', ''))
}

/** nest-cli.json and angular.json list projects by name. */
function listedProjects(view: View, file: string): readonly Application[] {
  return view
    .named(file)
    .filter(path => basename(path) === file && !isForeign(path))
    .flatMap(path => {
      const doc = view.json(path, true)
      return Object.entries(table(doc?.get('projects'))).flatMap(([name, entry]) => {
        const project = table(entry)
        const own = text(project['root']) ?? ''
        const folder = normalize(`${dirname(path)}/${own}`)
        if (!doc || (project['type'] ?? project['projectType']) !== 'application') return []
        if (folder === undefined || folder === dirname(path)) return []
        const source = text(project['sourceRoot'])
        const main =
          file === 'nest-cli.json'
            ? join(dirname(path), source ?? join(own, 'src'), text(project['entryFile']) ?? 'main')
            : undefined
        return [{ name, folder, doc, keys: ['projects', name], main, rule: file }]
      })
    })
}

function asPackage(
  view: View,
  { name, folder, doc, keys, main, rule }: Application,
  root: SourcePackage,
): SourcePackage {
  const at: Evidence = view.evidence(doc.path, keys.length ? doc.line(...keys) : undefined, `application of ${rule}`)
  const facts: Package = known<Package>({
    path: folder,
    manifest: doc.path,
    name: certain(basename(folder) === '' ? name : name, at),
    version: undefined,
    description: undefined,
    license: undefined,
    private: true,
    scripts: scriptsFor(
      root.facts.scripts,
      name,
      folder,
      root.facts.path,
      isDefaultProject(view, folder, root.facts.path),
    ),
    dependencies: [],
    binaries: [],
    hasLibrary: false,
    typescript: view.has(join(folder, 'tsconfig.json')) || root.facts.typescript,
    esm: root.facts.esm,
  })
  return {
    facts,
    doc,
    project: root.project,
    local: [],
    host: root.facts.path,
    ...(main === undefined || !isInside(main, folder) ? {} : { main: main.slice(folder.length + 1) }),
  }
}

/** Options of `nest build` that are followed by a word of their own. */
const BUILD_VALUES = /^(?:-[cpb]|--config|--path|--builder)$/

/** False where Nest builds what it is told to: the projects that are named, or without a name and `--all` the one that it calls its own. */
function buildsAll(script: string, isDefault: boolean): boolean {
  const line = script.split(/&&|;/).find(command => /\bnest build\b/.test(command))
  if (line === undefined) return true
  const words = line.trim().split(/\s+/)
  const rest = words.slice(words.indexOf('build') + 1)
  const isNamed = rest.some((word, i) => !word.startsWith('-') && !BUILD_VALUES.test(rest[i - 1] ?? ''))
  return rest.includes('--all') || (isDefault && !isNamed)
}

/** True for the project that the commands of Nest are about when no other is named. */
function isDefaultProject(view: View, folder: string, root: string): boolean {
  const path = join(root, 'nest-cli.json')
  const doc = view.has(path) ? view.json(path, true) : undefined
  const own = text(doc?.get('root')) ?? text(doc?.get('sourceRoot'))?.replace(/\/src$/, '')
  return own !== undefined && normalize(`${root}/${own}`) === folder
}

/** The scripts of the root that name the application or its folder; those that build everything stand for it where none does. */
function scriptsFor(
  scripts: Package['scripts'],
  name: string,
  folder: string,
  root: string,
  isDefault: boolean,
): Readonly<Record<string, Fact<string>>> {
  const below = root === '.' ? folder : folder.slice(root.length + 1)
  const word = (value: string): RegExp => new RegExp(String.raw`(?:^|[\s:=/"'])${literally(value)}(?:$|[\s:/"'])`)
  const own = Object.entries(scripts).filter(
    ([, script]) =>
      word(below).test(script.value) ||
      (/\b(?:nx|nest|ng|turbo)\b/.test(script.value) && word(name).test(script.value)),
  )
  const build = scripts['build']
  const stands = build && !own.some(([key]) => key.startsWith('build')) && buildsAll(build.value, isDefault)
  const all = stands ? [['build', build] as const] : []
  return Object.assign(Object.create(null) as Record<string, Fact<string>>, Object.fromEntries([...all, ...own]))
}
