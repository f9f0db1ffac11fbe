import { isDeepStrictEqual } from 'node:util'
import type { Artifact, Context } from '../artifact/types.ts'
import { renderArtifacts, type Selection } from '../engine/plop.ts'
import type { FilePlan, Plan, Rendered } from '../plan/types.ts'
import { WRITES } from '../plan/types.ts'
import { overlay } from '../workspace/index.ts'
import { contextFor, type Session } from './session.ts'

/** Facts and text settle after one round unless an artifact's text depends on what another one writes. */
const ROUNDS = 4

export interface Planned {
  readonly plan: Plan
  /** The repository as it will be. */
  readonly after: Context
}

/**
 * Renders artifacts for the repository as it will be when they are written: what one of them adds (a script, a workflow) is a fact for the others,
 * and a later run that finds the same repository finds nothing to change.
 * @param scope artifacts that this plan is about, selected or not: files of theirs that are no longer wanted go
 */
export async function planFor(
  session: Session,
  selected: readonly Selection[],
  scope: readonly Artifact[],
): Promise<Planned> {
  session.terminal.progress('planning …')
  let ctx = session.ctx
  let rendered = await renderArtifacts(ctx, selected)
  let plan = session.buildPlan(rendered, scope)
  for (let round = 1; round < ROUNDS; round++) {
    ctx = await contextAfter(session, plan)
    const again: readonly Rendered[] = await renderArtifacts(ctx, selected)
    if (isDeepStrictEqual(again, rendered)) return settled(session, { plan, after: ctx })
    rendered = again
    plan = session.buildPlan(rendered, scope)
  }
  // a file of the user stands where an artifact would put one, and the artifact wavers: the newest plan is as good as any, and writes over nothing
  return settled(session, { plan, after: ctx })
}

/** @returns the repository as it will be when `plan` is carried out */
export async function contextAfter(session: Session, plan: Plan): Promise<Context> {
  const changes = new Map(plan.files.filter(writes).map(file => [file.path, file.after]))
  return (await contextFor(overlay(session.ctx.ws, changes), plan.manifest, session.given, session.profile)).ctx
}

function settled({ terminal }: Session, planned: Planned): Planned {
  terminal.progress(undefined)
  return planned
}

function writes(file: FilePlan): boolean {
  return WRITES.has(file.action)
}
