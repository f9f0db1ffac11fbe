import { ARTIFACTS } from '../../generators/index.ts'
import type { Answer, Answers, Artifact, Context, Question } from '../artifact/types.ts'
import { CATALOGUE } from '../audit/catalogue.ts'
import { flagFor, resolveAnswers, type Prompter } from '../engine/questions.ts'
import type { Selection } from '../engine/plop.ts'
import type { SkipRow } from '../report/documents.ts'
import type { Session } from './session.ts'
import { checkFilters, findArtifact, named, namedItself, statuses, type Status } from './status.ts'

/** What is to be written, and what is not, with the reason. */
export interface Choice {
  readonly artifacts: readonly Artifact[]
  readonly skipped: readonly SkipRow[]
}

/** The artifacts that a plain run proposes: those that apply, are not there, and were not taken back by the user; with --only no others, and what they need. */
export function propose(session: Session, rows: readonly Status[]): Choice {
  const { only, skip } = session.invocation
  checkFilters([...only, ...skip])
  const within = withNeeds(ARTIFACTS.filter(artifact => only.length === 0 || named(artifact, only)))
  const open = rows.filter(
    row =>
      within.has(row.artifact) &&
      !session.manifest.artifacts.includes(row.artifact.id) &&
      row.applies === true &&
      row.presence.state !== 'present',
  )
  const reasons = new Map(open.map(({ artifact }) => [artifact.id, reasonAgainst(session, artifact)]))
  return withoutDependents({
    artifacts: open.map(row => row.artifact).filter(artifact => !reasons.get(artifact.id)),
    skipped: [...reasons].flatMap(([artifact, reason]) => (reason ? [{ artifact, ...reason }] : [])),
  })
}

/** @returns why a plain run leaves an artifact out */
function reasonAgainst(
  { invocation: { only, skip, code }, manifest }: Session,
  artifact: Artifact,
): Omit<SkipRow, 'artifact'> | undefined {
  const command = `create-prod-ready add ${artifact.id}`
  if (named(artifact, skip)) return { reason: 'named by --skip', command }
  if (manifest.removed.includes(artifact.id)) return { reason: 'you took it back', command }
  if (artifact.kind === 'code' && !code && !namedItself(artifact, only))
    return { reason: 'changes your source code', command: `${command} --code` }
  return undefined
}

/** What needs something that is skipped is skipped as well. */
function withoutDependents({ artifacts, skipped }: Choice): Choice {
  const missing = new Set(skipped.map(row => row.artifact))
  const broken = artifacts.flatMap(artifact => {
    const need = artifact.needs?.find(id => missing.has(id))
    return need === undefined
      ? []
      : [
          {
            artifact: artifact.id,
            reason: `needs ${need}, which is skipped`,
            command: `create-prod-ready add ${artifact.id}`,
          },
        ]
  })
  if (broken.length === 0) return { artifacts, skipped }
  const gone = new Set<string>(broken.map(row => row.artifact))
  return withoutDependents({
    artifacts: artifacts.filter(artifact => !gone.has(artifact.id)),
    skipped: [...skipped, ...broken],
  })
}

/** The artifacts that somebody named, with what they need. */
export function requested(session: Session, artifacts: readonly Artifact[]): Choice {
  const wanted = withNeeds(artifacts)
  const chosen: Artifact[] = []
  const skipped: SkipRow[] = []
  for (const row of statuses(session.ctx, session.given).filter(({ artifact }) => wanted.has(artifact))) {
    const { artifact, applies } = row
    if (applies !== true) skipped.push({ artifact: artifact.id, reason: applies })
    else if (!isForeign(session, row)) chosen.push(artifact)
    else if (artifacts.includes(artifact)) skipped.push({ artifact: artifact.id, reason: thereAlready(row) })
  }
  return { artifacts: chosen, skipped }
}

