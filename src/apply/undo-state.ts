import { CONFIG } from '../plan/config.ts'
import { emptyManifest, MANIFEST, parseManifest } from '../plan/manifest.ts'
import { mergeText } from '../plan/merge.ts'
import { isState, STATE } from '../plan/safe-path.ts'
import type { Manifest } from '../plan/types.ts'
import { Failure } from '../text/errors.ts'
import { inStyleOf, toLf } from '../text/lines.ts'
import { readFound } from './disk.ts'
import { guarded } from './guard.ts'
import { RECORD, type Journal, type Operation } from './journal.ts'
import { basePath, readStateFile, type State } from './state.ts'

const RESULTS = `${STATE}/results.json`

/** The run that is taken back, and what the manifest said before and after it. */
export interface Recorded {
  readonly state: State
  readonly record: Journal
  readonly before: Manifest
  readonly after: Manifest
  /** Text of a base copy of either manifest. */
  readonly readBase: (hash: string) => string | undefined
}

/** @throws Failure when the manifest is not the one that the run left: what came after it cannot be told apart */
export function recorded(state: State, record: Journal): Recorded {
  const operation = record.operations.find(o => o.path === MANIFEST)
  const now = state.manifestText === undefined ? null : toLf(state.manifestText)
  if (operation && ![operation.before, operation.after].some(text => lf(text) === now)) throw stale()
  const read = (text: string | null): Manifest => (text === null ? emptyManifest() : parseManifest(text))
  const blobs = new Map(record.operations.flatMap(({ path, before, after }) => [[path, after ?? before ?? '']]))
  return {
    state,
    record,
    before: operation ? read(operation.before) : state.manifest,
    after: operation ? read(operation.after) : state.manifest,
    readBase: hash => blobs.get(basePath(hash)) ?? state.readBase(hash),
  }
}

function lf(text: string | null): string | null {
  return text === null ? null : toLf(text)
}

function stale(): Failure {
  return new Failure('undo-stale', `${MANIFEST} was changed since the last run, so the run cannot be taken back`, {
    path: MANIFEST,
    suggestion: `Use your version control. To forget the record of the run, delete ${RECORD}.`,
  })
}

/** @returns the operations that bring our own files back; the manifest is the last */
export function stateOperations({ state, record, before }: Recorded): readonly Operation[] {
  const own = record.operations
    .filter(o => isState(o.path) && o.path !== MANIFEST)
    .flatMap(o => takeBack(state.root, o))
  const results = before.artifacts.length === 0 ? force(state.root, RESULTS, null) : []
  const manifest = record.operations
    .filter(o => o.path === MANIFEST)
    .flatMap(o => force(state.root, MANIFEST, o.before))
  return [...own, ...results, ...manifest]
}

function takeBack(root: string, operation: Operation): readonly Operation[] {
  const { path, before, after } = operation
  if (path === CONFIG) return takeBackConfig(root, operation)
  if (path.startsWith(`${STATE}/base/`)) return force(root, path, before)
  const now = readFound(guarded(root, path))
  return (now ? now.text : null) === after ? force(root, path, before) : []
}

function force(root: string, path: string, after: string | null): readonly Operation[] {
  const now = readFound(guarded(root, path))
  if ((now?.text ?? null) === after || (now && now.text === undefined)) return []
  return [{ path, before: now?.text ?? null, after }]
}

/** config.yaml is the user's file: what the user changed in it since stays. */
function takeBackConfig(root: string, { path, before, after }: Operation): readonly Operation[] {
  const now = readStateFile(root, path)
  if (now === undefined || now === before) return []
  if (now === after) return [{ path, before: now, after: before }]
  if (before === null || after === null) return []
  const { text } = mergeText(path, after, now, before)
  return text === undefined ? [] : force(root, path, inStyleOf(now, text))
}
