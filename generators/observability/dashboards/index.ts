import { defineArtifact, template, type Answers, type Context, type Output } from '../../../src/artifact/index.ts'
import { DATASOURCE_UID, SCRAPE_SECONDS } from '../../../src/contract/dashboards.ts'
import { PLACES } from '../../../src/contract/places.ts'
import { GRAFANA_MOUNTS, STACK } from '../../../src/contract/stack.ts'
import type { ServiceContract } from '../../../src/contract/types.ts'
import { gapSteps } from '../_common/gaps.ts'
import { SLO_QUESTIONS } from '../_common/questions.ts'
import { dashboardsOf, printBoard } from './all.ts'
import { audit } from './audit.ts'
import { boardsOf } from './boards.ts'
import { lintFile } from './exclusions.ts'

const { host, port } = STACK.prometheus

export const artifact = defineArtifact({
  id: 'observability/dashboards',
  title: 'Grafana dashboards',
  kind: 'file',
  why: 'Whoever is called at night needs one page that tells whether users are hurt, since when, and where to look next; made from the metrics that the service really exposes.',
  capabilities: ['observability/dashboards'],
  after: ['observability/alerts', 'operations/alert-runbooks'],
  applies: ctx => (watched(ctx).length > 0 ? true : 'no service runs as a process or container that could be watched'),
  audit,
  questions: SLO_QUESTIONS,
  outputs: (ctx, answers) => [
    ...ctx.contract.services.flatMap(service => filesOf(ctx, service, answers)),
    provisioning('datasources/prometheus.yml', {
      url: `http://${host}:${port}`,
      uid: DATASOURCE_UID,
      seconds: SCRAPE_SECONDS,
    }),
    provisioning('dashboards/files.yml', { path: GRAFANA_MOUNTS[1].to }),
  ],
  next: gapSteps,
})

function watched(ctx: Context): readonly ServiceContract[] {
  return ctx.contract.services.filter(service => boardsOf(ctx, service, {}).length > 0)
}

function filesOf(ctx: Context, service: ServiceContract, answers: Answers): readonly Output[] {
  const dashboards = dashboardsOf(ctx, service, answers)
  const files = dashboards.map(({ file, board }): Output => ({
    type: 'file',
    path: file,
    content: printBoard(board),
    own: 'managed',
  }))
  const exclusions = lintFile(dashboards.flatMap(({ board, shared }) => (shared ? [] : [board])))
  if (exclusions === undefined) return files
  return [...files, { type: 'file', path: `${service.places.dashboards}/.lint`, content: exclusions, own: 'managed' }]
}

function provisioning(name: 'datasources/prometheus.yml' | 'dashboards/files.yml', data: object): Output {
  const content = template(`observability/dashboards/provisioning/${name}.ejs`, data)
  return { type: 'file', path: `${PLACES.grafana}/provisioning/${name}`, content, own: 'managed' }
}
