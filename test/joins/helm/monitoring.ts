import { isDeepStrictEqual } from 'node:util'
import { PLACES } from '../../../src/contract/places.ts'
import { basename } from '../../../src/text/paths.ts'
import { at, listAt, tableAt } from '../tables.ts'
import type { Problem } from '../types.ts'
import { readYaml } from '../yaml.ts'
import { nameOf, ofKind, releaseOf } from './charts.ts'
import { behind, servicePorts } from './network.ts'
import { podsOf, selects } from './pods.ts'
import type { Release, ReleaseCheck } from './types.ts'

/** Prometheus finds the service under its own job, port and path; rules and dashboards are those of the repository. */
export const monitoring: ReleaseCheck = release => [
  ...scraped(release),
  ...probed(release),
  ...rulesOf(release),
  ...dashboardsOf(release),
]

function scraped({ objects, service: { telemetry }, chart }: Release): readonly Problem[] {
  const [monitor] = ofKind(objects, 'ServiceMonitor')
  const [service] = ofKind(objects, 'Service')
  if (telemetry.source === 'platform')
    return monitor ? [{ file: monitor.file, what: 'scrapes what exposes nothing' }] : []
  if (!monitor || !service) return [{ file: chart.folder, what: 'nothing scrapes the service' }]
  const labels = tableAt(service.body, 'metadata', 'labels')
  const job = labels[String(at(monitor.body, 'spec', 'jobLabel'))]
  const [endpoint] = listAt(monitor.body, 'spec', 'endpoints')
  const [pod] = behind(service, podsOf(objects))
  const port = servicePorts(service, pod).get(String(at(endpoint, 'port')))
  return [
    ...(selects(tableAt(monitor.body, 'spec', 'selector', 'matchLabels'), labels) ? [] : ['selects no Service']),
    ...(job === telemetry.job ? [] : [`the job is ${String(job)}, not ${telemetry.job}`]),
    ...(port?.behind === telemetry.scrape.port ? [] : ['scrapes another port']),
    ...(at(endpoint, 'path') === telemetry.scrape.path ? [] : ['scrapes another path']),
  ].map(what => ({ file: monitor.file, what }))
}

function probed({ objects, service, chart, world }: Release): readonly Problem[] {
  const known = Object.keys(tableAt(readYaml(world.tree.get(PLACES.blackbox) ?? '{}'), 'modules'))
  const { telemetry, probes } = service
  const all = ofKind(objects, 'Probe')
  // rules on a service without metrics of its own ask for what a probe finds
  const [rule] = telemetry.source === 'platform' && probes.liveness ? ofKind(objects, 'PrometheusRule') : []
  if (rule && all.length === 0)
    return [{ file: rule.file, what: `nothing in the cluster is the job ${telemetry.probeJob}` }]
  return all.flatMap(({ file, body }) => {
    const url = String(at(body, 'spec', 'targets', 'staticConfig', 'static', 0))
    const [of] = ofKind(objects, 'Service')
    const port = of ? servicePorts(of, undefined).get('http')?.port : undefined
    const root = service.service.workload.value === 'static' ? '/' : undefined
    const path = probes.readiness?.kind === 'http' ? probes.readiness.path : root
    const address = of ? `${nameOf(of)}.${releaseOf(chart).Namespace}.svc:${String(port)}` : ''
    const [way, wanted] = path === undefined ? ['tcp_connect', address] : ['http_2xx', `http://${address}${path}`]
    const module = String(at(body, 'spec', 'module'))
    // a site is asked for its first page in the cluster; where the service is scraped nothing is probed in the local stack, which then needs no module
    const isKnown = telemetry.source === 'service' || root !== undefined || known.includes(module)
    return [
      ...(at(body, 'spec', 'jobName') === telemetry.probeJob ? [] : ['has another job']),
      ...(module === way && isKnown ? [] : [`no module ${module}`]),
      ...(url === wanted ? [] : [`asks ${url}, not ${wanted}`]),
    ].map(what => ({ file, what }))
  })
}

function rulesOf({ objects, service, world, chart }: Release): readonly Problem[] {
  const text = world.tree.get(service.places.rules)
  const found = ofKind(objects, 'PrometheusRule')
  if (text === undefined) return found.map(({ file }) => ({ file, what: 'are rules that the repository has not' }))
  if (found.length === 0) return [{ file: chart.folder, what: 'has no rules' }]
  return found.flatMap(({ file, body }) =>
    isDeepStrictEqual(body['spec'], readYaml(text))
      ? []
      : [{ file, what: `says something else than ${service.places.rules}` }],
  )
}

function dashboardsOf({ objects, service, world, chart }: Release): readonly Problem[] {
  const wanted = new Map(
    [...world.tree]
      .filter(([path]) => path.startsWith(`${service.places.dashboards}/`) && path.endsWith('.json'))
      .map(([path, text]) => [basename(path), text]),
  )
  const maps = ofKind(objects, 'ConfigMap').filter(
    ({ body }) => at(body, 'metadata', 'labels', 'grafana_dashboard') === '1',
  )
  const found = new Map(maps.flatMap(({ body }) => Object.entries(tableAt(body, 'data'))))
  const names = [...new Set([...wanted.keys(), ...found.keys()])]
  const differing = names.filter(name => found.get(name)?.toString().trim() !== wanted.get(name)?.trim())
  return differing.map(name => ({
    file: `${chart.folder}/files/dashboards`,
    what: `${name} is not that of the repository`,
  }))
}
