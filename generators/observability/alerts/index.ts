import { defineArtifact, template, type Answers, type Context, type Output } from '../../../src/artifact/index.ts'
import { isWatched, subjectsOf, type Subject } from '../../../src/contract/alerting/index.ts'
import { PLACES } from '../../../src/contract/places.ts'
import { gapSteps } from '../_common/gaps.ts'
import { RUNBOOK_QUESTION, SLO_QUESTIONS } from '../_common/questions.ts'
import { audit } from './audit.ts'
import { rulesData } from './rules.ts'
import { probeModules, scrapeData } from './scrape.ts'
import { pacesOf, testsData } from './unit-tests.ts'

export const artifact = defineArtifact({
  id: 'observability/alerts',
  title: 'Prometheus rules with tests',
  kind: 'file',
  why: 'Somebody must be told when users do not get what they were promised, and nobody when they do. Each rule asks for metrics that this service exposes, and a test shows that it fires and that it stays silent.',
  capabilities: ['observability/alerts', 'database/monitoring'],
  needs: ['operations/alert-runbooks'],
  afterFactsOf: ['build/dockerfile'],
  applies: ctx =>
    ctx.contract.services.some(isWatched) ? true : 'nothing that is deployed exposes metrics or has a port to probe',
  audit,
  questions: [...SLO_QUESTIONS, RUNBOOK_QUESTION],
  outputs: (ctx, answers) => [
    ...subjectsOf(ctx.contract, answers).flatMap(subject => filesOf(ctx, answers, subject)),
    file(PLACES.prometheus, 'observability/alerts/prometheus.yml.ejs', scrapeData(ctx)),
    ...blackbox(probeModules(ctx)),
  ],
  next: gapSteps,
})

function filesOf(ctx: Context, answers: Answers, subject: Subject): readonly Output[] {
  const { rules, ruleTests } = subject.places
  return [
    file(rules, 'observability/alerts/rules.yml.ejs', rulesData(ctx, answers, subject)),
    ...pacesOf(subject).map(pace =>
      file(ruleTests[pace], 'observability/alerts/rules.test.yml.ejs', testsData(ctx, answers, subject, pace)),
    ),
  ]
}

function blackbox(modules: readonly string[]): readonly Output[] {
  return modules.length ? [file(PLACES.blackbox, 'observability/alerts/blackbox.yml.ejs', { modules })] : []
}

function file(path: string, name: `observability/alerts/${string}`, data: object): Output {
  return { type: 'file', path, content: template(name, data), own: 'managed' }
}
