import { applyPlan } from '../apply/apply.ts'
import type { Answers } from '../artifact/types.ts'
import type { Context } from '../artifact/types.ts'
import type { Selection } from '../engine/plop.ts'
import { recordAnswers } from '../plan/config.ts'
import type { FilePlan, Plan } from '../plan/types.ts'
import { WRITES } from '../plan/types.ts'
import type { SkipRow } from '../report/documents.ts'
import { printPlan, reportRun } from '../report/run-report.ts'
import { guardUncommitted } from './guard.ts'
import { nextSteps } from './next-steps.ts'
import type { Session } from './session.ts'

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
  const { invocation, terminal, ws, state } = session
  const { plan, skipped, command } = work
  const writes = plan.files.some(file => WRITES.has(file.action))
  const report = { files: plan.files, skipped, next: nextSteps(work.after, work.selected, plan.files, invocation.install), command }
  if (invocation.dryRun) {
    if (!invocation.json) printPlan(plan.files, terminal)
    reportRun({ ...report, done: false }, terminal, invocation.json)
    return exitCode(plan)
  }
  guardUncommitted(session, plan)
  if (work.confirm && writes) await work.confirm(plan.files)
  else if (!invocation.json) printPlan(plan.files, terminal)
  const config = Object.keys(work.answers).length ? recordAnswers(state.configText, work.answers) : undefined
  applyPlan(ws.root, plan, { ...(config === undefined ? {} : { config }), progress: terminal.progress })
  terminal.progress(undefined)
  reportRun({ ...report, done: true }, terminal, invocation.json)
  return exitCode(plan)
}

function exitCode(plan: Plan): number {
  return plan.files.some(file => file.action === 'conflict') ? 3 : 0
}
