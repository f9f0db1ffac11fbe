import type { Change, EditFormat, Editor, Json, Quotes } from '../edit/types.ts'
import type { LOST } from './decide.ts'
import { decideKey, type KeyVerdict } from './decide-key.ts'
import { equal, keyOf, showPath } from './json.ts'
import type { Disagreement } from './merge.ts'
import { mergeValues } from './merge-values.ts'
import type { ConflictChoice, EditBase, OwnedChange } from './types.ts'

export interface EditInput {
  readonly path: string
  readonly format: EditFormat
  /** Text of the file; undefined: it does not exist. */
  readonly mine: string | undefined
  /** What is ours in it; undefined: nothing yet; LOST: the base copy is missing or was tampered with. */
  readonly base: EditBase | typeof LOST | undefined
  /** What each artifact of this run wants; an artifact of `scope` that is not named wants nothing any more. */
  readonly wanted: ReadonlyMap<string, readonly Change[]>
  /** Artifacts that may change: what the others own stays as it is. */
  readonly scope: ReadonlySet<string>
  /** Text of the file when it does not exist. */
  readonly seed?: string | undefined
  readonly quotes?: Quotes | undefined
  /** For a key that the user and we changed. */
  readonly choice?: ConflictChoice | undefined
  /** True: a value of the user that stands where ours would be written is replaced (asked for, for this very file). */
  readonly take?: boolean
}

/** State of one file while the artifacts take their turns. */
export interface Work {
  readonly input: EditInput
  readonly editor: Editor
  text: string
  /** What was ours before this run, by artifact. */
  readonly before: ReadonlyMap<string, readonly OwnedChange[]>
  /** What is ours now. */
  readonly owned: Map<string, readonly OwnedChange[]>
  readonly reasons: string[]
  readonly conflicts: Disagreement[]
}

interface Pair {
  readonly owned: OwnedChange | undefined
  readonly wanted: Change | undefined
}

/** What an artifact owns and wants, key by key: first what it wants, in its order, then what it wants no longer, last written first. */
function pairsOf({ input, owned }: Work, artifact: string): readonly Pair[] {
  const wanted = input.wanted.get(artifact) ?? []
  const mine = new Map((owned.get(artifact) ?? []).map(change => [keyOf(change.path), change]))
  const keys = new Set(wanted.map(change => keyOf(change.path)))
  const gone = [...mine].filter(([key]) => !keys.has(key)).reverse()
  return [
    ...gone.map(([, change]) => ({ owned: change, wanted: undefined })),
    ...wanted.map(w => ({ owned: mine.get(keyOf(w.path)), wanted: w })),
  ]
}

/** Acts on all keys that an artifact owns or wants, in `work.text`. @returns what it owns afterwards @throws EditError */
export function takeKeys(work: Work, artifact: string): readonly OwnedChange[] {
  return pairsOf(work, artifact).flatMap(pair => applyKey(work, artifact, pair))
}

/** Acts on one key. @returns what the artifact owns of it afterwards */
function applyKey(work: Work, artifact: string, { owned, wanted }: Pair): readonly OwnedChange[] {
  const change = wanted ?? owned
  if (!change) return []
  const mine = work.editor.get(work.text, change.path)
  const verdict = decideKey(owned?.value, mine, wanted?.value)
  if (!wanted) return leave(work, artifact, change, verdict)
  return VERDICTS[verdict]({ work, artifact, owned, wanted, mine })
}

interface Turn {
  readonly work: Work
  readonly artifact: string
  readonly owned: OwnedChange | undefined
  readonly wanted: Change
  readonly mine: Json | undefined
}

const nothing = (): readonly OwnedChange[] => []
const stay = ({ owned }: Turn): readonly OwnedChange[] => (owned ? [owned] : [])

const VERDICTS: Readonly<Record<KeyVerdict, (turn: Turn) => readonly OwnedChange[]>> = {
  set: turn => [write(turn, undefined)],
  adopt: ({ work, artifact, wanted }) => shared(work, artifact, wanted),
  taken: turn => (turn.work.input.take ? [write(turn, turn.mine)] : note(turn, 'has another value of yours', [])),
  deleted: turn => note(turn, 'was deleted by you', stay(turn)),
  same: ({ wanted, owned }) => [{ ...wanted, ...previousOf(owned) }],
  update: refresh,
  edited: turn => note(turn, 'was changed by you', stay(turn)),
  conflict: refresh,
  remove: nothing,
  drop: nothing,
  release: nothing,
}

function previousOf(owned: OwnedChange | undefined): { previous?: Json } {
  return owned?.previous === undefined ? {} : { previous: owned.previous }
}

function note({ work, wanted }: Turn, what: string, owned: readonly OwnedChange[]): readonly OwnedChange[] {
  work.reasons.push(`${showPath(wanted.path)} ${what}`)
  return owned
}

function write({ work, wanted }: Turn, previous: Json | undefined): OwnedChange {
  work.text = work.editor.set(work.text, wanted.path, wanted.value, wanted.comment, wanted.place)
  return { ...wanted, ...(previous === undefined ? {} : { previous }) }
}

/** Our value is outdated: what is new in it is written beside what the user changed in it. */
function refresh(turn: Turn): readonly OwnedChange[] {
  const { work, owned, wanted, mine } = turn
  const { value, conflicts } = mergeValues({ base: owned?.value, mine, next: wanted.value })
  if (conflicts.length > 0 || value === undefined) return conflict(turn)
  work.text = work.editor.set(work.text, wanted.path, value, wanted.comment)
  return [{ ...wanted, ...previousOf(owned) }]
}

function conflict(turn: Turn): readonly OwnedChange[] {
  const { work, owned, wanted, mine } = turn
  if (work.input.choice === 'theirs') return [write(turn, owned?.previous)]
  if (work.input.choice === 'mine') return note(turn, 'stays yours', [{ ...wanted, ...previousOf(owned) }])
  work.conflicts.push({ path: wanted.path, base: owned?.value, mine, next: wanted.value })
  return stay(turn)
}

/** A key that is there because another artifact wrote it belongs to both; one that the user wrote stays the user's. */
function shared(work: Work, artifact: string, wanted: Change): readonly OwnedChange[] {
  const key = keyOf(wanted.path)
  const theirs = [...work.before, ...work.owned]
    .filter(([id]) => id !== artifact)
    .flatMap(([, list]) => list.find(c => keyOf(c.path) === key) ?? [])
  const twin = theirs.find(c => equal(c.value, wanted.value))
  return twin ? [{ ...wanted, ...previousOf(twin) }] : []
}

/** A key that the artifact no longer wants. */
function leave(work: Work, artifact: string, change: OwnedChange, verdict: KeyVerdict): readonly OwnedChange[] {
  const { text, editor } = work
  const { path, comment, previous } = change
  if (verdict === 'release') work.reasons.push(`${showPath(path)} was changed by you: it is yours now`)
  if (verdict !== 'remove' || needed(work, artifact, keyOf(path))) return []
  work.text = previous === undefined ? editor.remove(text, path, comment) : editor.set(text, path, previous)
  return []
}

/** @returns true when another artifact wants the key, or owns it and is not part of this run */
function needed({ input, owned }: Work, artifact: string, key: string): boolean {
  const has = (list: readonly Change[] | undefined): boolean => list?.some(c => keyOf(c.path) === key) ?? false
  const ids = [...new Set([...owned.keys(), ...input.wanted.keys()])].filter(id => id !== artifact)
  return ids.some(id => has(input.scope.has(id) ? input.wanted.get(id) : owned.get(id)))
}
