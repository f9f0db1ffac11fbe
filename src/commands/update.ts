import { ARTIFACTS } from '../../generators/index.ts'
import type { FilePlan } from '../plan/types.ts'
import { WRITES } from '../plan/types.ts'
import { diffOf } from '../report/diff.ts'
import type { SkipRow } from '../report/documents.ts'
import { printPlan, reportRun } from '../report/run-report.ts'
import { carryOut } from './carry-out.ts'
import { answer } from './choose.ts'
import { commandLine } from './command-line.ts'
import { openInteraction } from './interact.ts'
import { nextSteps } from './next-steps.ts'
import { planFor, type Planned } from './planner.ts'
import type { Session } from './session.ts'
import { named } from './status.ts'

interface Refresh extends Planned {
  readonly selected: Awaited<ReturnType<typeof answer>>['selected']
  readonly skipped: readonly SkipRow[]
}

/** What the artifacts of earlier runs would write today. One that does not apply any more stays as it is: taking it back is the user's decision. */
async function refresh(session: Session): Promise<Refresh> {
  const { ctx, given, manifest, invocation } = session
  const mine = ARTIFACTS.filter(a => manifest.artifacts.includes(a.id))
    .filter(a => invocation.only.length === 0 || named(a, invocation.only))
    .filter(a => !named(a, invocation.skip))
  const verdicts = mine.map(artifact => ({ artifact, applies: artifact.applies(ctx) }))
  const { selected, skipped } = await answer(verdicts.filter(v => v.applies === true).map(v => v.artifact), ctx, given)
  const planned = await planFor(session, selected, selected.map(s => s.artifact))
  const stale = verdicts.flatMap(({ artifact, applies }) =>
    applies === true ? [] : [{ artifact: artifact.id, reason: `does not apply any more: ${applies}`, command: `create-prod-ready remove ${artifact.id}` }],
  )
  return { ...planned, selected, skipped: [...stale, ...skipped] }
}

/** `update`: three-way merge with newer templates or changed facts. */
export async function update(session: Session): Promise<number> {
  const work = await refresh(session)
  const { invocation, terminal } = session
  const interaction = !invocation.yes && !invocation.dryRun && terminal.interactive ? openInteraction(session) : undefined
  const command = commandLine(invocation, undefined, session.flagged)
  return carryOut(session, { ...work, answers: session.flagged, command, ...(interaction ? { confirm: interaction.confirm } : {}) })
}

/** `diff`: what update would change. */
export async function diff(session: Session): Promise<number> {
  const { plan, skipped, after, selected } = await refresh(session)
  const { invocation, terminal } = session
  if (invocation.json) report(session, plan.files, skipped, nextSteps(after, selected, plan.files, false))
  else for (const file of plan.files.filter(f => WRITES.has(f.action) || f.action === 'conflict')) for (const line of diffOf(file, terminal)) process.stdout.write(`${line}\n`)
  return 0
}

/** `check`: exit 1 when update would change something, or leaves a conflict. */
export async function check(session: Session): Promise<number> {
  const { plan, skipped, after, selected } = await refresh(session)
  const { invocation, terminal } = session
  const drift = plan.files.filter(file => WRITES.has(file.action) || file.action === 'conflict')
  const next = [...nextSteps(after, selected, plan.files, false), ...(drift.length ? ['create-prod-ready update brings these files up to date'] : [])]
  if (!invocation.json && drift.length) printPlan(drift, terminal)
  if (invocation.json) report(session, plan.files, skipped, next)
  else terminal.line(drift.length ? terminal.color.red(`${drift.length} ${drift.length === 1 ? 'file is' : 'files are'} out of date.`) : terminal.color.green('Everything is up to date.'))
  if (!invocation.json) for (const step of next) terminal.line(`  ${step}`)
  return drift.length ? 1 : 0
}

function report(session: Session, files: readonly FilePlan[], skipped: readonly SkipRow[], next: readonly string[]): void {
  const command = commandLine(session.invocation, undefined, session.flagged)
  reportRun({ files, skipped, next, command, done: false }, session.terminal, session.invocation.json)
}
