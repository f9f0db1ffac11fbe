import { byCodeUnit } from '../../text/paths.ts'
import type { DependencyTrait } from '../catalogue.ts'
import { DETECTORS } from '../dependencies/index.ts'
import { DETECTORS as frameworks } from '../frameworks/index.ts'
import { cratesBelow } from '../ecosystems/cargo-lock.ts'
import type { SourcePackage } from '../ecosystems/model.ts'
import { certain } from '../fact.ts'
import type { Dependency, Evidence, Fact, NeedFact } from '../types.ts'
import { table, texts } from '../values.ts'
import type { View } from '../view.ts'
import { compiledIn, enabledBy } from './enabled.ts'
import { exposingPackages } from './metrics.ts'

const TRAITS: readonly DependencyTrait[] = DETECTORS
/** Dependencies that expose metrics. */
const EXPOSING = { node: new Set(exposingPackages('node')), rust: new Set(exposingPackages('rust')) }
/** What a framework brings along for its own options says nothing of the service. */
const FRAMEWORKS = new Set(frameworks.flatMap(framework => framework.packages))

/** What the dependencies of a service say of it. */
export interface Needs {
  readonly databases: readonly NeedFact[]
  readonly cache: readonly NeedFact[]
  readonly queues: readonly NeedFact[]
  readonly orm: readonly Fact<string>[]
  readonly logging: readonly Fact<string>[]
  readonly metrics: readonly Fact<string>[]
}

/** A dependency with the manifest it stands in. */
export interface Used {
  readonly dependency: Dependency
  readonly manifest: string
}

/**
 * @returns a package and those of the repository that it is built from, the nearest first; what a library needs for its own development
 * is built into nothing
 */
export function closureOf(
  source: SourcePackage,
  packages: ReadonlyMap<string, SourcePackage>,
): readonly SourcePackage[] {
  const seen = new Set([source.facts.path])
  const builtIn = (folder: string): SourcePackage | undefined => {
    const found = packages.get(folder)
    return folder === source.facts.path ? found : (found?.offered ?? found)
  }
  for (const folder of seen) {
    const { local = [], facts } = builtIn(folder) ?? {}
    const shipped = new Set(facts?.dependencies.flatMap(({ kind, name }) => (kind === 'dev' ? [] : [name])))
    // The tests may ask for more features of what the library is built with anyway.
    const dev = new Set(
      facts?.dependencies.flatMap(({ kind, name }) => (kind === 'dev' && !shipped.has(name) ? [name] : [])),
    )
    for (const next of local)
      if (folder === source.facts.path || !dev.has(packages.get(next)?.facts.name?.value ?? '')) seen.add(next)
  }
  return [...seen].flatMap(folder => builtIn(folder) ?? [])
}

/** @returns the dependencies that are shipped with a package: its own, and those of the packages of the repository below it */
export function usedBy(source: SourcePackage, packages: ReadonlyMap<string, SourcePackage>): readonly Used[] {
  const closure = closureOf(source, packages)
  return closure.flatMap(library => {
    const { facts } = library
    const isIn = compiledIn(library, closure)
    const isOwn = facts.path === source.facts.path
    // An optional dependency of a library is there where something switches it on, and is not optional then.
    const shipped = facts.dependencies
      .filter(dependency => (isOwn ? isShipped(dependency) : dependency.kind === 'normal' || isIn(dependency)))
      .map(dependency => (isOwn ? dependency : { ...dependency, kind: 'normal' as const }))
    return shipped.map(dependency => ({ dependency, manifest: dependency.manifest ?? facts.manifest }))
  })
}

function isShipped({ kind }: Dependency): boolean {
  return kind === 'normal' || kind === 'optional'
}

/**
 * @returns what a Rust package can be built with: features of its own that switch on features of its dependencies (`sqlite = ["diesel/sqlite"]`),
 * through packages of the repository as well (`sqlite = ["core/sqlite"]`); those of the default features are required
 */
export function selectableFeatures(
  source: SourcePackage,
  packages: ReadonlyMap<string, SourcePackage>,
): readonly Used[] {
  const own = table(source.doc.get('features'))
  const defaults = enabledBy(own, ['default'])
  const closure = closureOf(source, packages)
  return Object.keys(own).flatMap(feature => switchedOn(source, feature, closure, defaults.has(feature), new Set()))
}

function switchedOn(
  source: SourcePackage,
  feature: string,
  closure: readonly SourcePackage[],
  isDefault: boolean,
  seen: Set<string>,
): readonly Used[] {
  const { facts, doc } = source
  const key = `${facts.path}\0${feature}`
  if (seen.has(key)) return []
  seen.add(key)
  const features = table(doc.get('features'))
  return texts(features[feature]).flatMap(value => {
    // Those of the package itself are asked one by one; a library's are there because another asks for them.
    if (seen.size > 1 && features[value] !== undefined) return switchedOn(source, value, closure, isDefault, seen)
    const [, name = '', inner] = /^(?:dep:)?([^/?]+)\??(?:\/(.+))?$/.exec(value) ?? []
    const dependency = facts.dependencies.find(
      d => isNamed(d.alias ?? d.name, name) && d.kind !== 'dev' && d.kind !== 'build',
    )
    const local = inner === undefined ? undefined : closure.find(other => isNamed(other.facts.name?.value ?? '', name))
    if (local && inner !== undefined) return switchedOn(local, inner, closure, isDefault, seen)
    const isNamedFeature = inner === undefined && !value.startsWith('dep:')
    // An optional dependency is a feature of its own name.
    if (!dependency || (isNamedFeature && (dependency.kind !== 'optional' || features[value] !== undefined))) return []
    const kind = isDefault && (dependency.kind === 'normal' || seen.size > 1) ? 'normal' : 'optional'
    const asked = inner === undefined ? (dependency.features ?? []) : [inner]
    const line = doc.line('features', feature)
    return [{ dependency: { ...dependency, kind, features: asked, line }, manifest: facts.manifest }]
  })
}

