import { Failure } from '../text/errors.ts'
import { carryOut } from './carry-out.ts'
import { commandLine } from './command-line.ts'
import type { Session } from './session.ts'
import { findArtifact } from './status.ts'

/** `remove`: takes artifacts back: what the user changed since stays. */
export async function remove(session: Session): Promise<number> {
  const { invocation, manifest, ctx } = session
  const artifacts = invocation.operands.map(findArtifact)
  const stranger = artifacts.find(artifact => !manifest.artifacts.includes(artifact.id))
  if (stranger) {
    throw new Failure('not-added', `${stranger.id} was not added by an earlier run, so there is nothing of it to take back`, {
      suggestion: manifest.artifacts.length ? `added: ${manifest.artifacts.join(', ')}` : 'create-prod-ready list',
    })
  }
  const plan = session.planRemoval(artifacts)
  return carryOut(session, { plan, after: ctx, selected: [], skipped: [], answers: {}, command: commandLine(invocation, undefined, {}) })
}
