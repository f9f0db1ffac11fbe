import { Failure } from '../text/errors.ts'
import { carryOut } from './carry-out.ts'
import { commandLine } from './command-line.ts'
import { interactionFor, requireConsent } from './consent.ts'
import { contextAfter, removalFor } from './planner.ts'
import type { Session } from './session.ts'
import { findArtifact } from './status.ts'

/** `remove`: takes artifacts back: what the user changed since stays. */
export async function remove(session: Session): Promise<number> {
  const { invocation, manifest, terminal } = session
  const artifacts = invocation.operands.map(findArtifact)
  const stranger = artifacts.find(artifact => !manifest.artifacts.includes(artifact.id))
  if (stranger) {
    throw new Failure(
      'not-added',
      `${stranger.id} was not added by an earlier run, so there is nothing of it to take back`,
      {
        suggestion: manifest.artifacts.length
          ? `Added were: ${manifest.artifacts.join(', ')}`
          : 'See what is there: create-prod-ready list',
      },
    )
  }
  const command = commandLine(invocation, undefined, {})
  requireConsent(invocation, terminal, command)
  const interaction = await interactionFor(invocation, terminal)
  const plan = await removalFor(session, artifacts)
  const after = await contextAfter(session, plan)
  return carryOut(session, {
    plan,
    after,
    selected: [],
    skipped: [],
    answers: {},
    command,
    ...(interaction ? { confirm: interaction.confirm } : {}),
  })
}
