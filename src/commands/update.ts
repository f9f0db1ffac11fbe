import { ARTIFACTS } from '../../generators/index.ts'
import type { FilePlan } from '../plan/types.ts'
import { WRITES } from '../plan/types.ts'
import { diffOf } from '../report/diff.ts'
import type { SkipRow } from '../report/documents.ts'
import { counted, printPlan, reportRun } from '../report/run-report.ts'
import { fold } from '../report/wrap.ts'
import { carryOut } from './carry-out.ts'
import { answer } from './choose.ts'
import { commandLine } from './command-line.ts'
import { interactionFor, requireConsent } from './consent.ts'
import { nextSteps } from './next-steps.ts'
import { planFor, type Planned } from './planner.ts'
import type { Session } from './session.ts'
import { checkFilters, named } from './status.ts'

interface Refresh extends Planned {
  readonly selected: Awaited<ReturnType<typeof answer>>['selected']
  readonly skipped: readonly SkipRow[]
}

/** What the artifacts of earlier runs would write today. One that does not apply any more stays as it is: taking it back is the user's decision. */
async function refresh(session: Session): Promise<Refresh> {
  const { ctx, given, manifest, invocation } = session
  checkFilters([...invocation.only, ...invocation.skip])
  const mine = ARTIFACTS.filter(a => manifest.artifacts.includes(a.id))
    .filter(a => invocation.only.length === 0 || named(a, invocation.only))
    .filter(a => !named(a, invocation.skip))
  const verdicts = mine.map(artifact => ({ artifact, applies: artifact.applies(ctx) }))
  const { selected, skipped } = await answer(
    verdicts.filter(v => v.applies === true).map(v => v.artifact),
    ctx,
    given,
  )
  const planned = await planFor(
    session,
    selected,
    selected.map(s => s.artifact),
  )
  const stale = verdicts.flatMap(({ artifact, applies }) =>
    applies === true
      ? []
      : [
          {
            artifact: artifact.id,
            reason: `does not apply any more: ${applies}`,
            command: `create-prod-ready remove ${artifact.id}`,
          },
        ],
  )
  return { ...planned, selected, skipped: [...stale, ...skipped] }
}

/** `update`: three-way merge with newer templates or changed facts. */
export async function update(session: Session): Promise<number> {
  const { invocation, terminal, flagged } = session
  const command = commandLine(invocation, undefined, flagged)
  requireConsent(invocation, terminal, command)
  const work = await refresh(session)
  const interaction = await interactionFor(invocation, terminal)
  return carryOut(session, {
    ...work,
    answers: flagged,
    command,
    ...(interaction ? { confirm: interaction.confirm } : {}),
  })
}

/** `diff`: what update would change, as a patch on stdout. */
export async function diff(session: Session): Promise<number> {
  const { plan, skipped, after, selected } = await refresh(session)
  const { invocation, terminal } = session
  if (invocation.json) report(session, plan.files, skipped, nextSteps(session, plan, after, selected))
  else print(session, plan.files.filter(isDrift))
  if (!invocation.json && !plan.files.some(isDrift)) terminal.line(terminal.color.green('Everything is up to date.'))
  return 0
}

/** A terminal sees both sides of a conflict; a pipe gets a patch of what would be written. */
function print({ terminal: { out } }: Session, files: readonly FilePlan[]): void {
  const piped = out.width === Infinity
  for (const file of files) {
    if (piped && file.action === 'conflict') continue
    const shown = file.action === 'conflict' && file.marked !== undefined ? { ...file, after: file.marked } : file
    for (const line of diffOf(shown, out, piped)) for (const part of fold(line, out.width)) out.line(part)
  }
}

/** `check`: exit 1 when update would change something, or leaves a conflict. */
export async function check(session: Session): Promise<number> {
  const { plan, skipped, after, selected } = await refresh(session)
  const { invocation } = session
  const drift = plan.files.filter(isDrift)
  const next = [
    ...nextSteps(session, plan, after, selected),
    ...(drift.length ? [`create-prod-ready update brings ${drift.length === 1 ? 'it' : 'them'} up to date`] : []),
  ]
  if (invocation.json) report(session, plan.files, skipped, next)
  else tell(session, drift, next)
  return drift.length ? 1 : 0
}

function tell({ terminal }: Session, drift: readonly FilePlan[], next: readonly string[]): void {
  const { color } = terminal
  if (drift.length) printPlan(drift, terminal)
  terminal.line(
    drift.length
      ? color.red(`${counted(drift.length, 'file')} out of date.`)
      : color.green('Everything is up to date.'),
  )
  for (const step of next) terminal.line(`  ${step}`)
}

function isDrift(file: FilePlan): boolean {
  return WRITES.has(file.action) || file.action === 'conflict'
}

function report(
  session: Session,
  files: readonly FilePlan[],
  skipped: readonly SkipRow[],
  next: readonly string[],
): void {
  const command = commandLine(session.invocation, undefined, session.flagged)
  reportRun({ files, skipped, next, command, done: false }, session.terminal, session.invocation.json)
}
