import type { Artifact } from '../artifact/types.ts'
import { problemWith, readAnswer, type Prompter } from '../engine/questions.ts'
import type { FilePlan } from '../plan/types.ts'
import { WRITES } from '../plan/types.ts'
import { countsOf, diffOf } from '../report/diff.ts'
import type { PickerRow } from '../report/picker.ts'
import { Escaped, openPrompts, type Prompts } from '../report/prompts.ts'
import { counted, printPlan } from '../report/run-report.ts'
import type { Terminal } from '../report/terminal.ts'
import { visible } from '../report/visible.ts'
import { fold } from '../report/wrap.ts'
import { printFacts } from './detect.ts'
import type { Session } from './session.ts'
import type { Status } from './status.ts'

/** The questions of an interactive run. Escape and Ctrl-C throw `Escaped`, before anything is written. */
export interface Interaction {
  /** Shows what was found, and where it comes from on request. */
  readonly show: (session: Session) => Promise<void>
  readonly prompter: Prompter
  /** @returns the artifacts that the person wants out of those that could be written; `proposed` are preselected */
  readonly choose: (rows: readonly Status[], proposed: readonly Artifact[]) => Promise<readonly Artifact[]>
  /** Shows the plan, and its diff on request. @throws Escaped when the person does not want it */
  readonly confirm: (files: readonly FilePlan[]) => Promise<void>
}

/** @returns the interaction on this terminal */
export function openInteraction({ terminal }: Pick<Session, 'terminal'>): Interaction {
  const prompts = openPrompts(terminal)
  return {
    prompter: async (question, suggestion) => {
      const text = (await prompts.ask(question, suggestion, value => problemWith(question, value))).trim()
      return text === '' ? undefined : readAnswer(question, text)
    },
    show: session => show(session, prompts),
    choose: (rows, proposed) => choose(prompts, rows, proposed),
    confirm: files => confirm(terminal, prompts, files),
  }
}

async function show({ facts, terminal }: Session, prompts: Prompts): Promise<void> {
  const services = facts.services.map(
    s => `${s.name.value} (${s.framework?.value ?? s.ecosystem}${s.port ? `, port ${s.port.value}` : ''})`,
  )
  terminal.line(
    `${terminal.color.bold(visible(facts.repository.name.value))}: ${visible(services.join(', ') || 'no service was found')}`,
  )
  if (facts.services.length + facts.frontends.length + facts.nonServices.length + facts.problems.length === 0) return
  const answer = await prompts.choose('Go on?', [
    { value: 'go', name: 'choose what to add' },
    { value: 'show', name: 'show where the facts come from' },
  ])
  if (answer === 'show') printFacts(facts, terminal, true)
}

async function choose(
  prompts: Prompts,
  rows: readonly Status[],
  proposed: readonly Artifact[],
): Promise<readonly Artifact[]> {
  const open = rows.filter(
    row => row.applies === true && (row.presence.state !== 'present' || proposed.includes(row.artifact)),
  )
  if (open.length === 0) return []
  const ids = await prompts.pick(
    'What to add?',
    open.map(row => pickerRow(row, proposed)),
  )
  return open.map(row => row.artifact).filter(artifact => ids.includes(artifact.id))
}

function pickerRow({ artifact, presence, files }: Status, proposed: readonly Artifact[]): PickerRow {
  const { id, category, title, why, kind } = artifact
  const size = `${counted(files.length, 'file')}${kind === 'code' ? ', changes your code' : ''}`
  return { id, category, title, size, selected: proposed.includes(artifact), note: `${presence.reason}. ${why}` }
}

async function confirm(terminal: Terminal, prompts: Prompts, files: readonly FilePlan[]): Promise<void> {
  terminal.line()
  printPlan(files, terminal)
  terminal.line()
  for (;;) {
    const answer = await prompts.choose('Write this?', [
      { value: 'write', name: 'write' },
      { value: 'diff', name: 'show the diff' },
      { value: 'leave', name: 'leave, write nothing' },
    ])
    if (answer === 'write') return
    if (answer === 'leave') throw new Escaped('left by the user')
    await showDiff(
      terminal,
      prompts,
      files.filter(file => WRITES.has(file.action)),
    )
  }
}

const ALL = '*'

async function showDiff(terminal: Terminal, prompts: Prompts, files: readonly FilePlan[]): Promise<void> {
  const each = files.map(file => ({
    value: file.path,
    short: visible(file.path),
    name: `${visible(file.path)} ${changesOf(file)}`,
  }))
  const wanted =
    files.length > 1 ? await prompts.choose('Of which file?', [{ value: ALL, name: 'all of them' }, ...each]) : ALL
  for (const file of files) {
    if (wanted !== ALL && wanted !== file.path) continue
    terminal.print(diffOf(file, terminal).flatMap(line => fold(line, terminal.width)))
  }
}

function changesOf(file: FilePlan): string {
  const { added, removed } = countsOf(file)
  return [added ? `+${added}` : '', removed ? `-${removed}` : ''].filter(Boolean).join(' ')
}
