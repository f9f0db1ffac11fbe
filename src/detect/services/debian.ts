import { byCodeUnit } from '../../text/paths.ts'
import type { DependencyTrait } from '../catalogue.ts'
import { DETECTORS } from '../dependencies/index.ts'
import { cratesBelow } from '../ecosystems/cargo-lock.ts'
import type { SourcePackage } from '../ecosystems/model.ts'
import { certain, likely } from '../fact.ts'
import type { Fact } from '../types.ts'
import type { View } from '../view.ts'
import type { Used } from './needs.ts'

const TRAITS: readonly DependencyTrait[] = DETECTORS

/** Crates whose usual features bring a system library in, for a repository without a lock file. */
const BRINGS: Readonly<Record<string, readonly string[]>> = {
  'native-tls': ['openssl-sys'],
  'tokio-native-tls': ['openssl-sys'],
  openssl: ['openssl-sys'],
  diesel: ['pq-sys'],
  'tonic-build': ['prost-build'],
  rdkafka: ['rdkafka-sys'],
  rocksdb: ['librocksdb-sys'],
}

export interface DebianPackages {
  readonly buildPackages: readonly Fact<string>[]
  readonly runtimePackages: readonly Fact<string>[]
}

/** Crates that stand in a lock file whether they are compiled or not -> the database that they are compiled for. */
const ALWAYS_LOCKED = new Map(TRAITS.flatMap(trait => Object.entries(trait.alwaysLocked ?? {})))

/**
 * @param databases that the program is known to use
 * @returns the Debian packages that a Rust program needs, from the crates below it in the lock file;
 * without a lock file only from its direct dependencies
 */
export function debianPackages(
  view: View,
  source: SourcePackage,
  used: readonly Used[],
  lockPath: string | undefined,
  databases: readonly string[],
): DebianPackages {
  const { lock } = source
  const build = new Map<string, Fact<string>>()
  const runtime = new Map<string, Fact<string>>()
  const names = [
    ...used.map(use => use.dependency.name),
    ...source.facts.dependencies.filter(d => d.kind === 'build').map(d => d.name),
  ]
  const idle = [...ALWAYS_LOCKED].flatMap(([crate, database]) => (databases.includes(database) ? [] : [crate]))
  const below = lock
    ? cratesBelow(lock, names, new Set(idle))
    : new Set(names.flatMap(name => [name, ...(BRINGS[name] ?? [])]))
  for (const trait of TRAITS) {
    const crate = trait.crates?.find(name => below.has(name))
    if (crate === undefined || (trait.vendoredBy !== undefined && lock?.dependencies.get(crate)?.has(trait.vendoredBy)))
      continue
    const state = lock && lockPath !== undefined ? certain : likely
    const evidence =
      lock && lockPath !== undefined
        ? view.evidence(lockPath, lock.lines.get(crate), `crate ${crate}`)
        : view.evidence(source.facts.manifest, undefined, `crate ${crate}`)
    for (const name of trait.buildPackages ?? []) if (!build.has(name)) build.set(name, state(name, evidence))
    for (const name of trait.runtimePackages ?? []) if (!runtime.has(name)) runtime.set(name, state(name, evidence))
  }
  return { buildPackages: sorted(build), runtimePackages: sorted(runtime) }
}

function sorted(facts: ReadonlyMap<string, Fact<string>>): readonly Fact<string>[] {
  return [...facts.values()].sort((a, b) => byCodeUnit(a.value, b.value))
}
