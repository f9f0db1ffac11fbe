import { CATALOGUE } from '../audit/catalogue.ts'
import type { Capability } from '../audit/types.ts'
import { printDocument, VERSION } from '../report/documents.ts'
import type { Terminal } from '../report/terminal.ts'
import { visible } from '../report/visible.ts'
import { explainFact } from './explain-fact.ts'
import type { Session } from './session.ts'
import { findSubject, statuses, type Status, type Subject } from './status.ts'
import { placeOf } from '../text/paths.ts'

/** `explain`: why artifacts or capabilities matter, what was looked at, what would be written. */
export function explain({ invocation, ctx, given, facts, terminal }: Session): number {
  const [first, name] = invocation.operands
  if (first === 'fact') return explainFact(name, facts.services, invocation.json, terminal)
  const all = statuses(ctx, given)
  const subjects = invocation.operands.map(findSubject)
  const rows = [...new Set(subjects.flatMap(subject => subject.row ?? []))]
  const artifacts = all.filter(status => subjects.some(subject => isAbout(subject, status))).map(documentOf)
  const capabilities = rows.map(row => ({
    ...capabilityOf(row),
    artifacts: all.filter(status => isAbout({ row }, status)).map(status => status.artifact.id),
  }))
  if (invocation.json) printDocument({ version: VERSION, artifacts, capabilities })
  else print(terminal, artifacts, capabilities)
  return 0
}

function isAbout(subject: Subject, { artifact }: Status): boolean {
  return subject.artifact === artifact || (subject.row !== undefined && artifact.capabilities.includes(subject.row.id))
}

function documentOf({ artifact, applies, presence, files }: Status) {
  return {
    id: artifact.id,
    title: artifact.title,
    why: artifact.why,
    capabilities: CATALOGUE.filter(row => artifact.capabilities.includes(row.id)).map(capabilityOf),
    applies: applies === true,
    state: presence.state,
    reason: applies === true ? presence.reason : applies,
    evidence: presence.evidence,
    questions: artifact.questions.map(({ key, message, placeholder }) => ({ key, message, placeholder })),
    files,
  }
}

function capabilityOf({ id, severity, effort, done }: Capability) {
  return { id, severity, effort, done }
}

type Artifacts = readonly ReturnType<typeof documentOf>[]
type Capabilities = readonly (ReturnType<typeof capabilityOf> & { readonly artifacts: readonly string[] })[]

function print(terminal: Terminal, artifacts: Artifacts, capabilities: Capabilities): void {
  const told = new Set(artifacts.flatMap(row => row.capabilities.map(c => c.id)))
  for (const row of artifacts) printArtifact(terminal, row)
  for (const row of capabilities.filter(c => !told.has(c.id))) {
    terminal.line(terminal.color.bold(row.id))
    printCapability(terminal, row)
    terminal.line('  no artifact writes it yet: what is to be done is named above')
  }
}

function printArtifact(terminal: Terminal, row: Artifacts[number]): void {
  const { color } = terminal
  terminal.line(`${color.bold(row.title)} (${row.id})`)
  terminal.line(`  ${row.why}`, 2)
  terminal.line()
  for (const c of row.capabilities) printCapability(terminal, c)
  terminal.line(`  ${row.applies ? row.state : 'does not apply'}: ${visible(row.reason)}`, 4)
  for (const e of row.evidence) terminal.line(color.dim(`    ${visible(placeOf(e))} (${visible(e.rule)})`), 6)
  if (row.files.length) terminal.line(`  writes ${row.files.map(visible).join(', ')}`, 4)
  for (const q of row.questions) terminal.line(`  --set ${q.key}=${q.placeholder}  ${color.dim(visible(q.message))}`, 4)
  terminal.line()
}

function printCapability(
  { line, color }: Terminal,
  { id, severity, effort, done }: Capabilities[number] | Artifacts[number]['capabilities'][number],
): void {
  line(`  ${id}: ${severity}, ${EFFORT[effort]} by hand`, 4)
  line(color.dim(`    done when: ${done}`), 6)
}

const EFFORT: Readonly<Record<Capability['effort'], string>> = { S: 'less than half a day', M: 'days', L: 'weeks' }
