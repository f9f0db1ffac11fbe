import type { Artifact } from '../artifact/types.ts'
import { Failure } from '../text/errors.ts'
import { answer, propose, quickWins, requested, type Choice } from './choose.ts'
import { commandLine } from './command-line.ts'
import { carryOut } from './carry-out.ts'
import { openInteraction, type Interaction } from './interact.ts'
import { planFor } from './planner.ts'
import type { Session } from './session.ts'
import { statuses } from './status.ts'

/** The plain run, `add` and `quick-wins`: choose, ask, plan, show, write. */
export async function run(session: Session): Promise<number> {
  const { invocation, terminal } = session
  const silent = invocation.yes || invocation.dryRun
  const interaction = !silent && terminal.interactive ? openInteraction(session) : undefined
  const choice = await choiceOf(session, interaction)
  const { selected, skipped } = await answer(choice.artifacts, session.ctx, session.given, interaction?.prompter)
  if (!silent && !interaction) throw nobodyToAsk(session, skipped.map(s => s.answer ?? s.command ?? s.artifact))
  terminal.progress('planning …')
  const planned = await planFor(session, selected, selected.map(s => s.artifact))
  terminal.progress(undefined)
  const answers = Object.assign({}, ...selected.map(s => s.answers)) as Session['given']
  const given = Object.fromEntries(Object.entries(answers).filter(([key]) => key in session.given || interaction !== undefined))
  return carryOut(session, {
    ...planned,
    selected,
    skipped: [...choice.skipped, ...skipped, ...emptyHanded(selected.map(s => s.artifact), planned.plan.files.flatMap(f => f.artifacts))],
    answers: given,
    command: commandLine(invocation, interaction || invocation.command === 'add' ? selected.map(s => s.artifact.id) : undefined, given),
    ...(interaction ? { confirm: interaction.confirm } : {}),
  })
}

async function choiceOf(session: Session, interaction: Interaction | undefined): Promise<Choice> {
  if (session.invocation.command === 'add') return requested(session)
  const rows = statuses(session.ctx, session.given)
  const choice = session.invocation.command === 'quick-wins' ? quickWins(session, rows) : propose(session, rows)
  if (!interaction) return choice
  return { artifacts: await interaction.choose(rows, choice.artifacts), skipped: [] }
}

/** An artifact that was chosen and wants nothing says so. */
function emptyHanded(artifacts: readonly Artifact[], wanted: readonly string[]): Choice['skipped'] {
  return artifacts.filter(artifact => !wanted.includes(artifact.id)).map(artifact => ({ artifact: artifact.id, reason: 'nothing of it is missing here' }))
}

function nobodyToAsk(session: Session, missing: readonly string[]): Failure {
  const command = commandLine(session.invocation, undefined, session.flagged)
  return new Failure('no-terminal', `there is no terminal to ask on, so nothing was written${missing.length ? `; not answered: ${missing.join('; ')}` : ''}`, {
    suggestion: `take certain facts and defaults with: ${command}`,
  })
}
