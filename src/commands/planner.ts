import { isDeepStrictEqual } from 'node:util'
import { ARTIFACTS } from '../../generators/index.ts'
import type { Artifact, Context } from '../artifact/types.ts'
import { renderArtifacts, type Selection } from '../engine/plop.ts'
import type { FilePlan, Plan, Rendered } from '../plan/types.ts'
import { WRITES } from '../plan/types.ts'
import { overlay } from '../workspace/index.ts'
import { contextFor, type Session } from './session.ts'
import { inOrder, renderInTurns } from './turns.ts'

/** Facts and text settle after one round unless an artifact's text depends on what another one writes. */
const ROUNDS = 4

export interface Planned {
  readonly plan: Plan
  /** The repository as it will be. */
  readonly after: Context
}

/** What a plan is made from. */
export type Planning = Pick<Session, 'ctx' | 'manifest' | 'given' | 'profile' | 'buildPlan'> & {
  readonly terminal: Pick<Session['terminal'], 'progress'>
}

/**
 * Renders artifacts for the repository as it will be when they are written: what one of them adds (a script, a workflow) is a fact for the others,
 * and a later run that finds the same repository finds nothing to change.
 * @param scope artifacts that this plan is about, selected or not: files of theirs that are no longer wanted go
 */
export async function planFor(
  session: Planning,
  selected: readonly Selection[],
  scope: readonly Artifact[],
): Promise<Planned> {
  session.terminal.progress('planning …')
  let ctx = session.ctx
  let rendered = await renderInTurns(ctx, selected, first => contextAfter(session, session.buildPlan(first, [])))
  let plan = session.buildPlan(rendered, scope)
  for (let round = 1; round < ROUNDS; round++) {
    ctx = await contextAfter(session, plan)
    if (ctx === session.ctx && round === 1) return settled(session, { plan, after: ctx })
    const again = inOrder(selected, await renderArtifacts(ctx, selected))
    if (isDeepStrictEqual(lasting(again), lasting(rendered))) return settled(session, { plan, after: ctx })
    rendered = again
    plan = session.buildPlan(rendered, scope)
  }
  // a file of the user stands where an artifact would put one, and the artifact wavers: the newest plan is as good as any, and writes over nothing
  return settled(session, { plan, after: ctx })
}

/** Where a line of code was to go is no longer a question once it is there. */
export function lasting(rendered: readonly Rendered[]): readonly object[] {
  return rendered.map(wish =>
    wish.type === 'edit' ? { ...wish, changes: wish.changes.map(({ place: _, ...change }) => change) } : wish,
  )
}

/** @returns the plan that takes artifacts back; what others made together with them is rendered without them */
export async function removalFor(session: Session, artifacts: readonly Artifact[]): Promise<Plan> {
  const ids = artifacts.map(artifact => artifact.id as string)
  const shared = Object.values(session.manifest.files).filter(
    entry => entry.own === 'managed' && entry.artifacts.some(id => ids.includes(id)),
  )
  const staying = new Set(shared.flatMap(entry => entry.artifacts).filter(id => !ids.includes(id)))
  const selected = ARTIFACTS.filter(a => staying.has(a.id) && a.applies(session.ctx) === true)
  const rendered = selected.length
    ? await renderArtifacts(
        session.ctx,
        selected.map(artifact => ({ artifact, answers: {} })),
        ids,
      )
    : []
  return session.planRemoval(artifacts, rendered)
}

/** @returns the repository as it will be when `plan` is carried out */
export async function contextAfter(session: Planning, plan: Plan): Promise<Context> {
  const changes = new Map(plan.files.filter(writes).map(file => [file.path, file.after]))
  if (changes.size === 0 && isDeepStrictEqual(plan.manifest.files, session.manifest.files)) return session.ctx
  return (await contextFor(overlay(session.ctx.ws, changes), plan.manifest, session.given, session.profile)).ctx
}

function settled({ terminal }: Planning, planned: Planned): Planned {
  terminal.progress(undefined)
  return planned
}

function writes(file: FilePlan): boolean {
  return WRITES.has(file.action)
}
