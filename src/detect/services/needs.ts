import { byCodeUnit } from '../../text/paths.ts'
import type { DependencyTrait } from '../catalogue.ts'
import { DETECTORS } from '../dependencies/index.ts'
import type { SourcePackage } from '../ecosystems/model.ts'
import { certain } from '../fact.ts'
import type { Dependency, Evidence, Fact, NeedFact } from '../types.ts'
import type { View } from '../view.ts'

const TRAITS: readonly DependencyTrait[] = DETECTORS

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

/** @returns the dependencies that are shipped with a package: its own, and those of the packages of the repository below it */
export function usedBy(source: SourcePackage, packages: ReadonlyMap<string, SourcePackage>): readonly Used[] {
  const seen = new Set([source.facts.path])
  for (const folder of seen) for (const next of packages.get(folder)?.local ?? []) seen.add(next)
  return [...seen].flatMap(folder => {
    const facts = packages.get(folder)?.facts
    return (facts?.dependencies ?? []).filter(isShipped).map(dependency => ({ dependency, manifest: facts?.manifest ?? '' }))
  })
}

function isShipped({ kind }: Dependency): boolean {
  return kind === 'normal' || kind === 'optional'
}

/** @returns databases, caches, queues and libraries that `used` shows */
export function needsOf(view: View, ecosystem: 'rust' | 'node', used: readonly Used[]): Needs {
  const needs = { databases: new Needed(), cache: new Needed(), queues: new Needed() }
  const facts = { orm: new Map<string, Fact<string>>(), logging: new Map<string, Fact<string>>(), metrics: new Map<string, Fact<string>>() }
  const minor = new Map<string, Fact<string>>()
  const add = (map: Map<string, Fact<string>>, name: string, evidence: Evidence): void => {
    if (!map.has(name)) map.set(name, certain(name, evidence))
  }
  for (const { dependency, manifest } of used) {
    for (const trait of TRAITS) {
      const names = ecosystem === 'rust' ? trait.cargo : trait.npm
      if (!names?.includes(dependency.name)) continue
      const evidence = view.evidence(manifest, dependency.line, `dependency ${dependency.name}`)
      const optional = trait.optional === true || dependency.kind === 'optional'
      needs.databases.add(trait.database, optional, evidence)
      needs.cache.add(trait.cache, optional, evidence)
      needs.queues.add(trait.queue, optional, evidence)
      for (const feature of dependency.features ?? []) {
        const extra = trait.features?.[feature]
        needs.databases.add(extra?.database, optional, evidence)
        needs.cache.add(extra?.cache, optional, evidence)
      }
      if (trait.orm !== undefined) add(facts.orm, trait.orm === true ? dependency.name : trait.orm, evidence)
      if (trait.logging !== undefined) add(trait.minor ? minor : facts.logging, trait.logging, evidence)
      if (trait.metrics) add(facts.metrics, dependency.name, evidence)
    }
  }
  return {
    databases: needs.databases.all(),
    cache: needs.cache.all(),
    queues: needs.queues.all(),
    orm: [...facts.orm.values()],
    logging: [...facts.logging.values(), ...minor.values()],
    metrics: [...facts.metrics.values()],
  }
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
