/** What a Cargo.lock says, by crate; several versions of one crate are kept together. */
export interface CargoLock {
  readonly versions: ReadonlyMap<string, readonly string[]>
  readonly dependencies: ReadonlyMap<string, ReadonlySet<string>>
  /** 1-based line of the first entry of a crate. */
  readonly lines: ReadonlyMap<string, number>
}

/** Reads a Cargo.lock line by line: the file may have tens of thousands of lines. */
export function readCargoLock(text: string): CargoLock {
  const versions = new Map<string, string[]>()
  const dependencies = new Map<string, Set<string>>()
  const lines = new Map<string, number>()
  let name = ''
  text.split('\n').forEach((line, i) => {
    const [, key, value = ''] = /^(name|version) = "([^"]+)"/.exec(line) ?? []
    if (key === 'name') {
      name = value
      if (!lines.has(name)) lines.set(name, i + 1)
    }
    if (key === 'version' && name !== '') entry(versions, name, () => []).push(value)
    const dependency = /^ "([^" ]+)/.exec(line)?.[1]
    if (dependency !== undefined) entry(dependencies, name, () => new Set<string>()).add(dependency)
  })
  return { versions, dependencies, lines }
}

function entry<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  let value = map.get(key)
  if (value === undefined) map.set(key, (value = make()))
  return value
}

/** @returns the locked version that a requirement means: the newest that begins with the same significant part */
export function lockedFor(lock: CargoLock | undefined, name: string, range: string | undefined): string | undefined {
  const versions = lock?.versions.get(name)
  if (!versions || versions.length === 1) return versions?.[0]
  const [, major, minor] = /(\d+)(?:\.(\d+))?/.exec(range ?? '') ?? []
  if (major === undefined) return undefined
  const start = major === '0' && minor !== undefined ? `0.${minor}.` : `${major}.`
  return versions.filter(version => version.startsWith(start)).at(-1)
}

/** @returns the crates that the given ones need, with themselves; nothing is looked for behind those of `barriers` */
export function cratesBelow(
  lock: CargoLock,
  roots: Iterable<string>,
  barriers: ReadonlySet<string> = new Set(),
): ReadonlySet<string> {
  const found = new Set(roots)
  for (const name of found)
    if (!barriers.has(name)) for (const dependency of lock.dependencies.get(name) ?? []) found.add(dependency)
  return found
}
