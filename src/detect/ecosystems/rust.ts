import { basename, byCodeUnit, dirname, isInside, join, normalize } from '../../text/paths.ts'
import type { Doc } from '../documents/doc.ts'
import { certain, known } from '../fact.ts'
import type { Binary, Dependency, Fact, Package, Project } from '../types.ts'
import { isTable, table, text, texts } from '../values.ts'
import type { View } from '../view.ts'
import { lockedFor, readCargoLock, type CargoLock } from './cargo-lock.ts'
import { glob } from './globs.ts'
import { isForeign, type Found, type SourcePackage } from './model.ts'
import {
  cargoBinaries,
  cargoDependencies,
  cargoLibrary,
  packageField,
  type CargoDependency,
  type Inherited,
} from './rust-manifest.ts'
import { rustToolchain } from './rust-toolchain.ts'

/** @returns the cargo projects of the repository: workspaces with their members, and packages that belong to none */
export function readRust(view: View): Found {
  const docs = new Map<string, Doc>()
  for (const path of view.named('Cargo.toml')) {
    if (basename(path) !== 'Cargo.toml' || isForeign(path)) continue
    const doc = view.toml(path)
    if (doc) docs.set(dirname(path), doc)
  }
  const roots = projectRoots(docs)
  const packages = new Map<string, SourcePackage>()
  const projects: Project[] = []
  for (const root of [...new Set(roots.values())].sort(byCodeUnit)) {
    const members = [...docs.keys()].filter(
      folder => roots.get(folder) === root && isTable(docs.get(folder)?.get('package')),
    )
    const { project, sources } = readProject(view, docs, root, members)
    projects.push(project)
    for (const source of sources) packages.set(source.facts.path, source)
  }
  return { projects, packages }
}

/** For each manifest's folder, the folder of the project it is built in. */
function projectRoots(docs: ReadonlyMap<string, Doc>): ReadonlyMap<string, string> {
  const roots = new Map<string, string>()
  const workspaces = [...docs.keys()].filter(folder => isTable(docs.get(folder)?.get('workspace')))
  for (const root of workspaces) {
    roots.set(root, root)
    for (const member of workspaceMembers(docs, root)) if (!workspaces.includes(member)) roots.set(member, root)
  }
  for (const [folder, doc] of docs) {
    if (roots.has(folder)) continue
    const named = text(doc.get('package', 'workspace'))
    const root = named === undefined ? undefined : normalize(`${folder}/${named}`)
    roots.set(folder, root !== undefined && workspaces.includes(root) ? root : folder)
  }
  return roots
}

/** The innermost workspace around a package that belongs to none and that no workspace leaves out. */
function orphanOf(docs: ReadonlyMap<string, Doc>, folder: string, project: string): string | undefined {
  if (folder !== project || isTable(docs.get(folder)?.get('workspace'))) return undefined
  const around = [...docs.keys()]
    .filter(root => root !== folder && isInside(folder, root) && isTable(docs.get(root)?.get('workspace')))
    .sort((a, b) => b.length - a.length)[0]
  return around !== undefined && !isExcluded(docs, around, folder) ? around : undefined
}

function isExcluded(docs: ReadonlyMap<string, Doc>, root: string, folder: string): boolean {
  const excluded = texts(table(docs.get(root)?.get('workspace'))['exclude']).flatMap(path => normalize(path) ?? [])
  return excluded.some(path => isInside(belowRoot(root, folder), path))
}

function belowRoot(root: string, folder: string): string {
  return root === '.' ? folder : folder.slice(root.length + 1)
}

function workspaceMembers(docs: ReadonlyMap<string, Doc>, root: string): ReadonlySet<string> {
  const workspace = table(docs.get(root)?.get('workspace'))
  const candidates = [...docs.keys()].filter(folder => folder !== root && isInside(folder, root))
  const isOut = (folder: string): boolean => isExcluded(docs, root, folder)
  const patterns = texts(workspace['members']).map(glob)
  const members = new Set(
    candidates.filter(folder => patterns.some(matches => matches(belowRoot(root, folder))) && !isOut(folder)),
  )
  // What a member depends on by path, below the root, is a member as well.
  const queue = [root, ...members]
  for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
    const doc = docs.get(next)
    for (const dependency of doc ? cargoDependencies(doc, docs.get(root)) : []) {
      const { path } = dependency
      if (path === undefined || members.has(path) || !candidates.includes(path) || isOut(path)) continue
      members.add(path)
      queue.push(path)
    }
  }
  return members
}

