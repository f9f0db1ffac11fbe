import type { Answers, Context } from '../../../src/artifact/index.ts'
import { dashboardUid, DEPENDENCIES, PANELS, type DashboardName } from '../../../src/contract/dashboards.ts'
import type { Need } from '../../../src/contract/needs/types.ts'
import { equals, selector } from '../../../src/contract/promql.ts'
import { sloOf } from '../../../src/contract/slo.ts'
import { KUBERNETES_METRICS, probeMetrics } from '../../../src/contract/telemetry/exporters.ts'
import type { ServiceContract } from '../../../src/contract/types.ts'
import { drawable, isWorthwhile } from './board.ts'
import { clusterView } from './kubernetes.ts'
import { neighbours, runbooks, type Neighbour } from './links.ts'
import { chosen, metricOf } from '../../../src/contract/dashboards/queries.ts'
import type { Board, Variable } from './model.ts'
import { platformSections } from './platform.ts'
import { recordedMetrics } from './recorded.ts'
import { runtimeSections } from './runtime.ts'
import { serviceSections } from './service.ts'
import { pledgesOf, sloSections } from './slo.ts'

/** @returns the boards of a service itself, without those of what it needs; none for code that a platform runs */
export function boardsOf(ctx: Context, service: ServiceContract, answers: Answers): readonly Board[] {
  const { telemetry, service: facts } = service
  if (facts.workload.value === 'serverless') return []
  const objectives = sloBoard(ctx, service, answers)
  const boards: readonly Board[] =
    telemetry.source === 'service'
      ? [serviceBoard(ctx, service, answers), objectives, runtimeBoard(service)]
      : [platformBoard(ctx, service, answers), objectives]
  return withLinks(ctx, service, boards.filter(isWorthwhile))
}

/** What boards of processes that tell their metrics have in common. */
function common({ id, telemetry }: ServiceContract): Pick<Board, 'tags' | 'links' | 'variables' | 'starts'> {
  const starts = metricOf(telemetry.metrics, STARTED) ? { starts: `${chosen(STARTED)} * 1000` } : {}
  return { tags: ['prod-ready', id], links: [], variables: variablesOf(jobOf(telemetry)), ...starts }
}

/** The job that is looked at: its own, or that of the probe. */
function jobOf({ source, job, probeJob }: ServiceContract['telemetry']): string {
  return source === 'service' ? job : probeJob
}

function serviceBoard(ctx: Context, service: ServiceContract, answers: Answers): Board {
  const { id, telemetry } = service
  const slo = sloOf(telemetry, ctx.contract.targets, answers)
  return {
    ...common(service),
    ...namesOf('service', id),
    description: `What users of ${id} notice: traffic, errors and latency, and how full the service is.`,
    sections: drawable(serviceSections(service, slo), telemetry.metrics),
    since: 'now-1h',
    refresh: '30s',
  }
}

/** Rules record most of what this board shows: without them its panels would be empty, and there is none. */
function sloBoard(ctx: Context, service: ServiceContract, answers: Answers): Board {
  const { id, telemetry, places, probes } = service
  const pledges = ctx.ws.has(places.rules) ? pledgesOf(service, sloOf(telemetry, ctx.contract.targets, answers)) : []
  return {
    ...common(service),
    ...namesOf('slo', id),
    description: `What ${id} promises over 30 days, how fast the budget of errors is spent, and what is left of it.`,
    sections: drawable(sloSections(pledges), [
      ...recordedMetrics(pledges.map(({ kind }) => kind)),
      ...(telemetry.source === 'service' ? telemetry.metrics : probeMetrics(probes.readiness)),
    ]),
    since: 'now-24h',
    refresh: '1m',
  }
}

function runtimeBoard(service: ServiceContract): Board {
  const { id, telemetry } = service
  return {
    ...common(service),
    ...namesOf('runtime', id),
    description: `The processes of ${id}: CPU, memory, and what the runtime does with them.`,
    sections: drawable(runtimeSections(), telemetry.metrics),
    since: 'now-3h',
    refresh: '30s',
  }
}

const STARTED = 'process_start_time_seconds'

const TITLES = { service: 'requests', slo: 'objectives', runtime: 'runtime', platform: 'platform' } as const

function namesOf(dashboard: DashboardName, id: string): Pick<Board, 'dashboard' | 'names' | 'uid' | 'title'> {
  return { dashboard, names: PANELS[dashboard], uid: dashboardUid(id, dashboard), title: `${id}: ${TITLES[dashboard]}` }
}

function platformBoard(ctx: Context, service: ServiceContract, answers: Answers): Board {
  const { id, telemetry, probes } = service
  const view = clusterView(id, probes.readiness !== undefined)
  return {
    ...namesOf('platform', id),
    description: `${id} seen from outside: does it answer, and do its containers run. It tells no metrics itself.`,
    tags: ['prod-ready', id],
    variables: [...(probes.readiness ? variablesOf(telemetry.probeJob) : []), ...view.variables],
    links: [],
    sections: drawable(platformSections(service, sloOf(telemetry, ctx.contract.targets, answers), view), [
      ...probeMetrics(probes.readiness),
      ...KUBERNETES_METRICS,
    ]),
    since: 'now-1h',
    refresh: '30s',
  }
}

/** `up` is there for every target, whatever it exposes; the board is about one job, however many there are. */
function variablesOf(job: string): readonly Variable[] {
  return [
    { name: 'job', label: 'Job', query: `label_values(${selector('up', [equals('job', job)])}, job)`, value: job },
    { name: 'instance', label: 'Instance', query: 'label_values(up{job=~"$job"}, instance)' },
  ]
}

function withLinks(ctx: Context, service: ServiceContract, boards: readonly Board[]): readonly Board[] {
  const own = boards.map(board => neighbour(service.id, board, jobOf(service.telemetry)))
  const needed = service.needs.map(({ kind, exporter, definition }): Neighbour => ({
    id: DEPENDENCIES,
    dashboard: kind,
    title: definition.title,
    job: exporter.job,
  }))
  return boards.map((board, i) => {
    const [self] = own.slice(i)
    return self ? { ...board, links: [...neighbours(self, [...own, ...needed]), ...runbooks(ctx)] } : board
  })
}

function neighbour(id: string, { dashboard, title }: Board, job: string): Neighbour {
  return { id, dashboard, title, job }
}

/** @returns the board of something that services share, from the metrics of its exporter; it leads back to the services that need it */
export function needBoard(ctx: Context, { kind, exporter, definition }: Need, answers: Answers): Board {
  const { title, panels, sections } = definition
  const self: Neighbour = { id: DEPENDENCIES, dashboard: kind, title, job: exporter.job }
  const users = ctx.contract.services
    .filter(({ needs }) => needs.some(need => need.kind === kind))
    .flatMap(user => {
      const [first] = boardsOf(ctx, user, answers)
      return first ? [neighbour(user.id, first, jobOf(user.telemetry))] : []
    })
  return {
    dashboard: kind,
    names: panels,
    uid: dashboardUid(DEPENDENCIES, kind),
    title,
    description: `${title}, as its exporter sees it.`,
    tags: ['prod-ready', DEPENDENCIES],
    variables: variablesOf(exporter.job),
    links: [...neighbours(self, users), ...runbooks(ctx)],
    sections: drawable(sections(), exporter.metrics),
    since: 'now-3h',
    refresh: '30s',
  }
}
