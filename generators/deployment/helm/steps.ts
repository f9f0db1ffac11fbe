import type { Answers, Context, NextStep } from '../../../src/artifact/index.ts'
import { join, placeOf } from '../../../src/text/paths.ts'
import { sh } from '../../../src/text/quote.ts'
import { imageOf, INGRESS_HOST, ingressHostOf, namespaceOf, REGISTRY } from '../_common/questions.ts'
import { keepFile } from '../_common/steps.ts'
import type { Chart } from './chart.ts'
import { readers, TEMPLATES } from './formatters.ts'

/** @returns what only a person can do before and after the first release */
export function steps(ctx: Context, charts: readonly Chart[], answers: Answers): readonly NextStep[] {
  const untold = charts.filter(({ service }) => !ctx.ws.has(service.places.deployPage))
  return [
    ...registry(charts, answers),
    ...secrets(untold, namespaceOf(ctx, answers)),
    ...release(untold, namespaceOf(ctx, answers)),
    ...ingress(charts, answers),
    ...images(charts),
    ...files(charts),
    ...written(ctx, charts),
    ...charts.flatMap(chart => chart.migrations?.step ?? []),
    ...readers(ctx).map(what => `Let ${what} leave out ${TEMPLATES}: templates of Helm are no YAML.`),
  ]
}

function registry(charts: readonly Chart[], answers: Answers): readonly NextStep[] {
  const without = charts.filter(({ service }) => !imageOf(service, answers).includes('/'))
  return without.length
    ? [{ group: 'answer', item: `--set ${REGISTRY.key}=${REGISTRY.placeholder}, from where the charts take images` }]
    : []
}

function secrets(charts: readonly Chart[], namespace: string): readonly string[] {
  const mine = charts.filter(({ secret }) => secret)
  const [first] = mine
  if (!first) return []
  const [what, name] =
    mine.length === 1
      ? [`the Secret ${holding(first)}`, first.service.id]
      : [`the Secrets ${mine.map(holding).join(', ')}`, '<name>']
  return [
    `Create ${what}: kubectl create namespace ${namespace}, then kubectl --namespace ${namespace} create secret generic ${name} --from-env-file=<file outside git>.`,
  ]
}

function holding({ service: { id, needs }, environment }: Chart): string {
  const names = environment.secrets.map(({ name }) => name)
  return names.length
    ? `${id} with ${names.join(', ')}`
    : `${id} with what tells it how to reach ${needs.map(need => need.host).join(' and ')}`
}

function release(charts: readonly Chart[], namespace: string): readonly string[] {
  const first = charts.find(chart => chart.ports.length > 0) ?? charts[0]
  if (!first) return []
  const { id, places } = first.service
  const others = charts.filter(chart => chart !== first).map(chart => chart.service.id)
  const test = first.ports.length ? `, then helm test ${id} --namespace ${namespace}` : ''
  const more = others.length ? ` The same holds for ${others.join(', ')}.` : ''
  return [
    `Release with helm upgrade --install ${id} ${sh(places.chart)} --namespace ${namespace} --create-namespace --values ${sh(`${places.chart}/values-prod.yaml`)} --set-string image.tag=<tag>${test}.${more}`,
  ]
}

function ingress(charts: readonly Chart[], answers: Answers): readonly NextStep[] {
  return charts.some(chart => chart.hasIngress) && ingressHostOf(answers) === undefined
    ? [
        {
          group: 'answer',
          item: `--set ${INGRESS_HOST.key}=${INGRESS_HOST.placeholder}, if production is to be reached from outside the cluster`,
        },
      ]
    : []
}

/** What an image of the user writes, and as whom, is not in its Dockerfile. */
function images(charts: readonly Chart[]): readonly string[] {
  return charts
    .filter(chart => chart.dockerfile !== undefined)
    .map(
      ({ service, user, dockerfile }) =>
        `Check that what ${dockerfile?.path ?? ''} builds runs as user ${user} on a read-only file system: folders that ${service.id} writes to go to writableFolders in ${service.places.chart}/values.yaml.`,
    )
}

function files(charts: readonly Chart[]): readonly string[] {
  return charts
    .filter(chart => !chart.scales)
    .map(({ service, dockerfile }) => keepFile(service.id, dockerfile?.volumes[0]))
}

/** What is written into a folder of a Pod lives as long as the Pod. */
function written(ctx: Context, charts: readonly Chart[]): readonly string[] {
  return charts.flatMap(({ service, dockerfile }) => {
    const { path, writtenFolders = [] } = service.service
    const folders = writtenFolders.filter(({ value }) => value !== '.')
    if (dockerfile || folders.length === 0) return []
    const names = folders
      .map(folder => `${join(path, folder.value)}${folder.evidence[0] ? ` (${placeOf(folder.evidence[0])})` : ''}`)
      .join(', ')
    const isHeld = folders.some(({ value }) => ctx.ws.files.some(file => file.startsWith(`${join(path, value)}/`)))
    const hidden = isHeld ? '; what the repository holds there is not seen' : ''
    return [
      `Let ${service.id} send logs to its console and keep uploads in object storage: in the cluster, what it writes into ${names} is gone with its Pod, and may not be more than 64 MiB${hidden}.`,
    ]
  })
}
