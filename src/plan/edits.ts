import { editorFor } from '../edit/index.ts'
import { EditError } from '../edit/types.ts'
import { byCodeUnit, placeOf } from '../text/paths.ts'
import { LOST, REASONS } from './decide.ts'
import { takeKeys, type EditInput, type Work } from './edit-keys.ts'
import { equal, showPath } from './json.ts'
import { describeKeys } from './merge.ts'
import type { Action, EditBase } from './types.ts'

export type { EditInput } from './edit-keys.ts'

export interface EditOutcome {
  readonly action: Action
  readonly after: string | undefined
  /** What is ours afterwards; LOST: what the manifest says stays; undefined: nothing. */
  readonly base: EditBase | typeof LOST | undefined
  readonly reason?: string
  readonly marked?: string
}

const ABSENT = 'does not exist: there is nothing to edit'

/** Brings the keys of all artifacts of this run into one file. Pure; a file that cannot be edited is kept with the reason. */
export function planEdit(input: EditInput): EditOutcome {
  const { mine, base, seed } = input
  if (base === LOST) return planLost(input)
  if (mine === undefined && base !== undefined) return planDeleted(input, base)
  if (mine === undefined && seed === undefined)
    return { action: 'keep', after: undefined, base: undefined, reason: ABSENT }
  const before = new Map(Object.entries(base?.artifacts ?? {}))
  const text = mine ?? seed ?? ''
  const work: Work = {
    input,
    editor: editorFor(input.format, input.quotes),
    text,
    before,
    owned: new Map(before),
    reasons: [],
    conflicts: [],
  }
  for (const artifact of turns(input, before)) takeTurn(work, artifact)
  return conclude(work, base)
}

/** Artifacts of this run that own or want something, in the order of their ids. */
function turns({ wanted, scope }: EditInput, owned: ReadonlyMap<string, unknown>): readonly string[] {
  return [...new Set([...wanted.keys(), ...[...owned.keys()].filter(id => scope.has(id))])].sort(byCodeUnit)
}

/** All changes of an artifact, or none: where the editor refuses one, the text stays as it was before. */
function takeTurn(work: Work, artifact: string): void {
  const [text, conflicts] = [work.text, work.conflicts.length]
  try {
    const list = takeKeys(work, artifact)
    if (list.length > 0) work.owned.set(artifact, list)
    else work.owned.delete(artifact)
  } catch (error) {
    work.text = text
    work.conflicts.length = conflicts
    work.reasons.push(refusal(work.input.path, error))
  }
}

/** @returns why the editor refused, with the place; throws what is not the text's fault */
function refusal(path: string, error: unknown): string {
  if (error instanceof EditError) return `${placeOf({ path, line: error.line })}: ${error.message}`
  if (error instanceof RangeError) return `${path}: too deeply nested`
  throw error
}

function conclude(work: Work, before: EditBase | undefined): EditOutcome {
  const { input, owned, reasons, conflicts } = work
  const { mine, path } = input
  const reason = reasons.length > 0 ? { reason: reasons.join('; ') } : {}
  if (conflicts.length > 0) {
    const names = conflicts.map(c => showPath(c.path)).join(', ')
    const said = `you and a newer version changed ${names}: yours stays`
    return { action: 'conflict', after: mine, base: before, reason: said, marked: describeKeys(path, conflicts) }
  }
  const seed = before ? before.seed : mine === undefined ? input.seed : undefined
  const base =
    owned.size > 0
      ? { format: input.format, ...(seed === undefined ? {} : { seed }), artifacts: Object.fromEntries(owned) }
      : undefined
  if (mine === undefined)
    return base
      ? { action: 'create', after: work.text, base, ...reason }
      : { action: 'keep', after: mine, base, ...reason }
  if (!base && seed !== undefined && bare(work.text) === bare(seed)) return { action: 'delete', after: undefined, base }
  if (work.text !== mine) return { action: 'edit', after: work.text, base, ...reason }
  return { action: reasons.length > 0 ? 'keep' : 'same', after: mine, base, ...reason }
}

/** Blank lines at both ends and line ends do not count when a file is compared with its seed. */
function bare(text: string): string {
  return text.replaceAll('\r\n', '\n').trim()
}

/** The user deleted the file: artifacts that still want something in it keep what they own, so that it is not made again. */
function planDeleted({ wanted, scope }: EditInput, base: EditBase): EditOutcome {
  const kept = Object.entries(base.artifacts).filter(([id]) => !scope.has(id) || wanted.has(id))
  const rest = kept.length > 0 ? { ...base, artifacts: Object.fromEntries(kept) } : undefined
  return wanted.size > 0
    ? { action: 'keep', after: undefined, base: rest, reason: REASONS.deleted }
    : { action: 'same', after: undefined, base: rest }
}

/** Without the base copy nothing can be told apart: the file stays, and so does what the manifest says of it. */
function planLost({ path, format, mine, wanted }: EditInput): EditOutcome {
  if (mine === undefined) return { action: 'keep', after: mine, base: LOST, reason: REASONS.deleted }
  const editor = editorFor(format)
  try {
    const done = [...wanted.values()].flat().every(c => equal(editor.get(mine, c.path), c.value))
    return wanted.size > 0 && done
      ? { action: 'same', after: mine, base: LOST }
      : { action: 'keep', after: mine, base: LOST, reason: REASONS.lost }
  } catch (error) {
    return { action: 'keep', after: mine, base: LOST, reason: refusal(path, error) }
  }
}