function readProject(
  view: View,
  docs: ReadonlyMap<string, Doc>,
  root: string,
  members: readonly string[],
): { project: Project; sources: readonly SourcePackage[] } {
  const rootDoc = docs.get(root)
  const lockPath = join(root, 'Cargo.lock')
  const lock = view.has(lockPath) ? readCargoLock(view.text(lockPath) ?? '') : undefined
  const ordered = [...members].sort((a, b) => Number(b === root) - Number(a === root) || byCodeUnit(a, b))
  const sources = ordered.flatMap(folder => {
    const doc = docs.get(folder)
    return doc ? [readPackage(view, doc, root, rootDoc, docs, lock)] : []
  })
  const minimum = rootDoc && workspaceVersion(view, rootDoc)
  const project = known<Project>({
    path: root,
    ecosystem: 'rust',
    manager: certain('cargo', view.evidence(join(root, 'Cargo.toml'), undefined, 'Cargo.toml')),
    managerVersion: undefined,
    runtime: rustToolchain(view, root),
    minimumRuntime:
      minimum ?? sources.map(source => rustVersion(view, source.doc, rootDoc)).find(fact => fact !== undefined),
    lockfile: lock ? certain(lockPath, view.evidence(lockPath, undefined, 'Cargo.lock')) : undefined,
    workspace: members.some(folder => folder !== root),
    packages: sources.map(source => source.facts),
  })
  return { project, sources }
}

function workspaceVersion(view: View, doc: Doc): Fact<string> | undefined {
  const keys = ['workspace', 'package', 'rust-version']
  const value = text(doc.get(...keys))
  return value === undefined
    ? undefined
    : certain(value, view.evidence(doc.path, doc.line(...keys), 'Cargo.toml rust-version'))
}

/** @returns the oldest compiler that the package says it can be built with */
export function rustVersion(view: View, doc: Doc, root: Inherited): Fact<string> | undefined {
  return packageField(view, doc, root, 'rust-version')
}

function readPackage(
  view: View,
  doc: Doc,
  project: string,
  root: Inherited,
  docs: ReadonlyMap<string, Doc>,
  lock: CargoLock | undefined,
): SourcePackage {
  const folder = dirname(doc.path)
  const dependencies = cargoDependencies(doc, root)
  const facts = known<Package>({
    path: folder,
    manifest: doc.path,
    name: packageField(view, doc, root, 'name'),
    version: packageField(view, doc, root, 'version'),
    description: packageField(view, doc, root, 'description'),
    license: packageField(view, doc, root, 'license'),
    private: isPrivate(doc, root),
    scripts: {},
    dependencies: dependencies.map(dependency => listed(dependency, lock)),
    binaries: withSourceOf(cargoBinaries(view, doc)),
    hasLibrary: cargoLibrary(view, doc) !== undefined,
    typescript: false,
    esm: false,
  })
  const local = dependencies.flatMap(({ kind, path }) =>
    path !== undefined && kind !== 'dev' && kind !== 'build' && docs.has(path) ? [path] : [],
  )
  return known<SourcePackage>({
    facts,
    doc,
    project,
    local,
    edition: packageField(view, doc, root, 'edition'),
    defaultRun: text(doc.get('package', 'default-run')),
    bare: new Set(dependencies.filter(dependency => dependency.bare).map(dependency => dependency.name)),
    main: undefined,
    orphanOf: orphanOf(docs, folder, project),
    lock,
  })
}

function isPrivate(doc: Doc, root: Inherited): boolean {
  const own = doc.get('package', 'publish')
  const value = isTable(own) && own['workspace'] === true ? root?.get('workspace', 'package', 'publish') : own
  return value === false || (Array.isArray(value) && value.length === 0)
}

function withSourceOf(binaries: readonly Binary[]): readonly Binary[] {
  return binaries.filter(binary => binary.name !== '')
}

function listed({ path: _, bare: __, ...dependency }: CargoDependency, lock: CargoLock | undefined): Dependency {
  const version = lockedFor(lock, dependency.name, dependency.range)
  return version === undefined ? dependency : { ...dependency, locked: version }
}
