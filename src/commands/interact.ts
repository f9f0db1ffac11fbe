import type { Answer, Artifact } from '../artifact/types.ts'
import { problemWith, readAnswer, type Prompter } from '../engine/questions.ts'
import type { FilePlan } from '../plan/types.ts'
import { WRITES } from '../plan/types.ts'
import { diffOf, visible } from '../report/diff.ts'
import { Escaped, type PickerRow } from '../report/picker.ts'
import { openPrompts, type Prompts } from '../report/prompts.ts'
import { printPlan } from '../report/run-report.ts'
import { printFacts } from './detect.ts'
import type { Session } from './session.ts'
import type { Status } from './status.ts'

/** The questions of an interactive run. Escape and Ctrl-C throw `Escaped`, before anything is written. */
export interface Interaction {
  readonly prompter: Prompter
  /** @returns the artifacts that the person wants out of those that could be written; `proposed` are preselected */
  choose(rows: readonly Status[], proposed: readonly Artifact[]): Promise<readonly Artifact[]>
  /** Shows the plan, and its diff on request. @throws Escaped when the person does not want it */
  confirm(files: readonly FilePlan[]): Promise<void>
}

/** @returns the interaction on this terminal */
export function openInteraction(session: Session): Interaction {
  const prompts = openPrompts()
  return {
    prompter: async (question, suggestion) => readAnswer(question, await prompts.ask(question, suggestion as Answer | undefined, text => problemWith(question, text))),
    choose: (rows, proposed) => choose(session, prompts, rows, proposed),
    confirm: files => confirm(session, prompts, files),
  }
}

async function choose(session: Session, prompts: Prompts, rows: readonly Status[], proposed: readonly Artifact[]): Promise<readonly Artifact[]> {
  const { facts, terminal } = session
  terminal.line(summary(session))
  if (facts.services.length || facts.problems.length) {
    const answer = await prompts.choose('Go on?', [
      { value: 'go', name: 'choose what to add' },
      { value: 'show', name: 'show the facts and where they come from' },
    ])
    if (answer === 'show') printFacts(facts, terminal, true)
  }
  const open = rows.filter(row => row.applies === true && (row.presence.state !== 'present' || proposed.includes(row.artifact)))
  if (open.length === 0) return []
  const ids = await prompts.pick({ message: 'What to add?', rows: open.map(row => pickerRow(row, proposed)), pageSize: Math.max(5, (process.stderr.rows || 24) - 8), width: terminal.width })
  return open.map(row => row.artifact).filter(artifact => ids.includes(artifact.id))
}

function pickerRow({ artifact, presence, files }: Status, proposed: readonly Artifact[]): PickerRow {
  return { id: artifact.id, category: artifact.category, title: artifact.title, files: files.length, selected: proposed.includes(artifact), note: `${presence.reason}. ${artifact.why}` }
}

function summary({ facts }: Session): string {
  const services = facts.services.map(s => `${s.name.value} (${s.framework?.value ?? s.ecosystem}${s.port ? `, port ${s.port.value}` : ''})`)
  const found = services.length ? `Services: ${services.join(', ')}` : 'No service was found'
  return visible(`${facts.repository.name.value}. ${found}. ${facts.repository.existing.length} production files are there already.`)
}

async function confirm({ terminal }: Session, prompts: Prompts, files: readonly FilePlan[]): Promise<void> {
  printPlan(files, terminal)
  for (;;) {
    const answer = await prompts.choose('Write this?', [
      { value: 'write', name: 'write' },
      { value: 'diff', name: 'show the diff' },
      { value: 'leave', name: 'leave, write nothing' },
    ])
    if (answer === 'write') return
    if (answer === 'leave') throw new Escaped('left by the user')
    for (const file of files.filter(f => WRITES.has(f.action))) for (const line of diffOf(file, terminal)) terminal.line(line)
  }
}
