import { defineArtifact, template, type Answers, type Context, type Output } from '../../../src/artifact/index.ts'
import type { ServiceContract } from '../../../src/contract/types.ts'
import { plain } from '../../../src/text/quote.ts'
import { join } from '../../../src/text/paths.ts'
import { INGRESS_HOST, NAMESPACE, REGISTRY } from '../_common/questions.ts'
import { printJsonFile, printSections } from '../_common/sections.ts'
import { deployed, notDeployed } from '../_common/services.ts'
import { audit, ID } from './audit.ts'
import { chartOf, templateData, type Chart } from './chart.ts'
import { ENVIRONMENTS, environmentValues } from './environments.ts'
import { leftAlone } from './formatters.ts'
import { manifest } from './manifest.ts'
import { COPIES } from './monitoring.ts'
import { steps } from './steps.ts'
import { schemaOf, valuesOf } from './values.ts'
import { DIGEST_QUESTION } from '../../build/_common/digests.ts'

export const artifact = defineArtifact({
  id: ID,
  title: 'Helm charts',
  kind: 'file',
  why: 'A cluster runs what it is told: with probes that ask the right question, room to end, a network that is closed but for what is needed, and as many replicas as there is work. A chart says so once for every environment.',
  capabilities: [ID, 'deployment/kubernetes', 'deployment/autoscaling', 'security/network'],
  needs: ['build/dockerfile'],
  after: ['observability/alerts', 'observability/dashboards'],
  applies: ctx => (deployed(ctx).length > 0 ? true : notDeployed(ctx)),
  audit,
  questions: [NAMESPACE, INGRESS_HOST, REGISTRY, DIGEST_QUESTION],
  outputs: (ctx, answers) => {
    const mine = deployed(ctx).filter(({ places }) => isFree(ctx, places.chart))
    return [...mine.flatMap(service => files(ctx, service, answers)), ...(mine.length ? leftAlone(ctx) : [])]
  },
  next: (ctx, answers) =>
    steps(
      ctx,
      deployed(ctx).map(service => chartOf(ctx, service)),
      answers,
    ),
})

/** A chart of the user in the place of ours stays alone. */
function isFree(ctx: Context, folder: string): boolean {
  const path = join(folder, 'Chart.yaml')
  return ctx.ws.stat(path) === undefined || ctx.ownersOf(path).includes(ID)
}

function files(ctx: Context, service: ServiceContract, answers: Answers): readonly Output[] {
  const chart = chartOf(ctx, service)
  const folder = chart.service.places.chart
  const values = valuesOf(ctx, chart, answers)
  const at = (path: string, content: string): Output => ({
    type: 'file',
    path: join(folder, path),
    content,
    own: 'managed',
  })
  const schema = join(folder, 'values.schema.json')
  return [
    // versions are raised by people and release tools from now on
    { type: 'file', path: join(folder, 'Chart.yaml'), content: manifest(ctx, chart), own: 'seed' },
    at('values.yaml', printSections(['What holds everywhere; values-<environment>.yaml says what differs.'], values)),
    ...ENVIRONMENTS.map(name => at(`values-${name}.yaml`, environmentFile(chart, name, answers))),
    at('values.schema.json', printJsonFile(ctx.ws, schema, schemaOf(values))),
    ...templates(chart),
    ...(chart.monitoring.rules === undefined ? [] : [at(COPIES.rules, chart.monitoring.rules)]),
    ...chart.monitoring.dashboards.map(({ name, text }) => at(join(COPIES.dashboards, `${name}.json`), text)),
  ]
}

function environmentFile(chart: Chart, name: (typeof ENVIRONMENTS)[number], answers: Answers): string {
  const sections = environmentValues(chart, name, answers)
  const about = [plain(`What differs from values.yaml in ${name}.`)]
  return sections.length ? printSections(about, sections) : printSections([...about, 'Nothing so far.'], [])
}

/** Templates of a chart by the names that they have there, and whether it has them. */
const TEMPLATES: readonly (readonly [string, (chart: Chart) => boolean])[] = [
  ['helmignore', () => true],
  ['templates/NOTES.txt', () => true],
  ['templates/_helpers.tpl', () => true],
  ['templates/_network.tpl', () => true],
  ['templates/configmap.yaml', () => true],
  ['templates/dashboards.yaml', chart => chart.monitoring.dashboards.length > 0],
  ['templates/deployment.yaml', () => true],
  ['templates/hpa.yaml', chart => chart.scales],
  ['templates/ingress.yaml', chart => chart.hasIngress],
  ['templates/migrate.yaml', chart => chart.migrations !== undefined],
  ['templates/networkpolicy.yaml', () => true],
  ['templates/pdb.yaml', () => true],
  ['templates/probe.yaml', chart => chart.probe !== undefined],
  ['templates/prometheusrule.yaml', chart => chart.monitoring.rules !== undefined],
  ['templates/pvc.yaml', chart => !chart.scales],
  ['templates/service.yaml', chart => chart.ports.length > 0],
  ['templates/serviceaccount.yaml', () => true],
  ['templates/servicemonitor.yaml', chart => chart.hasMetrics],
  ['templates/smoke-test.yaml', chart => chart.ports.length > 0],
  ['tests/chart_test.yaml', () => true],
]

function templates(chart: Chart): readonly Output[] {
  const wanted = TEMPLATES.filter(([, has]) => has(chart)).map(([name]) => name)
  // the configuration is part of the Deployment by its checksum
  const tested = wanted.filter(name => /\/(deployment|pdb|networkpolicy|ingress)\.yaml$/.test(name))
  const data = { ...templateData(chart), files: tested }
  return wanted.map(name => ({
    type: 'file',
    path: join(chart.service.places.chart, name === 'helmignore' ? '.helmignore' : name),
    content: template(`${ID}/${name}.ejs`, data),
    own: 'managed',
  }))
}
