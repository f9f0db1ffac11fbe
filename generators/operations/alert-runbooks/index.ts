import { defineArtifact, template, type Answers, type Context, type Output } from '../../../src/artifact/index.ts'
import { isWatched, subjectsOf, type Subject } from '../../../src/contract/alerting/index.ts'
import { PLACES } from '../../../src/contract/places.ts'
import { pageOf } from '../../observability/_common/links.ts'
import { SLO_QUESTIONS } from '../../observability/_common/questions.ts'
import { audit } from './audit.ts'
import { indexData, pageData } from './pages.ts'

export const artifact = defineArtifact({
  id: 'operations/alert-runbooks',
  title: 'Runbook for each alert',
  kind: 'doc',
  why: 'Whoever is woken by an alert has to know what it means, what to look at and what to do, in this service and not in general.',
  capabilities: ['operations/alert-runbooks'],
  needs: ['observability/alerts'],
  againAfter: ['deployment/helm', 'deployment/compose', 'operations/deploy-runbook'],
  applies: ctx =>
    ctx.contract.services.some(isWatched) ? true : 'nothing that is deployed exposes metrics or has a port to probe',
  audit,
  questions: SLO_QUESTIONS,
  outputs: (ctx, answers) => {
    const subjects = subjectsOf(ctx.contract, answers)
    const index = template('operations/alert-runbooks/README.md.hbs', indexData(subjects))
    return [
      { type: 'file', path: PLACES.runbooks, content: index, own: 'managed' },
      ...subjects.flatMap(subject => pagesOf(ctx, answers, subject)),
    ]
  },
  next: () => [{ group: 'read', item: `${PLACES.runbooks} (what your team would do)` }],
})

function pagesOf(ctx: Context, answers: Answers, subject: Subject): readonly Output[] {
  return subject.alerts.map(alert => ({
    type: 'file',
    path: `${subject.places.runbooks}/${pageOf(alert.name)}`,
    content: template('operations/alert-runbooks/alert.md.hbs', pageData(ctx, answers, subject, alert)),
    own: 'managed',
  }))
}
