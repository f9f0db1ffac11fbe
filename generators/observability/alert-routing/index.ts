import {
  defineArtifact,
  template,
  type Answers,
  type ChoiceQuestion,
  type Context,
} from '../../../src/artifact/index.ts'
import { isWatched, subjectsOf } from '../../../src/contract/alerting/index.ts'
import { PLACES } from '../../../src/contract/places.ts'
import { audit } from './audit.ts'
import { RECEIVERS, SECRETS } from './receivers.ts'

const receiver: ChoiceQuestion = {
  type: 'choice',
  key: 'alert-receiver',
  message: 'What tells people of an alert?',
  placeholder: `<${Object.keys(RECEIVERS).join('|')}>`,
  choices: Object.keys(RECEIVERS),
}

export const artifact = defineArtifact({
  id: 'observability/alert-routing',
  title: 'Alertmanager routes',
  kind: 'file',
  why: 'An alert that reaches nobody is no alert, and one that wakes somebody for nothing is switched off. Urgent ones call, others wait for the morning, and what follows from something worse is silent.',
  capabilities: ['observability/alert-routing'],
  needs: ['observability/alerts'],
  applies: ctx =>
    ctx.contract.services.some(isWatched) ? true : 'nothing that is deployed exposes metrics or has a port to probe',
  audit,
  questions: [receiver],
  outputs: (ctx, answers) => [
    {
      type: 'file',
      path: PLACES.alertmanager,
      content: template('observability/alert-routing/alertmanager.yml.ejs', dataOf(ctx, answers)),
      own: 'managed',
    },
  ],
  next: (_, answers) => [
    `Put the ${RECEIVERS[String(answers['alert-receiver'])]?.secret ?? 'addresses'} for urgent alerts, for the others and for the dead man's switch into the files page, team and watchdog in ${SECRETS} of Alertmanager's container.`,
  ],
})

/** What makes the other alerts of the same service a consequence. */
const CAUSES: readonly string[] = ['ServiceDown', 'ProbeFailing']

function dataOf(ctx: Context, answers: Answers): object {
  const choice = RECEIVERS[String(answers['alert-receiver'])]
  const subjects = subjectsOf(ctx.contract, answers)
  const alerts = new Set(subjects.flatMap(subject => subject.alerts.map(alert => alert.name)))
  return {
    services: subjects
      .map(subject => subject.id)
      .filter(id => ctx.contract.services.some(service => service.id === id)),
    config: choice?.config,
    field: choice?.field,
    secrets: SECRETS,
    causes: CAUSES.filter(name => alerts.has(name)),
  }
}
