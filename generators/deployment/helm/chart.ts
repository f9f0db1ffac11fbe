import type { Context } from '../../../src/artifact/index.ts'
import { STACK } from '../../../src/contract/stack.ts'
import type { ServiceContract } from '../../../src/contract/types.ts'
import { isAsked } from '../../../src/contract/workload.ts'
import { json } from '../../../src/text/quote.ts'
import { userDockerfile, type UserDockerfile } from '../_common/dockerfile.ts'
import { DRAIN_VARIABLES, environmentOf, type Environment } from '../_common/environment.ts'
import { migrationsOf, type Migrations } from './migrations.ts'
import { monitoringOf, type Monitoring } from './monitoring.ts'
import { plainPath, probesOf, type ProbeText } from './probes.ts'

/** Seconds between the end of what is known to take time, and the end of patience. */
const MARGIN = 5

interface Port {
  readonly name: 'http' | 'metrics'
  readonly number: number
  /** What the Service offers, as text of a template. */
  readonly service: string
  readonly appProtocol?: string
}

/** Everything that decides which templates a chart has, and what is in them. */
export interface Chart {
  readonly service: ServiceContract
  readonly user: number
  /** Of the user; undefined where this program writes it, or nobody yet. */
  readonly dockerfile: UserDockerfile | undefined
  readonly environment: Environment
  /** It has to be told something that is not in the repository. */
  readonly secret: boolean
  readonly migrations: Migrations | undefined
  readonly monitoring: Monitoring
  /** Its data is in a file: there can be one of it only. */
  readonly scales: boolean
  /** Several of it may work side by side: requests can be shared among them. */
  readonly shares: boolean
  /** It goes on serving for a while when it is told to end: somebody may still send it requests. */
  readonly drains: boolean
  readonly ports: readonly Port[]
  readonly probes: readonly ProbeText[]
  readonly hasIngress: boolean
  readonly hasMetrics: boolean
  /** What the blackbox exporter asks, as text of a template, and how. */
  readonly probe: { readonly url: string; readonly module: 'http_2xx' | 'tcp_connect' } | undefined
}

/** @returns the chart of a service */
export function chartOf(ctx: Context, service: ServiceContract): Chart {
  const { workload } = service.service
  const web = service.port !== undefined && (workload.value === 'http' || workload.value === 'static')
  const environment = environmentOf(service)
  const dockerfile = userDockerfile(ctx, service)
  return {
    service,
    user: dockerfile?.user ?? Number(service.user),
    dockerfile,
    environment,
    secret: environment.secrets.length > 0 || service.needs.some(need => !need.optional),
    migrations: migrationsOf(ctx, service, !keepsFile(service)),
    monitoring: monitoringOf(ctx, service),
    scales: !keepsFile(service),
    shares: service.port !== undefined && isAsked(service.service),
    drains: service.port !== undefined && (isAsked(service.service) || service.drain.inService),
    ports: portsOf(service),
    probes: probesOf(service),
    hasIngress: web,
    hasMetrics: service.telemetry.source === 'service',
    probe: probeOf(service, web),
  }
}

/** Alerts on what exposes no metrics ask for the results of its probe, whoever its clients are. Only a site is known to answer at `/`. */
function probeOf(service: ServiceContract, web: boolean): Chart['probe'] {
  const { id, port, probes, telemetry } = service
  const ready = probes.readiness
  if (port === undefined || !ready || !(web || telemetry.source === 'platform')) return undefined
  const address = `{{ include "${id}.fullname" . }}.{{ .Release.Namespace }}.svc:{{ .Values.service.port }}`
  const root = service.service.workload.value === 'static' ? '/' : undefined
  const path = ready.kind === 'http' ? plainPath(ready.path) : root
  return path === undefined
    ? { url: address, module: 'tcp_connect' }
    : { url: `http://${address}${path}`, module: STACK.blackbox.module }
}

function keepsFile({ service }: ServiceContract): boolean {
  const needed = service.databases.filter(need => !need.optional).map(need => need.value)
  return needed.length > 0 && needed.every(name => name === 'sqlite')
}

