import type { Change } from '../edit/types.ts'
import { byCodeUnit } from '../text/paths.ts'
import { decideFile, LOST, REASONS, type Base, type Circumstances, type Decision } from './decide.ts'
import { parseEditBase, serializeEditBase } from './edit-base.ts'
import { planEdit, type EditOutcome } from './edits.ts'
import { sha256 } from './hash.ts'
import { keyOf } from './json.ts'
import type { ConflictChoice, EditBase, FilePlan, ManifestEntry, RenderedEdit, RenderedFile } from './types.ts'

/** All that is known of one path before the decision. */
export interface Place {
  readonly path: string
  readonly scope: ReadonlySet<string>
  readonly entry: ManifestEntry | undefined
  /** Why nothing can be written here. */
  readonly obstacle: string | undefined
  /** Git does not show the file that is here. */
  readonly hidden: boolean
  readonly mine: string | undefined
  /** Text of the base copy. */
  readonly base: string | undefined
  readonly conflict: ConflictChoice | undefined
  /** Choice for this very path. */
  readonly chosen: ConflictChoice | undefined
  /** The user takes back all artifacts of this run that own something here. */
  readonly removing: boolean
}

/** Plan for a file that `artifacts` write as a whole. */
export function planFile(place: Place, wish: RenderedFile, artifacts: readonly string[]): FilePlan {
  const { entry, path, mine } = place
  const common = { path, artifacts, executable: wish.executable }
  const others = entry?.artifacts.filter(id => !place.scope.has(id)) ?? []
  if (others.length > 0) return kept(place, common, `belongs to ${others.join(', ')}`)
  if (place.obstacle !== undefined) return kept(place, common, place.obstacle)
  const known = entry && entry.own !== 'edit'
  const base: Base = known ? (place.base ?? LOST) : undefined
  const choice = base === undefined ? place.chosen : place.conflict
  const decision = decideFile(base, mine, wish.text, { ...circumstances(place), own: wish.own, choice })
  const executable = wish.executable ? { executable: true as const } : {}
  const adopted = decision.adopted || (known && entry.adopted) ? { adopted: true as const } : {}
  const fresh = { artifacts, own: wish.own, ...executable, ...adopted }
  const plan = { ...common, ...decided(place, decision, fresh) }
  const mode = wish.executable && known && !entry.executable && !entry.adopted && plan.action === 'same'
  return mode ? { ...plan, action: 'update', reason: 'made executable' } : plan
}

function circumstances({ path, conflict, removing, entry }: Place): Circumstances {
  return { path, choice: conflict, removing, adopted: entry?.adopted ?? false }
}

function decided(
  { entry, mine }: Place,
  decision: Decision,
  fresh: Omit<ManifestEntry, 'base'>,
): Omit<FilePlan, 'path' | 'artifacts' | 'executable'> {
  const { action, after, base, reason, marked, offer } = decision
  return {
    action,
    ...optional({ before: mine, after, reason, marked, offer }),
    ...(base === LOST
      ? optional({ entry })
      : base === undefined
        ? {}
        : { base, entry: { ...fresh, base: sha256(base) } }),
  }
}

type Optional<T> = { [K in keyof T]?: Exclude<T[K], undefined> }

/** @returns the fields that have a value */
function optional<T extends object>(fields: T): Optional<T> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Optional<T>
}

type Common = Pick<FilePlan, 'path' | 'artifacts' | 'executable'>

/** The file stays, and so does what the manifest says of it. */
function kept({ mine, entry }: Place, common: Common, reason: string): FilePlan {
  return { ...common, action: 'keep', reason, ...optional({ before: mine, after: mine, entry }) }
}

