/** A plan reads the repository again as it will be: nearly all of its files are the same. */
export const DOCUMENTS_KEPT = 400

/** A step to a value: the key of a mapping, or the index of a list. */
export type Key = string | number

/** A parsed file: plain values, and the line that each one stands on. */
export interface Doc {
  readonly path: string
  /** @returns the value at `keys`; undefined when there is none */
  get(...keys: readonly Key[]): unknown
  /** @returns 1-based line of the value at `keys`, or of the nearest parent that has one */
  line(...keys: readonly Key[]): number
}

/** The file is not what its name says; `line` is 1-based. */
export class DocumentError extends Error {
  override readonly name = 'DocumentError'
  constructor(
    message: string,
    readonly line: number,
  ) {
    super(message)
  }
}

/** A value with its place: what all formats are turned into. */
export interface Place {
  readonly line: number
  readonly value?: unknown
  readonly children?: ReadonlyMap<string, Place>
}

/** Marks a place whose children are the items of a list. */
export const ARRAY = Symbol('array')

/** @returns the document whose values are `root` and what is below it */
export function docOf(path: string, root: Place): Doc {
  return {
    path,
    get: (...keys) => plain(find(root, keys)),
    line: (...keys) => {
      let place: Place = root
      for (const key of keys) {
        const next = place.children?.get(String(key))
        if (!next) break
        place = next
      }
      return place.line
    },
  }
}

function find(root: Place, keys: readonly Key[]): Place | undefined {
  let place: Place | undefined = root
  for (const key of keys) place = place?.children?.get(String(key))
  return place
}

function plain(place: Place | undefined): unknown {
  if (!place) return undefined
  if (place.value === ARRAY) return [...(place.children ?? new Map<string, Place>()).values()].map(plain)
  if (!place.children) return place.value
  const result = Object.create(null) as Record<string, unknown>
  for (const [key, child] of place.children) result[key] = plain(child)
  return result
}
