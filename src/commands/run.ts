import type { Answers, Context } from '../artifact/types.ts'
import type { Selection } from '../engine/plop.ts'
import type { SkipRow } from '../report/documents.ts'
import { visible } from '../report/visible.ts'
import { carryOut } from './carry-out.ts'
import { answer, isQuick, propose, requested, withoutArtifact, type Choice } from './choose.ts'
import { commandLine } from './command-line.ts'
import { interactionFor, requireConsent } from './consent.ts'
import type { Interaction } from './interact.ts'
import { planFor } from './planner.ts'
import type { Session } from './session.ts'
import { findArtifact, named, statuses } from './status.ts'

/** The plain run, `add` and `quick-wins`: choose, ask, plan, show, write. */
export async function run(session: Session): Promise<number> {
  const { invocation, terminal, flagged } = session
  const interaction = await interactionFor(invocation, terminal)
  const choice = await choiceOf(session, interaction)
  const { selected, skipped, told } = await answer(choice.artifacts, session.ctx, session.given, interaction?.prompter)
  const known = { ...answersOf(selected, session.given), ...flagged, ...told }
  const command = commandLine(invocation, choice.byName ? selected.map(s => s.artifact.id) : undefined, known)
  if (interaction && choice.artifacts.length === 0) return nothingChosen(session, choice)
  requireConsent(
    invocation,
    terminal,
    command,
    skipped.map(s => s.answer ?? s.command ?? s.artifact),
  )
  const planned = await planFor(
    session,
    selected,
    selected.map(s => s.artifact),
  )
  const wanted = new Set(planned.plan.files.flatMap(file => file.artifacts))
  return carryOut(session, {
    ...planned,
    selected,
    skipped: [
      ...choice.skipped,
      ...skipped,
      ...emptyHanded(
        planned.after,
        selected.filter(s => !wanted.has(s.artifact.id)),
      ),
    ],
    answers: { ...flagged, ...told },
    command,
    ...(interaction ? { confirm: interaction.confirm } : {}),
  })
}

function nothingChosen({ terminal }: Session, { skipped }: Choice): number {
  for (const { artifact, reason } of skipped) terminal.line(`${artifact}: ${visible(reason)}`)
  terminal.line('Nothing was chosen, nothing was written.')
  return 0
}

/** What the user has said of the questions of `selected`. */
function answersOf(selected: readonly Selection[], given: Answers): Answers {
  const keys = new Set(selected.flatMap(s => Object.keys(s.answers)))
  return Object.fromEntries(Object.entries(given).filter(([key]) => keys.has(key)))
}

/** @returns what is to be written; `byName`: it is not what the command would choose by itself */
async function choiceOf(
  session: Session,
  interaction: Interaction | undefined,
): Promise<Choice & { readonly byName: boolean }> {
  const { command, operands, only, skip } = session.invocation
  if (command === 'add') return { ...requested(session, operands.map(findArtifact)), byName: false }
  const quick = command === 'quick-wins'
  const all = statuses(session.ctx, session.given)
  const rows = quick ? all.filter(isQuick) : all
  const choice = propose(session, rows)
  if (!interaction)
    return {
      artifacts: choice.artifacts,
      skipped: [...choice.skipped, ...(quick ? withoutArtifact(all) : [])],
      byName: false,
    }
  await interaction.show(session)
  const inList = rows.filter(({ artifact }) => (only.length === 0 || named(artifact, only)) && !named(artifact, skip))
  const chosen = requested(session, await interaction.choose(inList, choice.artifacts))
  return { ...chosen, byName: idsOf(chosen) !== idsOf(choice) }
}

function idsOf({ artifacts }: Choice): string {
  return artifacts.map(artifact => artifact.id).join(' ')
}

/** An artifact that was chosen and wants nothing says why, and what is left to do. @param after the repository as it will be */
function emptyHanded(after: Context, selected: readonly Selection[]): readonly SkipRow[] {
  return selected.map(({ artifact, answers }) => {
    const { state, reason } = artifact.audit(after)
    const steps = (artifact.next?.(after, answers) ?? []).filter(
      (step): step is string => typeof step === 'string' && !reason.includes(step.replace(/\.$/, '')),
    )
    const left = state === 'present' || steps.length === 0 ? '' : `. ${steps.join(' ')}`
    return { artifact: artifact.id, reason: `it would write nothing here: ${reason}${left}` }
  })
}
