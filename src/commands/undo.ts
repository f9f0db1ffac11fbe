import { recover } from '../apply/lock.ts'
import { planUndo, undo as takeBack } from '../apply/undo.ts'
import type { Plan } from '../plan/types.ts'
import { WRITES } from '../plan/types.ts'
import { printPlan, reportRun } from '../report/run-report.ts'
import type { Terminal } from '../report/terminal.ts'
import { Failure } from '../text/errors.ts'
import { commandLine } from './command-line.ts'
import { interactionFor, requireConsent } from './consent.ts'
import type { Invocation } from './flags.ts'
import { conflictStep } from './next-steps.ts'
import { noteRecovery } from './recovery.ts'

/** `undo`: takes back the last run, and only what it wrote; lines that the user changed since then stay. @returns 3 when something could not be taken back */
export async function undo(invocation: Invocation, terminal: Terminal): Promise<number> {
  const { cwd, dryRun, json } = invocation
  const command = commandLine(invocation, undefined, {})
  requireConsent(invocation, terminal, command)
  if (!dryRun) noteRecovery(recover(cwd), terminal)
  const planned = existing(planUndo(cwd))
  const interaction = await interactionFor(invocation, terminal)
  if (interaction && planned.files.some(file => WRITES.has(file.action))) await interaction.confirm(planned.files)
  const plan = dryRun ? planned : existing(takeBack(cwd))
  if (!json && !interaction) printPlan(plan.files, terminal)
  reportRun({ files: plan.files, skipped: [], next: conflictStep(plan), command, done: !dryRun }, terminal, json)
  return plan.files.some(file => file.action === 'conflict') ? 3 : 0
}

function existing(plan: Plan | undefined): Plan {
  if (plan) return plan
  throw new Failure('nothing-to-undo', 'there is no run to take back', {
    suggestion: 'See what is there: create-prod-ready list',
  })
}
