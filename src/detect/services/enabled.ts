import type { SourcePackage } from '../ecosystems/model.ts'
import type { Dependency } from '../types.ts'
import { table, texts } from '../values.ts'

/** @returns the features of a Rust package that some switch on, with themselves */
export function enabledBy(features: Readonly<Record<string, unknown>>, names: readonly string[]): ReadonlySet<string> {
  const found = new Set(names)
  for (const name of found) for (const value of texts(features[name])) if (!/[/:]/.test(value)) found.add(value)
  return found
}

/** Libraries that are about stored data; others may only know how to use a connection that somebody hands them. */
const DATA =
  /(?:^|[-_/])(?:db|databases?|data|dal|persist\w*|repositor\w+|models?|entit\w+|orm|sql\w*|postgres\w*|mysql|mongo\w*|redis|storage)(?:$|[-_/])/i

/**
 * @returns a test for optional dependencies of `library` that are compiled in all the same, because its default features, or those that
 * the packages in `closure` ask for, switch them on. Defaults that nobody asked for say something of a library about data only.
 */
export function compiledIn(
  library: SourcePackage,
  closure: readonly SourcePackage[],
): (dependency: Dependency) => boolean {
  const name = library.facts.name?.value ?? ''
  const askers = closure.flatMap(asker =>
    asker.facts.dependencies
      .filter(dependency => dependency.name === name && dependency.kind === 'normal')
      .map(dependency => ({ features: dependency.features ?? [], bare: asker.bare?.has(name) ?? false })),
  )
  const isData = DATA.test(name) || DATA.test(library.facts.path)
  const asked = askers.flatMap(({ features, bare }) => (bare || !isData ? features : ['default', ...features]))
  const features = table(library.doc.get('features'))
  const enabled = enabledBy(features, asked)
  const on = new Set([
    ...enabled,
    ...[...enabled].flatMap(feature => texts(features[feature]).flatMap(value => dependencyOf(value) ?? [])),
  ])
  return dependency => dependency.kind === 'optional' && on.has(dependency.alias ?? dependency.name)
}

/** `mongodb` of `dep:mongodb` and of `mongodb/tls`; `mongodb?/tls` switches nothing on. */
function dependencyOf(value: string): string | undefined {
  return /^dep:([^/]+)$/.exec(value)?.[1] ?? /^([^/:?]+)\/.+$/.exec(value)?.[1]
}
