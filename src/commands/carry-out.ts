import { applyPlan } from '../apply/apply.ts'
import type { Answers, Context } from '../artifact/types.ts'
import { layoutOf } from '../engine/format.ts'
import type { Selection } from '../engine/plop.ts'
import { MANIFEST } from '../plan/manifest.ts'
import type { FilePlan, Plan } from '../plan/types.ts'
import { WRITES } from '../plan/types.ts'
import type { SkipRow } from '../report/documents.ts'
import { printPlan, reportRun } from '../report/run-report.ts'
import { guardUncommitted } from './guard.ts'
import { nextSteps } from './next-steps.ts'
import type { Planned } from './planner.ts'
import { recordSaid } from './record.ts'
import type { Session } from './session.ts'
import { undoCommand } from './command-line.ts'

export interface Work {
  readonly plan: Plan
  /** The repository as it will be. */
  readonly after: Context
  readonly selected: readonly Selection[]
  readonly skipped: readonly SkipRow[]
  /** Answers to keep in config.yaml. */
  readonly answers: Answers
  readonly command: string
  /** Asks a person; throws when they do not want it. */
  readonly confirm?: (files: readonly FilePlan[]) => Promise<void>
}

/** Shows a plan, writes it unless this is a dry run, and reports. @returns the exit code: 3 with conflicts */
export async function carryOut(session: Session, work: Work): Promise<number> {
  const { invocation, terminal } = session
  const { selected, skipped, command } = work
  const { plan, after } = session.invocation.install ? await withLocks(session, work) : work
  const report = {
    files: plan.files,
    skipped,
    next: nextSteps(session, plan, after, selected),
    command,
    undo: undoCommand(invocation),
  }
  if (!invocation.dryRun) guardUncommitted(session, plan, command)
  if (work.confirm && plan.files.some(file => WRITES.has(file.action))) await work.confirm(plan.files)
  else if (!invocation.json) printPlan(plan.files, terminal)
  if (!invocation.dryRun) write(session, plan, after, work.answers)
  reportRun({ ...report, done: !invocation.dryRun }, terminal, invocation.json)
  return plan.files.some(file => file.action === 'conflict') ? 3 : 0
}

function write({ ws, ctx, state, terminal, invocation }: Session, plan: Plan, after: Context, answers: Answers): void {
  applyPlan(ws.root, plan, {
    config: recordSaid(state.configText, answers, invocation.profile, ctx),
    // a formatter that this run brings wants it in its own layout
    layout: layoutOf(after.ws, MANIFEST),
    progress: terminal.progress,
  })
  terminal.progress(undefined)
}

/** Package managers are run by a library that only this needs. */
async function withLocks(session: Session, work: Planned): Promise<Planned> {
  return (await import('./install.ts')).withLockFiles(session, work)
}
