import { at, listAt, tableAt } from '../tables.ts'
import type { Problem } from '../types.ts'
import { nameOf, ofKind, type KubernetesObject } from './charts.ts'
import { podsOf, portsOf, selects, type Pod } from './pods.ts'
import type { Release, ReleaseCheck } from './types.ts'

const DNS = 53

/** Service, Ingress, policies and the test of the release lead to ports that Pods of the chart have. */
export const network: ReleaseCheck = release => {
  const { objects } = release
  const pods = podsOf(objects)
  const [service] = ofKind(objects, 'Service')
  return [
    ...(service ? serviceFaults(service, pods) : []),
    ...ofKind(objects, 'Ingress').flatMap(ingress => ingressFaults(ingress, service)),
    ...ofKind(objects, 'NetworkPolicy').flatMap(policy => policyFaults(release, policy, pods)),
    ...reachFaults(release),
    ...pods.filter(({ name }) => name.endsWith('-smoke-test')).flatMap(pod => smokeFaults(release, pod, service)),
  ]
}

/** @returns the ports of a Service by their name, with the number of the container behind each */
export function servicePorts(
  service: KubernetesObject,
  pod: Pod | undefined,
): ReadonlyMap<string, { readonly port: unknown; readonly behind: unknown }> {
  const inside = pod ? portsOf(pod) : new Map<string, unknown>()
  return new Map(
    listAt(service.body, 'spec', 'ports').map(port => [
      String(at(port, 'name')),
      { port: at(port, 'port'), behind: inside.get(String(at(port, 'targetPort'))) },
    ]),
  )
}

/** @returns the Pods that a Service sends requests to */
export function behind(service: KubernetesObject, pods: readonly Pod[]): readonly Pod[] {
  return pods.filter(({ labels }) => selects(tableAt(service.body, 'spec', 'selector'), labels))
}

function serviceFaults(service: KubernetesObject, pods: readonly Pod[]): readonly Problem[] {
  const [pod, ...others] = behind(service, pods)
  const lost = [...servicePorts(service, pod).values()].filter(port => port.behind === undefined)
  return [
    ...(pod && others.length === 0 ? [] : ['has not the Pods of one Deployment behind it']),
    ...lost.map(() => 'leads to a port that is not there'),
  ].map(what => ({ file: service.file, what }))
}

function ingressFaults({ file, body }: KubernetesObject, service: KubernetesObject | undefined): readonly Problem[] {
  const rules = listAt(body, 'spec', 'rules')
  const backends = rules.flatMap(rule => listAt(rule, 'http', 'paths')).map(path => tableAt(path, 'backend', 'service'))
  const hosts = listAt(body, 'spec', 'tls').flatMap(tls => listAt(tls, 'hosts'))
  const known = service ? [...servicePorts(service, undefined).keys()] : []
  return [
    ...backends.filter(backend => !service || backend['name'] !== nameOf(service)).map(() => 'leads to no Service'),
    ...backends.filter(backend => !known.includes(String(at(backend, 'port', 'name')))).map(() => 'leads to no port'),
    ...rules.filter(rule => !hosts.includes(at(rule, 'host'))).map(() => 'has a host without TLS'),
  ].map(what => ({ file, what }))
}

function policyFaults(
  { chart, values }: Release,
  { file, body }: KubernetesObject,
  pods: readonly Pod[],
): readonly Problem[] {
  const mine = pods.filter(({ labels }) => selects(tableAt(body, 'spec', 'podSelector', 'matchLabels'), labels))
  const [own] = mine
  if (!own || mine.length > 1) return [{ file, what: 'is not about the Pods of one workload' }]
  const incoming = listAt(body, 'spec', 'ingress')
  const outgoing = listAt(body, 'spec', 'egress')
  const peers = [...incoming.flatMap(rule => listAt(rule, 'from')), ...outgoing.flatMap(rule => listAt(rule, 'to'))]
  const chosen = peers.map(peer => tableAt(peer, 'podSelector', 'matchLabels'))
  const spaces = peers.map(peer => at(peer, 'namespaceSelector', 'matchLabels', 'kubernetes.io/metadata.name'))
  const known = Object.values(tableAt(values, 'networkPolicy'))
  const inside = [...portsOf(own).keys()]
  return [
    ...chosen
      .filter(labels => Object.keys(labels).length > 0 && !pods.some(pod => selects(labels, pod.labels)))
      .map(() => 'names Pods that are not there'),
    ...peers.flatMap((peer, i) =>
      at(peer, 'podSelector') === undefined && !known.includes(spaces[i])
        ? ['names a namespace that no value has']
        : [],
    ),
    ...portsIn(incoming)
      .filter(port => !inside.includes(String(port)))
      .map(port => `lets in to ${String(port)}`),
    ...outgoing.flatMap(rule => {
      const [to] = listAt(rule, 'to')
      const target = pods.find(pod => selects(tableAt(to, 'podSelector', 'matchLabels'), pod.labels))
      return target
        ? portsIn([rule])
            .filter(port => ![...portsOf(target).values()].includes(port))
            .map(port => `lets out to ${String(port)}`)
        : []
    }),
    ...(chart.about['name'] === undefined ? ['is of no chart'] : []),
  ].map(what => ({ file, what }))
}

function portsIn(rules: readonly unknown[]): readonly unknown[] {
  return rules.flatMap(rule => listAt(rule, 'ports')).map(port => at(port, 'port'))
}

/** What the service needs can be reached, and nothing else on a port of its own. */
function reachFaults({ objects, service, chart }: Release): readonly Problem[] {
  const [policy] = ofKind(objects, 'NetworkPolicy')
  if (!policy) return []
  const open = portsIn(listAt(policy.body, 'spec', 'egress')).filter(port => port !== DNS)
  const kinds = [...service.service.databases, ...service.service.cache, ...service.service.queues]
  const missing = service.needs.filter(need => !open.includes(need.port))
  return [
    ...missing.map(need => `${need.kind} cannot be reached`),
    ...(open.length > kinds.length ? ['more is open than the service needs'] : []),
    ...(new Set(portsIn(listAt(policy.body, 'spec', 'egress'))).has(DNS) ? [] : ['names cannot be asked for']),
  ].map(what => ({ file: `${chart.folder}/values.yaml`, what }))
}

/** The test of the release asks the Service what the readiness probe asks the container. */
function smokeFaults(
  { service: { probes } }: Release,
  { file, spec }: Pod,
  service: KubernetesObject | undefined,
): readonly Problem[] {
  const args = listAt(spec, 'containers', 0, 'args').map(String)
  const [http] = service ? [...servicePorts(service, undefined).values()] : []
  const [, host, port, path] = /^http:\/\/([^:/]+):(\d+)(\/.*)$/.exec(args.at(-1) ?? '') ?? [
    '',
    args.at(-2),
    args.at(-1),
    undefined,
  ]
  const wanted = probes.readiness?.kind === 'http' ? probes.readiness.path : undefined
  return [
    ...(service && host === nameOf(service) ? [] : ['asks another host']),
    ...(port === String(http?.port) ? [] : ['asks another port']),
    ...(path === wanted ? [] : [`asks for ${path ?? 'nothing'}`]),
  ].map(what => ({ file, what }))
}