function portsOf({ port, telemetry, service }: ServiceContract): readonly Port[] {
  if (port === undefined) return []
  const scraped = telemetry.scrape?.port
  const appProtocol = service.workload.value === 'grpc' ? 'kubernetes.io/h2c' : undefined
  const own: Port = {
    name: 'http',
    number: port,
    service: '{{ .Values.service.port }}',
    ...(appProtocol === undefined ? {} : { appProtocol }),
  }
  return scraped === undefined || scraped === port
    ? [own]
    : [own, { name: 'metrics', number: scraped, service: String(scraped) }]
}

/** @returns what the templates of a chart are rendered with */
export function templateData(chart: Chart): object {
  const { service, user, ports, environment } = chart
  const { id, telemetry, port } = service
  return {
    id,
    user,
    port,
    ports,
    scales: chart.scales,
    shares: chart.shares,
    ingress: chart.hasIngress,
    monitored: monitored(chart),
    probes: chart.probes,
    env: envOf(chart),
    drain: drainOf(chart),
    scrape: {
      port: ports.at(-1)?.name,
      path: plainPath(telemetry.scrape?.path ?? '/metrics') ?? '/metrics',
    },
    probeJob: telemetry.probeJob,
    probe: chart.probe,
    smoke: smokeOf(chart),
    required: [...environment.secrets.filter(s => s.required).map(s => s.name), ...environment.missing],
    migrations: chart.migrations !== undefined,
    replicasReason: chart.shares
      ? 'One is enough where it is only tried.'
      : 'Nothing shows that two of it may work side by side: that is for people to say.',
  }
}

/** Names of the ports that monitoring may reach; none when it has no reason to. */
function monitored(chart: Chart): readonly string[] | undefined {
  const names = [
    ...(chart.hasMetrics ? [chart.ports.at(-1)?.name ?? 'http'] : []),
    ...(chart.probe === undefined ? [] : [chart.ports[0]?.name ?? 'http']),
  ]
  return chart.ports.length > 0 && names.length > 0 ? [...new Set(names)] : undefined
}

function envOf({ service, environment }: Chart): readonly { readonly name: string; readonly value: string }[] {
  const listen = Object.entries(environment.listen).map(([name, value]) => ({ name: json(name), value: json(value) }))
  if (!service.drain.inService) return listen
  const milliseconds = (key: string): string => `{{ mul .Values.shutdown.${key} 1000 | quote }}`
  return [
    ...listen,
    { name: json(DRAIN_VARIABLES.delay), value: milliseconds('delaySeconds') },
    { name: json(DRAIN_VARIABLES.timeout), value: milliseconds('timeoutSeconds') },
  ]
}

/** Nothing leaves a load balancer where nothing listens, or nobody asks. */
function drainOf({ service: { drain }, drains }: Chart): object {
  const delay = drains ? drain.delay : 0
  return {
    comment: drains
      ? 'Until load balancers know, then for requests in flight, and a margin.'
      : 'For what it is working on, and a margin.',
    terms: [...(drains ? ['.Values.shutdown.delaySeconds'] : []), '.Values.shutdown.timeoutSeconds', MARGIN].join(' '),
    preStop: drains && !drain.inService,
    seconds: delay + drain.timeout + MARGIN,
    secondsAt60: delay + 60 + MARGIN,
  }
}

/** Asks once what the readiness probe asks; the arguments are texts of a template. */
function smokeOf({ service }: Chart): object {
  const { readiness } = service.probes
  const host = `{{ include "${service.id}.fullname" . }}`
  const path = readiness?.kind === 'http' ? plainPath(readiness.path) : undefined
  return path === undefined
    ? { program: 'nc', args: ['"-z"', '"-w"', '"5"', host, '{{ .Values.service.port | quote }}'] }
    : {
        program: 'wget',
        args: ['"-q"', '"-T"', '"5"', '"-O"', '/dev/null', `http://${host}:{{ .Values.service.port }}${path}`],
      }
}
