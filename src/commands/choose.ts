import type { Answers, Artifact, Context } from '../artifact/types.ts'
import { CATALOGUE } from '../audit/catalogue.ts'
import { flagFor, resolveAnswers, type Prompter } from '../engine/questions.ts'
import type { Selection } from '../engine/plop.ts'
import type { SkipRow } from '../report/documents.ts'
import type { Session } from './session.ts'
import { checkFilters, findArtifact, named, statuses, type Status } from './status.ts'

/** What is to be written, and what is not, with the reason. */
export interface Choice {
  readonly artifacts: readonly Artifact[]
  readonly skipped: readonly SkipRow[]
}

/** The artifacts that a plain run proposes: those that apply, are not there, and were not taken back by the user. */
export function propose(session: Session, rows: readonly Status[]): Choice {
  const { only, skip, code } = session.invocation
  checkFilters([...only, ...skip])
  const artifacts: Artifact[] = []
  const skipped: SkipRow[] = []
  for (const { artifact, applies, presence } of rows) {
    if (applies !== true || presence.state === 'present' || session.manifest.artifacts.includes(artifact.id)) continue
    const reason = reasonAgainst(artifact, { only, skip, code }, session.manifest.removed)
    if (reason) skipped.push({ artifact: artifact.id, ...reason })
    else artifacts.push(artifact)
  }
  return { artifacts, skipped }
}

interface Filters {
  readonly only: readonly string[]
  readonly skip: readonly string[]
  readonly code: boolean
}

function reasonAgainst(artifact: Artifact, { only, skip, code }: Filters, removed: readonly string[]): Omit<SkipRow, 'artifact'> | undefined {
  const command = `create-prod-ready add ${artifact.id}`
  if (only.length && !named(artifact, only)) return { reason: 'not among --only', command }
  if (named(artifact, skip)) return { reason: 'named by --skip', command }
  if (removed.includes(artifact.id)) return { reason: 'you took it back', command }
  if (artifact.kind === 'code' && !code && !named(artifact, only)) return { reason: 'changes your source code', command: `${command} --code` }
  return undefined
}

/** The artifacts that `add` names, with what they need. */
export function requested(session: Session): Choice {
  const wanted = withNeeds(session.invocation.operands.map(findArtifact))
  const rows = statuses(session.ctx, session.given).filter(row => wanted.includes(row.artifact))
  const artifacts: Artifact[] = []
  const skipped: SkipRow[] = []
  for (const { artifact, applies, presence } of rows) {
    if (applies !== true) skipped.push({ artifact: artifact.id, reason: applies })
    else if (presence.state === 'present' && !session.manifest.artifacts.includes(artifact.id)) {
      skipped.push({ artifact: artifact.id, reason: `it is there already: ${presence.evidence.map(e => e.path).join(', ') || presence.reason}` })
    } else artifacts.push(artifact)
  }
  return { artifacts, skipped }
}

function withNeeds(artifacts: readonly Artifact[]): readonly Artifact[] {
  const all = new Set(artifacts)
  for (const artifact of all) for (const id of artifact.needs ?? []) all.add(findArtifact(id))
  return [...all]
}

/** Everything that takes less than an hour by hand; rows that no artifact closes yet are named. */
export function quickWins(session: Session, rows: readonly Status[]): Choice {
  const quick = CATALOGUE.filter(row => row.quick)
  const closes = (id: string): Status[] => rows.filter(row => row.artifact.capabilities.includes(id))
  const open = quick.filter(row => closes(row.id).length === 0).map(row => ({ artifact: row.id, reason: 'no artifact writes it yet' }))
  const choice = propose(
    session,
    rows.filter(row => row.artifact.capabilities.some(id => quick.some(q => q.id === id))),
  )
  return { artifacts: choice.artifacts, skipped: [...choice.skipped, ...open] }
}

export interface Answered {
  readonly selected: readonly Selection[]
  readonly skipped: readonly SkipRow[]
}

/** Asks what is missing, or skips the artifacts whose answers only the user can know, naming the flag. */
export async function answer(artifacts: readonly Artifact[], ctx: Context, given: Answers, prompt?: Prompter): Promise<Answered> {
  const selected: Selection[] = []
  const skipped: SkipRow[] = []
  let known = given
  for (const artifact of artifacts) {
    const { answers, missing } = await resolveAnswers(artifact, ctx, known, prompt)
    // artifacts that ask for the same thing share the key: nobody is asked twice
    known = { ...known, ...Object.fromEntries(Object.entries(answers).filter(([key]) => key in given || prompt !== undefined)) }
    const [first, ...others] = missing
    if (!first) {
      selected.push({ artifact, answers })
      continue
    }
    const flag = flagFor(first)
    const choices = first.type === 'choice' ? `: one of ${first.choices.join(', ')}` : ''
    const more = others.length ? ` (and ${others.map(q => q.key).join(', ')})` : ''
    skipped.push({
      artifact: artifact.id,
      reason: `only you can know the answer to "${first.message}"${choices}${more}`,
      ...(flag && others.length === 0 ? { answer: flag } : {}),
      command: `create-prod-ready add ${artifact.id} ${missing.map(q => flagFor(q) ?? `--set ${q.key}=<${q.key}>`).join(' ')}`,
    })
  }
  return { selected, skipped }
}