/** Plan for a file in which artifacts want keys or lines. */
export function planEdits(place: Place, edits: readonly RenderedEdit[]): FilePlan {
  const { entry, path } = place
  const artifacts = [...new Set(edits.map(e => e.artifact))].sort(byCodeUnit)
  const common = { path, artifacts, executable: false }
  const others = entry && entry.own !== 'edit' ? entry.artifacts.filter(id => !place.scope.has(id)) : []
  if (others.length > 0) return kept(place, common, `belongs to ${others.join(', ')}`)
  if (place.obstacle !== undefined) return kept(place, common, place.obstacle)
  if (place.hidden && !entry) return kept(place, common, REASONS.hidden)
  const base = entry?.own === 'edit' ? editBaseOf(place) : undefined
  const format = edits[0]?.format ?? 'lines'
  const seed = edits.find(e => e.seed !== undefined)?.seed
  const { mine, scope, conflict } = place
  return edited(
    place,
    common,
    planEdit({
      path,
      format,
      mine,
      base,
      scope,
      seed,
      quotes: edits[0]?.quotes,
      choice: conflict,
      take: place.chosen === 'theirs',
      wanted: wantedOf(edits),
    }),
  )
}

function editBaseOf({ base }: Place): EditBase | typeof LOST {
  return (base === undefined ? undefined : parseEditBase(base)) ?? LOST
}

function wantedOf(edits: readonly RenderedEdit[]): ReadonlyMap<string, readonly Change[]> {
  const wanted = new Map<string, Map<string, Change>>()
  for (const { artifact, changes } of edits) {
    const list = wanted.get(artifact) ?? new Map<string, Change>()
    for (const change of changes) list.set(keyOf(change.path), change)
    wanted.set(artifact, list)
  }
  return new Map([...wanted].map(([artifact, list]) => [artifact, [...list.values()]]))
}

function edited({ mine, entry }: Place, common: Common, outcome: EditOutcome): FilePlan {
  const { action, after, base, reason, marked } = outcome
  const text = base === LOST || base === undefined ? undefined : serializeEditBase(base)
  const fresh =
    text === undefined || base === LOST || base === undefined
      ? undefined
      : { artifacts: Object.keys(base.artifacts).sort(byCodeUnit), own: 'edit' as const, base: sha256(text) }
  return {
    ...common,
    action,
    ...optional({ before: mine, after, reason, marked, base: text, entry: base === LOST ? entry : fresh }),
  }
}

/** Plan for a file of an artifact of this run that nobody wants any more. */
export function planGone(place: Place): FilePlan {
  const { entry, path, mine, scope } = place
  const artifacts = entry?.artifacts.filter(id => scope.has(id)) ?? []
  const common = { path, artifacts, executable: false }
  if (entry?.own === 'edit') return planEditGone(place, common, entry)
  const others = entry?.artifacts.filter(id => !scope.has(id)) ?? []
  if (others.length > 0) return kept(place, common, `belongs to ${others.join(', ')}`)
  if (place.obstacle !== undefined) return { ...common, action: 'keep', reason: place.obstacle }
  const own = entry?.own ?? 'managed'
  const decision = decideFile(place.base ?? LOST, mine, undefined, { ...circumstances(place), own })
  return { ...common, ...decided(place, decision, { artifacts, own }) }
}

function planEditGone(place: Place, common: Common, entry: ManifestEntry): FilePlan {
  const { path, mine, scope, conflict } = place
  const base = editBaseOf(place)
  const others = entry.artifacts.filter(id => !scope.has(id))
  const rest = others.length > 0 ? { ...entry, artifacts: others } : undefined
  if (place.obstacle !== undefined)
    return { ...common, action: 'keep', reason: place.obstacle, ...optional({ entry: rest }) }
  if (mine === undefined && !place.removing) return { ...common, action: 'same', entry }
  if (base === LOST)
    return { ...common, action: 'keep', reason: REASONS.lost, ...optional({ before: mine, after: mine, entry: rest }) }
  return edited(
    place,
    common,
    planEdit({ path, format: base.format, mine, base, scope, choice: conflict, wanted: new Map() }),
  )
}
