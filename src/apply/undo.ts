import { REASONS } from '../plan/decide.ts'
import { parseEditBase } from '../plan/edit-base.ts'
import { planEdit } from '../plan/edits.ts'
import { own } from '../plan/json.ts'
import { mergeText } from '../plan/merge.ts'
import { isState } from '../plan/safe-path.ts'
import type { Action, EditBase, FilePlan, Manifest, Plan } from '../plan/types.ts'
import { Failure } from '../text/errors.ts'
import { inStyleOf } from '../text/lines.ts'
import { carryOutJournal } from './apply.ts'
import { isDone, reverse } from './carry-out.ts'
import { nodeDisk, readFound, type Disk, type Found } from './disk.ts'
import { guarded } from './guard.ts'
import { readRecord, type Journal, type Operation } from './journal.ts'
import { withLockSync } from './lock.ts'
import { foldersAbove, foldersMade } from './operations.ts'
import { readState } from './state.ts'
import { recorded, stateOperations, type Recorded } from './undo-state.ts'

/** What `undo` does with one file. */
interface Step {
  readonly plan: FilePlan
  readonly operations: readonly Operation[]
}

const REASON = {
  remade: 'you made it again since: it is yours',
  changed: 'you changed it since it was written: it is yours now',
  conflict: 'you changed the same place since: yours stays',
  notText: 'is no longer text: it stays as it is',
} as const

/**
 * What taking back the last run would do, file by file. Files that are as the run left them get their bytes back; in others only
 * what the run wrote is taken out, and what cannot be taken out is kept and reported. Writes nothing.
 * @returns undefined when there is nothing to undo @throws Failure when the record is damaged or no longer fits
 */
export function planUndo(root: string): Plan | undefined {
  const run = recordedRun(root)
  return run && { files: run.steps.map(s => s.plan), manifest: run.run.before }
}

/** Takes back the last run, all of it or nothing. @returns what was done; undefined when there is nothing to undo @throws Failure */
export function undo(root: string, disk: Disk = nodeDisk()): Plan | undefined {
  if (!planUndo(root)) return undefined
  return withLockSync(root, disk, real => {
    const found = recordedRun(real)
    if (!found) return undefined
    const { run, steps } = found
    carryOutJournal(real, disk, journalOf(run, steps))
    return { files: steps.map(s => s.plan), manifest: run.before }
  })
}

function recordedRun(root: string): { readonly run: Recorded; readonly steps: readonly Step[] } | undefined {
  const state = readState(root)
  const record = readRecord(state.root)
  if (!record) return undefined
  const run = recorded(state, record)
  const targets = record.operations.filter(o => !isState(o.path))
  return { run, steps: targets.map(operation => stepOf(run, operation)) }
}

function journalOf(run: Recorded, steps: readonly Step[]): Journal {
  const { root } = run.state
  const operations = [...steps.flatMap(s => s.operations), ...stateOperations(run)]
  const own = operations.filter(o => isState(o.path)).map(o => o.path)
  const prune = [...new Set([...run.record.folders, ...foldersAbove(own)])]
  return { version: 1, then: 'drop-record', operations, folders: foldersMade(root, operations), prune }
}

function stepOf(run: Recorded, operation: Operation): Step {
  const { path, before, after } = operation
  const now = find(run.state.root, path)
  if (now instanceof Failure) return keep(run, path, undefined, now.message)
  const back = { ...reverse(operation), ...modeOf(now) }
  if (isDone(back, now)) return step(run, path, 'same', now, before ?? undefined)
  if ((now?.text ?? null) === after && (!now || now.text !== undefined))
    return step(run, path, actionOf(operation), now, before ?? undefined, back)
  if (!now) return keep(run, path, now, REASONS.deleted)
  if (now.text === undefined) return keep(run, path, now, REASON.notText)
  return after === null ? keep(run, path, now, REASON.remade) : changedStep(run, operation, now, now.text)
}

