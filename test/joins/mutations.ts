import { NAMED } from './named.ts'
import type { Tree } from './types.ts'

/** One name changed in one place. */
export interface Mutation {
  readonly file: string
  readonly line: number
  readonly from: string
  readonly to: string
  readonly tree: Tree
}

interface Place {
  readonly file: string
  /** Files of one kind share it, and so do places that one pattern finds. */
  readonly kind: string
  readonly from: string
  readonly at: number
}

/** @returns every place that holds a name */
function placesIn(tree: Tree): readonly Place[] {
  return [...tree].flatMap(([file, text]) =>
    NAMED.filter(([files]) => files.test(file)).flatMap(([files, patterns]) =>
      patterns.flatMap(pattern =>
        [...text.matchAll(pattern)].map(match => {
          const from = match[1] ?? ''
          return { file, kind: `${files.source} ${pattern.source}`, from, at: match.index + match[0].lastIndexOf(from) }
        }),
      ),
    ),
  )
}

/**
 * @param turn which of the places of a kind: another number chooses others
 * @returns trees in which one name is another one in one place; at most `each` of every kind of place
 */
export function mutations(tree: Tree, each: number, turn = 0): readonly Mutation[] {
  const kinds = new Map<string, Place[]>()
  for (const place of placesIn(tree)) kinds.set(place.kind, [...(kinds.get(place.kind) ?? []), place])
  return [...kinds.values()].flatMap(places => {
    const step = Math.max(1, places.length / each)
    const chosen = Array.from(
      { length: Math.min(each, places.length) },
      (_, i) => (Math.floor(i * step) + turn) % places.length,
    )
    return [...new Set(chosen)].flatMap(i => places[i] ?? []).map(place => mutationAt(tree, place))
  })
}

function mutationAt(tree: Tree, { file, from, at }: Place): Mutation {
  const text = tree.get(file) ?? ''
  const to = renamed(from)
  const changed = text.slice(0, at) + to + text.slice(at + from.length)
  return { file, line: text.slice(0, at).split('\n').length, from, to, tree: new Map([...tree, [file, changed]]) }
}

/** A number becomes another number, a word gets a letter more in front of its last one. */
function renamed(name: string): string {
  if (/^[\d.]+$/.test(name)) return `${name}7`
  return `${name.slice(0, -1)}x${name.slice(-1)}`
}
