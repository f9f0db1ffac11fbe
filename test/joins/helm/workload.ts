import type { Probe, ServiceContract } from '../../../src/contract/types.ts'
import { isAsked } from '../../../src/contract/workload.ts'
import { at, listAt, tableAt, wordAt, type Table } from '../tables.ts'
import type { Problem } from '../types.ts'
import { variablesOf } from '../variables.ts'
import { nameOf, ofKind, releaseOf } from './charts.ts'
import { podsOf, portsOf, selects, type Pod } from './pods.ts'
import type { Release, ReleaseCheck } from './types.ts'

/** The Deployment runs the image of the service as the contract has it, and what belongs to it names it. */
export const workload: ReleaseCheck = release => {
  const { objects, service, chart, values } = release
  const [deployment] = ofKind(objects, 'Deployment')
  const pod = podsOf(objects).find(({ file }) => file === deployment?.file)
  if (!deployment || !pod) return [{ file: chart.folder, what: 'no Deployment' }]
  const { Namespace, Name } = releaseOf(chart)
  const strangers = objects.filter(({ body }) => at(body, 'metadata', 'namespace') !== Namespace)
  const image = `${service.image}:${String(chart.about['appVersion'])}`
  const found = [
    ...(chart.about['name'] === service.id && nameOf(deployment) === Name ? [] : ['the chart has another name']),
    ...(selects(tableAt(deployment.body, 'spec', 'selector', 'matchLabels'), pod.labels) ? [] : ['selects no Pods']),
    ...(pod.labels['app.kubernetes.io/name'] === service.id ? [] : [`its Pods are not called ${service.id}`]),
    ...(at(pod.spec, 'containers', 0, 'image') === image ? [] : [`the image is not ${image}`]),
    ...portFaults(release, pod),
    ...variableFaults(release, pod),
    ...timeFaults(service, values, pod),
  ].map(what => ({ file: deployment.file, what }))
  return [
    ...strangers.map(({ file }) => ({ file, what: 'is in another namespace' })),
    ...found,
    ...podsOf(objects).flatMap(one => partFaults(release, one)),
    ...dependents(release, deployment.body, pod),
  ]
}

function portFaults({ service }: Release, pod: Pod): readonly string[] {
  const ports = portsOf(pod)
  const { liveness, readiness } = service.probes
  const known = [liveness, readiness].flatMap(probe => pathOf(probe) ?? [])
  const asked = ['startupProbe', 'readinessProbe', 'livenessProbe'].flatMap(name => {
    const probe = tableAt(pod.spec, 'containers', 0, name)
    return Object.keys(probe).length > 0 ? [{ name, probe }] : []
  })
  return [
    ...(ports.get('http') === service.port
      ? []
      : [`listens to ${String(ports.get('http'))}, not ${service.port ?? ''}`]),
    ...asked.flatMap(({ name, probe }) => {
      const how = tableAt(probe, 'httpGet')
      const path = wordAt(how, 'path')
      const port = how['port'] ?? at(probe, 'tcpSocket', 'port')
      return [
        ...(ports.has(String(port)) ? [] : [`${name} asks a port that is not there`]),
        ...(path === undefined || known.includes(path) ? [] : [`${name} asks for ${path}`]),
      ]
    }),
    ...(pathOf(readiness) === at(pod.spec, 'containers', 0, 'readinessProbe', 'httpGet', 'path')
      ? []
      : ['readiness is asked for in another way']),
  ]
}

function pathOf(probe: Probe | undefined): string | undefined {
  return probe?.kind === 'http' && /^[\w/.~-]+$/.test(probe.path) ? probe.path : undefined
}

/** What the container is told is what the code reads; where it listens is said by nobody else. */
function variableFaults({ service, values }: Release, pod: Pod): readonly string[] {
  const known = variablesOf(service)
  const env = listAt(pod.spec, 'containers', 0, 'env').map(item => [
    String(at(item, 'name')),
    String(at(item, 'value')),
  ])
  const told = [
    ...env.map(([name = '']) => name),
    ...Object.keys(tableAt(values, 'config')).filter(key => key !== 'HARBOR'),
  ]
  const { portVariable } = service.service
  const port = env.find(([name]) => name === portVariable?.value)?.[1] ?? ''
  return [
    ...told.filter(name => !known.has(name)).map(name => `nothing reads the variable ${name}`),
    ...(portVariable && !port.endsWith(String(service.port)) ? [`${portVariable.value} is not the port`] : []),
  ]
}

