import { basename, byCodeUnit, dirname, isInside, join, normalize } from '../../text/paths.ts'
import type { Doc } from '../documents/doc.ts'
import { certain, known } from '../fact.ts'
import type { Binary, Dependency, Fact, Package, Project } from '../types.ts'
import { isTable, table, text, texts } from '../values.ts'
import type { View } from '../view.ts'
import { glob } from './globs.ts'
import { isForeign, type Found, type SourcePackage } from './model.ts'
import { describedApplications } from './node-apps.ts'
import { nodeLock, type NodeLock } from './node-lock.ts'
import { managerVersion, packageManager } from './node-manager.ts'
import { shellLines } from './node-shell.ts'
import { nodeVersion } from './node-version.ts'

/** @returns the projects with a package.json: workspaces with their members, and packages that belong to none */
export function readNode(view: View): Found {
  const docs = new Map<string, Doc>()
  for (const path of view.named('package.json')) {
    if (basename(path) !== 'package.json' || isForeign(path)) continue
    const doc = view.json(path)
    if (doc && isTable(doc.get())) docs.set(dirname(path), doc)
  }
  const roots = projectRoots(view, docs)
  const packages = new Map<string, SourcePackage>()
  const projects: Project[] = []
  for (const root of [...new Set(roots.values())].sort(byCodeUnit)) {
    const members = [...docs.keys()].filter(folder => roots.get(folder) === root)
    const { project, sources } = readProject(view, docs, root, members)
    projects.push(project)
    for (const source of sources) packages.set(source.facts.path, source)
  }
  for (const source of describedApplications(view, packages)) packages.set(source.facts.path, source)
  return { projects, packages }
}

function projectRoots(view: View, docs: ReadonlyMap<string, Doc>): ReadonlyMap<string, string> {
  const roots = new Map<string, string>([...docs.keys()].map(folder => [folder, folder]))
  // Inner workspaces come last, so that they keep their own members.
  for (const root of [...workspaceFolders(view, docs)].sort(byCodeUnit)) {
    const patterns = workspacePatterns(view, docs.get(root), root)
    const wanted = patterns.filter(pattern => !pattern.startsWith('!')).map(glob)
    const unwanted = patterns.filter(pattern => pattern.startsWith('!')).map(pattern => glob(pattern.slice(1)))
    for (const folder of docs.keys()) {
      if (folder === root || !isInside(folder, root)) continue
      const below = root === '.' ? folder : folder.slice(root.length + 1)
      if (wanted.some(matches => matches(below)) && !unwanted.some(matches => matches(below))) roots.set(folder, root)
    }
  }
  return roots
}

function workspaceFolders(view: View, docs: ReadonlyMap<string, Doc>): ReadonlySet<string> {
  const pnpm = view
    .named('pnpm-workspace.yaml')
    .filter(path => !isForeign(path))
    .map(dirname)
  const own = [...docs].filter(([, doc]) => doc.get('workspaces') !== undefined).map(([folder]) => folder)
  return new Set([...pnpm, ...own])
}

function workspacePatterns(view: View, doc: Doc | undefined, root: string): readonly string[] {
  const pnpm = join(root, 'pnpm-workspace.yaml')
  if (view.has(pnpm)) return texts(view.yaml(pnpm)?.get('packages'))
  const own = doc?.get('workspaces')
  return texts(isTable(own) ? own['packages'] : own)
}

function readProject(
  view: View,
  docs: ReadonlyMap<string, Doc>,
  root: string,
  members: readonly string[],
): { project: Project; sources: readonly SourcePackage[] } {
  const any = nodeLock(view, root)
  const manager = packageManager(view, root, docs.get(root), any)
  const lock = any && any.manager !== manager.value ? nodeLock(view, root, manager.value) : any
  const names = new Map(
    [...members].flatMap(folder =>
      text(docs.get(folder)?.get('name')) === undefined
        ? []
        : [[String(docs.get(folder)?.get('name')), folder] as const],
    ),
  )
  const ordered = [...members].sort((a, b) => Number(b === root) - Number(a === root) || byCodeUnit(a, b))
  const sources = ordered.flatMap(folder => {
    const doc = docs.get(folder)
    return doc ? [readPackage(view, doc, root, names, lock)] : []
  })
  const project = known<Project>({
    path: root,
    ecosystem: 'node',
    manager,
    managerVersion: managerVersion(view, root, docs.get(root), manager.value, lock),
    runtime: nodeVersion(view, root, docs.get(root)),
    minimumRuntime: undefined,
    lockfile:
      lock && lock.manager === manager.value
        ? certain(lock.path, view.evidence(lock.path, undefined, 'lock file'))
        : undefined,
    workspace: members.some(folder => folder !== root),
    packages: sources.map(source => source.facts),
  })
  return { project, sources }
}