/** It is there, and not by an earlier run of ours. */
function isForeign({ manifest }: Session, { artifact, presence }: Status): boolean {
  return presence.state === 'present' && !manifest.artifacts.includes(artifact.id)
}

function thereAlready({ presence }: Status): string {
  return `it is there already: ${[...new Set(presence.evidence.map(e => e.path))].join(', ') || presence.reason}`
}

function withNeeds(artifacts: readonly Artifact[]): ReadonlySet<Artifact> {
  const all = new Set(artifacts)
  for (const artifact of all) for (const id of artifact.needs ?? []) all.add(findArtifact(id))
  return all
}

/** @returns true for an artifact that closes a row of the catalogue which takes less than an hour by hand */
export function isQuick({ artifact }: Status): boolean {
  return artifact.capabilities.some(id => QUICK.has(id))
}

const QUICK: ReadonlySet<string> = new Set(CATALOGUE.filter(row => row.quick).map(row => row.id))

/** @returns the quick rows of the catalogue that no artifact closes yet */
export function withoutArtifact(rows: readonly Status[]): readonly SkipRow[] {
  const closed = new Set(rows.flatMap(row => row.artifact.capabilities))
  return [...QUICK].filter(id => !closed.has(id)).map(id => ({ artifact: id, reason: 'no artifact writes it yet' }))
}

export interface Answered {
  readonly selected: readonly Selection[]
  readonly skipped: readonly SkipRow[]
  /** What a person said now. */
  readonly told: Answers
}

/** Asks what is missing, or skips the artifacts whose answers only the user can know, naming the flag. */
export async function answer(
  artifacts: readonly Artifact[],
  ctx: Context,
  given: Answers,
  prompt?: Prompter,
): Promise<Answered> {
  const told = prompt ? await ask(artifacts, ctx, given, prompt) : {}
  const selected: Selection[] = []
  const skipped: SkipRow[] = []
  for (const artifact of artifacts) {
    // what one artifact asked for holds for all of them, as it would have as a flag
    const { answers, missing } = await resolveAnswers(artifact, ctx, { ...given, ...told })
    if (missing.length) skipped.push(unanswered(artifact, missing))
    else selected.push({ artifact, answers })
  }
  const left = withoutDependents({ artifacts: selected.map(s => s.artifact), skipped })
  return { selected: selected.filter(s => left.artifacts.includes(s.artifact)), skipped: left.skipped, told }
}

/** @returns what a person said; nobody is asked twice for the same key */
async function ask(artifacts: readonly Artifact[], ctx: Context, given: Answers, prompt: Prompter): Promise<Answers> {
  const told = new Map<string, Answer | undefined>()
  const once: Prompter = async (question, suggestion) => {
    if (!told.has(question.key)) told.set(question.key, await prompt(question, suggestion))
    return told.get(question.key)
  }
  const said = (): Answers =>
    Object.fromEntries([...told].flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])))
  for (const artifact of artifacts) await resolveAnswers(artifact, ctx, { ...given, ...said() }, once)
  return said()
}

function unanswered(artifact: Artifact, missing: readonly Question[]): SkipRow {
  const flags = missing.map(question => flagFor(question) ?? `--set ${question.key}=<${question.key}>`)
  const asked = missing.map(question => `"${question.message}"${valuesOf(question)}`)
  const [only] = missing.length === 1 ? missing.map(flagFor) : []
  return {
    artifact: artifact.id,
    reason: `only you can know the answer to ${asked.join(' and ')}`,
    ...(only ? { answer: only } : {}),
    command: `create-prod-ready add ${artifact.id} ${flags.join(' ')}`,
  }
}

/** Where only certain values are an answer, they are named. */
function valuesOf(question: Question): string {
  switch (question.type) {
    case 'choice':
      return ` (one of ${question.choices.join(', ')})`
    case 'number':
      return ` (from ${question.min} to ${question.max})`
    case 'boolean':
      return ' (true or false)'
    default:
      return ''
  }
}
