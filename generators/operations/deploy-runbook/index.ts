import { defineArtifact, template, type Context } from '../../../src/artifact/index.ts'
import type { ServiceContract } from '../../../src/contract/index.ts'
import { NAMESPACE } from '../../deployment/_common/questions.ts'
import { deployed, notDeployed } from '../../deployment/_common/services.ts'
import { deploymentOf } from '../_common/commands.ts'
import { audit, ID } from './audit.ts'
import { dataOf } from './data.ts'

export const artifact = defineArtifact({
  id: ID,
  title: 'Deploy runbook',
  kind: 'doc',
  why: 'Whoever has to go back to the release of yesterday at night needs the command for this service, not the manual of a tool.',
  capabilities: [ID],
  needs: ['deployment/helm'],
  after: ['deployment/helm'],
  applies: ctx => (deployed(ctx).length > 0 ? true : notDeployed(ctx)),
  audit,
  questions: [NAMESPACE],
  outputs: (ctx, answers) =>
    withChart(ctx).map(service => ({
      type: 'file',
      path: service.places.deployPage,
      content: template(`${ID}/deploy.md.hbs`, dataOf(ctx, answers, service)),
      own: 'managed',
    })),
  next: ctx =>
    withChart(ctx).map(({ places }) => ({
      group: 'read',
      item: `${places.deployPage} (how to release, from the first time on)`,
    })),
})

/** What is deployed in another way has commands that only its people know. */
function withChart(ctx: Context): readonly ServiceContract[] {
  return deployed(ctx).filter(service => deploymentOf(ctx, service) === 'helm')
}
