import type { Answers, Context, NextStep } from '../../../src/artifact/index.ts'
import { sh } from '../../../src/text/quote.ts'
import { imageOf, INGRESS_HOST, ingressHostOf, namespaceOf, REGISTRY } from '../_common/questions.ts'
import type { Chart } from './chart.ts'
import { readers, TEMPLATES } from './formatters.ts'

/** @returns what only a person can do before and after the first release */
export function steps(ctx: Context, charts: readonly Chart[], answers: Answers): readonly NextStep[] {
  return [
    ...registry(charts, answers),
    ...secrets(charts, namespaceOf(ctx, answers)),
    ...release(charts, namespaceOf(ctx, answers)),
    ...ingress(charts, answers),
    ...images(charts),
    ...files(charts),
    ...charts.flatMap(chart => chart.migrations?.step ?? []),
    ...readers(ctx).map(what => `Let ${what} leave out ${TEMPLATES}: templates of Helm are no YAML.`),
  ]
}

function registry(charts: readonly Chart[], answers: Answers): readonly string[] {
  const without = charts.filter(({ service }) => !imageOf(service, answers).includes('/'))
  return without.length
    ? [
        `Say where images are pushed to, so that the charts can name them: create-prod-ready update --set ${REGISTRY.key}=${REGISTRY.placeholder}.`,
      ]
    : []
}

function secrets(charts: readonly Chart[], namespace: string): readonly string[] {
  return charts.flatMap(({ service, environment, secret }) => {
    if (!secret) return []
    const { id, needs } = service
    const names = environment.secrets.map(({ name }) => name)
    const what = names.length
      ? names.join(', ')
      : `what tells it how to reach ${needs.map(need => need.host).join(' and ')}`
    return [
      `Create the Secret ${id} with ${what}: kubectl --namespace ${namespace} create secret generic ${id} --from-env-file=<file outside git>.`,
    ]
  })
}

function release(charts: readonly Chart[], namespace: string): readonly string[] {
  const first = charts.find(chart => chart.ports.length > 0) ?? charts[0]
  if (!first) return []
  const { id, places } = first.service
  const others = charts.filter(chart => chart !== first).map(chart => chart.service.id)
  const test = first.ports.length ? `, then helm test ${id} --namespace ${namespace}` : ''
  const more = others.length ? ` The same holds for ${others.join(', ')}.` : ''
  return [
    `Release with helm upgrade --install ${id} ${sh(places.chart)} --namespace ${namespace} --create-namespace --values ${sh(`${places.chart}/values-prod.yaml`)} --set image.tag=<tag>${test}.${more}`,
  ]
}

function ingress(charts: readonly Chart[], answers: Answers): readonly string[] {
  return charts.some(chart => chart.hasIngress) && ingressHostOf(answers) === undefined
    ? [
        `Say under which host production is reached, or leave it inside the cluster: create-prod-ready update --set ${INGRESS_HOST.key}=${INGRESS_HOST.placeholder}.`,
      ]
    : []
}

/** What an image of the user writes, and as whom, is not in its Dockerfile. */
function images(charts: readonly Chart[]): readonly string[] {
  return charts
    .filter(chart => chart.dockerfile !== undefined)
    .map(
      ({ service, user, dockerfile }) =>
        `Check that what ${dockerfile ?? ''} builds runs as user ${user} on a read-only file system: folders that ${service.id} writes to go to writableFolders in ${service.places.chart}/values.yaml.`,
    )
}

function files(charts: readonly Chart[]): readonly string[] {
  return charts
    .filter(chart => !chart.scales)
    .map(
      ({ service }) =>
        `Let ${service.id} keep its database file in /data: that folder outlives its Pod, and nothing else does.`,
    )
}