/** A crate may be written with dashes or underscores. */
function isNamed(a: string, b: string): boolean {
  return a.replaceAll('-', '_') === b.replaceAll('-', '_')
}

/** @returns databases, caches, queues and libraries that `used` shows */
export function needsOf(view: View, ecosystem: 'rust' | 'node', used: readonly Used[]): Needs {
  const needs = { databases: new Needed(), cache: new Needed(), queues: new Needed() }
  const facts = {
    orm: new Map<string, Fact<string>>(),
    logging: new Map<string, Fact<string>>(),
    metrics: new Map<string, Fact<string>>(),
  }
  const minor = new Map<string, Fact<string>>()
  const silent = new Map<string, Fact<string>>()
  const add = (map: Map<string, Fact<string>>, name: string, evidence: Evidence): void => {
    if (!map.has(name)) map.set(name, certain(name, evidence))
  }
  for (const { dependency, manifest } of used) {
    const known = knownName(dependency)
    for (const trait of TRAITS) {
      const names = ecosystem === 'rust' ? trait.cargo : trait.npm
      if (!names?.includes(known)) continue
      const evidence = view.evidence(manifest, dependency.line, `dependency ${dependency.name}`)
      const optional = trait.optional === true || dependency.kind === 'optional'
      needs.databases.add(trait.database, optional, evidence)
      needs.cache.add(trait.cache, optional, evidence)
      needs.queues.add(trait.queue, optional, evidence)
      for (const feature of dependency.features ?? []) {
        const extra = trait.features?.[feature]
        for (const database of extra?.databases ?? []) needs.databases.add(database, optional, evidence)
        needs.cache.add(extra?.cache, optional, evidence)
        needs.queues.add(extra?.queue, optional || extra?.optional === true, evidence)
      }
      if (trait.orm !== undefined) add(facts.orm, trait.orm === true ? known : trait.orm, evidence)
      if (trait.logging !== undefined)
        add(trait.minor === 'silent' ? silent : trait.minor ? minor : facts.logging, trait.logging, evidence)
    }
    if (EXPOSING[ecosystem].has(dependency.name))
      add(facts.metrics, dependency.name, view.evidence(manifest, dependency.line, `dependency ${dependency.name}`))
  }
  return {
    databases: needs.databases.all(),
    cache: needs.cache.all(),
    queues: needs.queues.all(),
    orm: [...facts.orm.values()],
    logging: [...facts.logging.values(), ...minor.values(), ...silent.values()],
    metrics: [...facts.metrics.values()],
  }
}

/** Loggers of requests, which say nothing of what else happens. */
const REQUESTS = new Set(TRAITS.flatMap(trait => (trait.minor === 'requests' ? (trait.logging ?? []) : [])))

/** @returns true for a logger that only writes what was asked of a service */
export function logsRequests({ value }: Fact<string>): boolean {
  return REQUESTS.has(value)
}

const CRATES = new Set(TRAITS.flatMap(trait => trait.cargo ?? []))

/** A fork under the name of what it replaces (`diesel = { package = "our_diesel" }`) is used like that. */
function knownName({ name, alias }: Dependency): string {
  return alias !== undefined && !CRATES.has(name) ? alias : name
}

/**
 * @param packages of the repository: what they need is among `used`; the lock file also has what their tests need, and what nobody switched on
 * @returns caches and queues whose client is compiled in through another crate, as the lock file says; services run without most of them
 */
export function hiddenNeeds(
  view: View,
  source: SourcePackage,
  lockPath: string | undefined,
  used: readonly Used[],
  packages: ReadonlyMap<string, SourcePackage>,
): Pick<Needs, 'cache' | 'queues'> {
  const { lock } = source
  const [cache, queues] = [new Needed(), new Needed()]
  const own = [...packages.values()].flatMap(({ facts }) => facts.name?.value ?? [])
  const below =
    lock && lockPath !== undefined
      ? cratesBelow(
          lock,
          used.map(use => use.dependency.name),
          new Set([...FRAMEWORKS, ...own]),
        )
      : new Set<string>()
  for (const trait of TRAITS) {
    const crate = trait.cargo?.find(name => below.has(name))
    if (crate === undefined || lockPath === undefined) continue
    const evidence = view.evidence(lockPath, lock?.lines.get(crate), `crate ${crate}`)
    cache.add(trait.cache, true, evidence)
    queues.add(trait.queue, true, evidence)
  }
  return { cache: cache.all(), queues: queues.all() }
}

/** @returns `orm` without drivers of databases that are not among `databases` */
export function driversOf(orm: readonly Fact<string>[], databases: readonly NeedFact[]): readonly Fact<string>[] {
  const kept = new Set(databases.map(need => need.value))
  return orm.filter(fact => {
    const trait = TRAITS.find(t => t.orm !== undefined && t.npm?.includes(fact.value))
    return (
      trait?.database === undefined || kept.has(trait.database) || (trait.database === 'mysql' && kept.has('mariadb'))
    )
  })
}

/** Needs by name: what one dependency requires, another one cannot make optional. */
class Needed {
  readonly #found = new Map<string, NeedFact>()

  add(name: string | undefined, optional: boolean, evidence: Evidence): void {
    if (name === undefined) return
    const before = this.#found.get(name)
    if (before && (optional || !before.optional)) return
    this.#found.set(name, { ...certain(name, evidence), optional })
  }

  all(): readonly NeedFact[] {
    return [...this.#found.values()].sort((a, b) => byCodeUnit(a.value, b.value))
  }
}