function timeFaults({ service, drain, user, port }: ServiceContract, values: Table, { spec }: Pod): readonly string[] {
  // only whom somebody may still ask has to go on for a while
  const delay = port !== undefined && (isAsked(service) || drain.inService) ? drain.delay : undefined
  const seconds = (delay ?? 0) + drain.timeout
  const shutdown = tableAt(values, 'shutdown')
  const known = shutdown['delaySeconds'] === delay
  const patience = Number(spec['terminationGracePeriodSeconds'])
  return [
    ...(known && shutdown['timeoutSeconds'] === drain.timeout ? [] : ['ends in other seconds than the service']),
    ...(patience > seconds ? [] : ['is ended before the service ends']),
    ...(String(at(spec, 'securityContext', 'runAsUser')) === user || values['user'] !== Number(user)
      ? []
      : ['runs as somebody else']),
  ]
}

/** A Pod mounts its own volumes, and names accounts, settings and claims that the chart makes. */
function partFaults({ objects, values }: Release, { file, spec }: Pod): readonly Problem[] {
  const names = (kind: string): readonly string[] => ofKind(objects, kind).map(nameOf)
  const volumes = listAt(spec, 'volumes').map(volume => String(at(volume, 'name')))
  const containers = listAt(spec, 'containers')
  const mounts = containers
    .flatMap(container => listAt(container, 'volumeMounts'))
    .map(mount => String(at(mount, 'name')))
  const sources = containers.flatMap(container => listAt(container, 'envFrom'))
  const asked: readonly (readonly [string, unknown, readonly unknown[]])[] = [
    ['account', spec['serviceAccountName'], names('ServiceAccount')],
    ...sources.map(source => ['ConfigMap', at(source, 'configMapRef', 'name'), names('ConfigMap')] as const),
    ...sources.map(source => ['Secret', at(source, 'secretRef', 'name'), [at(values, 'secret', 'name')]] as const),
    ...listAt(spec, 'volumes').map(
      volume => ['claim', at(volume, 'persistentVolumeClaim', 'claimName'), names('PersistentVolumeClaim')] as const,
    ),
  ]
  return [
    ...mounts.filter(name => !volumes.includes(name)).map(name => `mounts ${name}, which is not there`),
    ...volumes.filter(name => !mounts.includes(name)).map(name => `mounts ${name} nowhere`),
    ...asked
      .filter(([, name, all]) => name !== undefined && !all.includes(name))
      .map(([what, name]) => `no ${what} ${String(name)}`),
  ].map(what => ({ file, what }))
}

/** The autoscaler, the budget and the constraints are about the Deployment. */
function dependents({ objects }: Release, deployment: Table, pod: Pod): readonly Problem[] {
  const scaled = ofKind(objects, 'HorizontalPodAutoscaler').filter(({ body }) => {
    const target = tableAt(body, 'spec', 'scaleTargetRef')
    return (
      target['kind'] !== 'Deployment' ||
      target['name'] !== at(deployment, 'metadata', 'name') ||
      target['apiVersion'] !== deployment['apiVersion']
    )
  })
  const budgets = ofKind(objects, 'PodDisruptionBudget').filter(
    ({ body }) => !selects(tableAt(body, 'spec', 'selector', 'matchLabels'), pod.labels),
  )
  const spread = listAt(pod.spec, 'topologySpreadConstraints').filter(
    constraint => !selects(tableAt(constraint, 'labelSelector', 'matchLabels'), pod.labels),
  )
  return [
    ...[...scaled, ...budgets].map(({ file }) => ({ file, what: 'is about nothing' })),
    ...spread.map(() => ({ file: pod.file, what: 'spreads Pods that are not there' })),
  ]
}
