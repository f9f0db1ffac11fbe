import { diff3Merge } from 'node-diff3'
import type { Json, KeyPath } from '../edit/types.ts'
import { byCodeUnit } from '../text/paths.ts'
import { canonical, equal, isList, isMap, keyOf, own, type JsonObject } from './json.ts'

/** A key that must change in the user's file; without a value: must go. */
export interface KeyChange {
  readonly path: KeyPath
  readonly value: Json | undefined
}

/** A key that the user and we changed to different values. */
interface KeyConflict {
  readonly path: KeyPath
  readonly base: Json | undefined
  readonly mine: Json | undefined
  readonly next: Json | undefined
}

export interface ValueMerge {
  /** What the merged file must say. */
  readonly value: Json | undefined
  readonly changes: readonly KeyChange[]
  readonly conflicts: readonly KeyConflict[]
}

type Sides = Omit<KeyConflict, 'path'>

/** Three-way merge of values, key by key. @returns the merged value, and what has to change in `mine` to say it */
export function mergeValues(sides: Sides, path: KeyPath = []): ValueMerge {
  const { base, mine, next } = sides
  if (equal(mine, next) || equal(base, next)) return { value: mine, changes: [], conflicts: [] }
  if (isMap(mine) && isMap(next) && (isMap(base) || base === undefined)) return mergeMaps(base ?? {}, mine, next, path)
  if (equal(base, mine)) return { value: next, changes: [{ path, value: next }], conflicts: [] }
  const items = mergeById(sides, path)
  if (items) return items
  const list = mergeLists(sides)
  if (list) return { value: list, changes: [{ path, value: list }], conflicts: [] }
  return { value: mine, changes: [], conflicts: [{ path, ...sides }] }
}

function mergeMaps(base: JsonObject, mine: JsonObject, next: JsonObject, path: KeyPath): ValueMerge {
  const keys = [...new Set([...Object.keys(mine), ...Object.keys(next)])]
  const gone = Object.keys(base).filter(k => !keys.includes(k))
  const parts = [...keys, ...gone].map(key => {
    const merged = mergeValues({ base: own(base, key), mine: own(mine, key), next: own(next, key) }, [...path, key])
    return { key, ...merged }
  })
  const entries = parts.flatMap(({ key, value }): [string, Json][] => (value === undefined ? [] : [[key, value]]))
  return {
    value: Object.fromEntries(entries),
    changes: parts.flatMap(p => p.changes),
    conflicts: parts.flatMap(p => p.conflicts).sort((a, b) => byCodeUnit(keyOf(a.path), keyOf(b.path))),
  }
}

type Id = string | number | boolean
type ById = ReadonlyMap<Id, JsonObject>

/**
 * Lists whose items all have an `id` of their own (the panels of a dashboard) merge item by item, wherever the items stand.
 * The order is the user's, new items go to the end, and what the user took out stays out.
 * @returns undefined when one of the three is no such list, or we want another order
 */
function mergeById({ base, mine, next }: Sides, path: KeyPath): ValueMerge | undefined {
  const [before, theirs, ours] = [byId(base ?? []), byId(mine), byId(next)]
  if (!before || !theirs || !ours || !inOrderOf(before, ours)) return undefined
  const ids = [...theirs.keys(), ...[...ours.keys()].filter(id => !before.has(id) && !theirs.has(id))]
  const parts = ids.map(id =>
    mergeValues({ base: before.get(id), mine: theirs.get(id), next: ours.get(id) }, [...path, { id }]),
  )
  return {
    value: parts.flatMap(({ value }) => (value === undefined ? [] : [value])),
    changes: parts.flatMap(p => p.changes),
    conflicts: parts.flatMap(p => p.conflicts),
  }
}

/** @returns the items by id; undefined when an item has none, or two have the same */
function byId(list: Json | undefined): ById | undefined {
  if (!isList(list)) return undefined
  const items = list.flatMap((item): (readonly [Id, JsonObject])[] => {
    const id = isMap(item) ? own(item, 'id') : undefined
    return isMap(item) && (typeof id === 'string' || typeof id === 'number' || typeof id === 'boolean')
      ? [[id, item]]
      : []
  })
  const found = new Map(items)
  return found.size === list.length ? found : undefined
}

function inOrderOf(before: ById, after: ById): boolean {
  const kept = [...before.keys()].filter(id => after.has(id))
  return [...after.keys()].filter(id => before.has(id)).every((id, i) => id === kept[i])
}

/** @returns the merged list; undefined when one of the three is no list, or both sides changed the same items */
function mergeLists({ base, mine, next }: Sides): Json | undefined {
  if (!isList(mine) || !isList(next) || !(isList(base) || base === undefined)) return undefined
  const items = new Map([...next, ...mine].map(item => [canonical(item), item]))
  const regions = diff3Merge(mine.map(canonical), (base ?? []).map(canonical), next.map(canonical))
  if (regions.every(r => !r.conflict)) return regions.flatMap(r => r.ok ?? []).map(item => items.get(item) ?? null)
  return base?.length === mine.length && base.length === next.length ? mergeItems(base, mine, next) : undefined
}

/** Lists of one length: item by item. */
function mergeItems(base: readonly Json[], mine: readonly Json[], next: readonly Json[]): Json | undefined {
  const items = mine.map((item, i) => mergeValues({ base: base[i], mine: item, next: next[i] }))
  if (items.some(i => i.conflicts.length > 0)) return undefined
  return items.flatMap(({ value }) => (value === undefined ? [] : [value]))
}