function readPackage(
  view: View,
  doc: Doc,
  project: string,
  names: ReadonlyMap<string, string>,
  lock: NodeLock | undefined,
): SourcePackage {
  const folder = dirname(doc.path)
  const dependencies = dependenciesOf(doc, folder, lock)
  const facts = known<Package>({
    path: folder,
    manifest: doc.path,
    name: field(view, doc, 'name'),
    version: field(view, doc, 'version'),
    description: field(view, doc, 'description'),
    license: field(view, doc, 'license'),
    private: doc.get('private') === true,
    scripts: scriptsOf(view, doc),
    dependencies,
    binaries: binariesOf(doc, folder),
    hasLibrary:
      doc.get('exports') !== undefined ||
      doc.get('module') !== undefined ||
      doc.get('types') !== undefined ||
      doc.get('typings') !== undefined,
    typescript:
      view.has(join(folder, 'tsconfig.json')) || dependencies.some(dependency => dependency.name === 'typescript'),
    esm: doc.get('type') === 'module',
  })
  const local = dependencies
    .filter(dependency => dependency.kind === 'normal' || dependency.kind === 'dev')
    .flatMap(dependency => localFolder(doc, folder, dependency, names))
  return known<SourcePackage>({
    facts,
    doc,
    project,
    local,
    edition: undefined,
    defaultRun: undefined,
    lock: undefined,
    main: text(doc.get('main')) ?? text(doc.get('module')),
    shell: file => shellLines(view, folder, file),
  })
}

function field(view: View, doc: Doc, name: string): Fact<string> | undefined {
  const value = text(doc.get(name))
  return value === undefined
    ? undefined
    : certain(value, view.evidence(doc.path, doc.line(name), `package.json ${name}`))
}

function scriptsOf(view: View, doc: Doc): Readonly<Record<string, Fact<string>>> {
  const found = Object.entries(table(doc.get('scripts'))).flatMap(([name, value]) => {
    const script = text(value)
    return script === undefined
      ? []
      : [
          [
            name,
            certain(script, view.evidence(doc.path, doc.line('scripts', name), `package.json scripts.${name}`)),
          ] as const,
        ]
  })
  return Object.assign(Object.create(null) as Record<string, Fact<string>>, Object.fromEntries(found))
}

const SECTIONS = [
  ['dependencies', 'normal'],
  ['devDependencies', 'dev'],
  ['optionalDependencies', 'optional'],
  ['peerDependencies', 'peer'],
] as const

function dependenciesOf(doc: Doc, folder: string, lock: NodeLock | undefined): readonly Dependency[] {
  return SECTIONS.flatMap(([section, kind]) =>
    Object.entries(table(doc.get(section))).map(([name, value]) => {
      const range = typeof value === 'string' ? value : undefined
      const locked = range === undefined ? undefined : lock?.version(name, range, folder)
      return known<Dependency>({ name, kind, range, locked, features: undefined, line: doc.line(section, name) })
    }),
  )
}

function binariesOf(doc: Doc, folder: string): readonly Binary[] {
  const bin = doc.get('bin')
  const entries =
    typeof bin === 'string'
      ? [[text(doc.get('name'))?.replace(/^@[^/]*\//, '') ?? '', bin] as const]
      : Object.entries(table(bin))
  return entries.flatMap(([name, file]) => {
    const source = typeof file === 'string' ? normalize(`${folder}/${file}`) : undefined
    return name === '' ? [] : [{ name, ...(source === undefined ? {} : { source }) }]
  })
}

/** Another package of the same project, by the workspace protocol, by a path, or by a plain version of a member's name. */
function localFolder(
  doc: Doc,
  folder: string,
  dependency: Dependency,
  names: ReadonlyMap<string, string>,
): readonly string[] {
  const path = /^(?:file|link|portal):(.+)$/.exec(dependency.range ?? '')?.[1]
  const target = path === undefined ? names.get(dependency.name) : normalize(`${folder}/${path}`)
  return target === undefined || target === dirname(doc.path) ? [] : [target]
}
