export type Table = Readonly<Record<string, unknown>>

/** @returns the value at a path of keys and indices; undefined where there is none */
export function at(value: unknown, ...keys: readonly (string | number)[]): unknown {
  return keys.reduce<unknown>(
    (now, key) =>
      typeof now === 'object' && now !== null ? (now as Record<string | number, unknown>)[key] : undefined,
    value,
  )
}

/** @returns the items of a list at a path of keys; none where there is no list */
export function listAt(value: unknown, ...keys: readonly (string | number)[]): readonly unknown[] {
  const found = at(value, ...keys)
  return Array.isArray(found) ? (found as readonly unknown[]) : []
}

/** @returns the table at a path of keys; an empty one where there is none */
export function tableAt(value: unknown, ...keys: readonly (string | number)[]): Table {
  const found = at(value, ...keys)
  return typeof found === 'object' && found !== null && !Array.isArray(found) ? (found as Table) : {}
}

/** @returns the paths of all values that are no tables, keys with dots between them; an empty table is a value */
export function leavesOf(value: Table, above = ''): readonly string[] {
  return Object.entries(value).flatMap(([key, inner]) => {
    const path = above === '' ? key : `${above}.${key}`
    const keys = tableAt(inner)
    return Object.keys(keys).length > 0 ? leavesOf(keys, path) : [path]
  })
}

/** @returns the text, or the number as text, at a path of keys; undefined where there is none */
export function wordAt(value: unknown, ...keys: readonly (string | number)[]): string | undefined {
  const found = at(value, ...keys)
  return typeof found === 'string' || typeof found === 'number' ? String(found) : undefined
}