function find(root: string, path: string): Found | Failure | undefined {
  try {
    return readFound(guarded(root, path))
  } catch (error) {
    if (error instanceof Failure) return error
    throw error
  }
}

function actionOf({ before, after }: Operation): Action {
  if (before === null) return 'delete'
  return after === null ? 'create' : 'update'
}

/** The user changed the file since: keys and lines are taken back one by one, other text by three-way merge. */
function changedStep(run: Recorded, operation: Operation, now: Found, mine: string): Step {
  const { path, before, after } = operation
  const edit = editStep(run, path, now, mine)
  if (edit) return edit
  if (before === null || after === null) return keep(run, path, now, REASON.changed)
  const merge = mergeText(path, after, mine, before)
  if (merge.text === undefined) return conflict(run, path, now, merge.marked)
  return write(run, path, 'merge', now, inStyleOf(mine, merge.text))
}

/** @returns undefined for a file of which the manifest does not say that only keys or lines in it are ours */
function editStep(run: Recorded, path: string, now: Found, mine: string): Step | undefined {
  const [from, to] = [editBaseOf(run, run.after, path), editBaseOf(run, run.before, path)]
  const format = (from ?? to)?.format
  if (format === undefined) return undefined
  const wanted = new Map(Object.entries(to?.artifacts ?? {}))
  const scope = new Set([...wanted.keys(), ...Object.keys(from?.artifacts ?? {})])
  const outcome = planEdit({ path, format, mine, base: from, wanted, scope })
  if (outcome.action === 'conflict') return conflict(run, path, now, outcome.marked)
  if (outcome.after === mine)
    return outcome.reason === undefined ? step(run, path, 'same', now, mine) : keep(run, path, now, outcome.reason)
  return write(run, path, outcome.after === undefined ? 'delete' : 'edit', now, outcome.after, outcome.reason)
}

function editBaseOf({ readBase }: Recorded, manifest: Manifest, path: string): EditBase | undefined {
  const entry = own(manifest.files, path)
  return entry?.own === 'edit' ? parseEditBase(readBase(entry.base) ?? '') : undefined
}

function step(
  run: Recorded,
  path: string,
  action: Action,
  now: Found | undefined,
  after: string | undefined,
  operation?: Operation,
): Step {
  return { plan: planOf(run, path, { action, now, after }), operations: operation ? [operation] : [] }
}

function write(
  run: Recorded,
  path: string,
  action: Action,
  now: Found,
  after: string | undefined,
  reason?: string,
): Step {
  const operation: Operation = { path, before: now.text ?? null, after: after ?? null, ...modeOf(now) }
  return { plan: planOf(run, path, { action, now, after, reason }), operations: [operation] }
}

/** For the case that the undo itself has to be taken back. */
function modeOf(now: Found | undefined): Pick<Operation, 'mode'> {
  return now ? { mode: now.mode & 0o777 } : {}
}

function keep(run: Recorded, path: string, now: Found | undefined, reason: string): Step {
  return { plan: planOf(run, path, { action: 'keep', now, after: now?.text, reason }), operations: [] }
}

function conflict(run: Recorded, path: string, now: Found, marked: string | undefined): Step {
  return {
    plan: planOf(run, path, { action: 'conflict', now, after: now.text, reason: REASON.conflict, marked }),
    operations: [],
  }
}

interface Parts {
  readonly action: Action
  readonly now: Found | undefined
  readonly after: string | undefined
  readonly reason?: string | undefined
  readonly marked?: string | undefined
}

function planOf(
  { before, after }: Recorded,
  path: string,
  { action, now, after: text, reason, marked }: Parts,
): FilePlan {
  const artifacts = (own(after.files, path) ?? own(before.files, path))?.artifacts ?? []
  return {
    path,
    action,
    artifacts,
    executable: false,
    ...(now?.text === undefined ? {} : { before: now.text }),
    ...(text === undefined ? {} : { after: text }),
    ...(reason === undefined ? {} : { reason }),
    ...(marked === undefined ? {} : { marked }),
  }
}
