import type { Answers, Context } from '../../../src/artifact/index.ts'
import { dashboardUid, DEPENDENCIES } from '../../../src/contract/dashboards.ts'
import type { Need, NeedKind } from '../../../src/contract/needs.ts'
import { equals, selector } from '../../../src/contract/promql.ts'
import { sloOf } from '../../../src/contract/slo.ts'
import { KUBERNETES_METRICS, PROBE_METRICS } from '../../../src/contract/telemetry/exporters.ts'
import type { ServiceContract } from '../../../src/contract/types.ts'
import { drawable, isWorthwhile } from './board.ts'
import { NAMESPACE, namespaces } from './kubernetes.ts'
import { neighbours, runbooks, type Neighbour } from './links.ts'
import { chosen, metricOf } from './metrics.ts'
import type { Board, Section, Variable } from './model.ts'
import { platformSections } from './platform.ts'
import { postgresSections } from './postgres.ts'
import { recordedMetrics } from './recorded.ts'
import { redisSections } from './redis.ts'
import { runtimeSections } from './runtime.ts'
import { serviceSections } from './service.ts'
import { pledgesOf, sloSections } from './slo.ts'

/** @returns the boards of a service itself, without those of what it needs; none for code that a platform runs */
export function boardsOf(ctx: Context, service: ServiceContract, answers: Answers): readonly Board[] {
  const { telemetry, service: facts } = service
  if (facts.workload.value === 'serverless') return []
  const boards =
    telemetry.source === 'service' ? measured(ctx, service, answers) : [platformBoard(service)].filter(isWorthwhile)
  return withLinks(ctx, service, boards)
}

function measured(ctx: Context, service: ServiceContract, answers: Answers): readonly Board[] {
  const { telemetry, id, places } = service
  const slo = sloOf(telemetry, ctx.contract.targets, answers)
  // the rules record what this board shows: without them every panel would be empty
  const pledges = ctx.ws.has(places.rules) ? pledgesOf(service, slo) : []
  const recorded = recordedMetrics(pledges.map(({ kind }) => kind))
  const sections = {
    service: drawable(serviceSections(service, slo), telemetry.metrics),
    slo: drawable(sloSections(pledges), recorded),
    runtime: drawable(runtimeSections(), telemetry.metrics),
  }
  const starts = metricOf(telemetry.metrics, STARTED) ? { starts: `${chosen(STARTED)} * 1000` } : {}
  const common = { tags: ['prod-ready', id], links: [], ...starts }
  const variables = variablesOf(telemetry.job)
  const all: readonly Board[] = [
    {
      ...common,
      ...namesOf('service', id),
      description: `What users of ${id} notice: traffic, errors and latency, and how full the service is.`,
      variables,
      sections: sections.service,
      since: 'now-1h',
      refresh: '30s',
    },
    {
      ...common,
      ...namesOf('slo', id),
      description: `What ${id} promises over 30 days, how fast the budget of errors is spent, and what is left of it.`,
      variables,
      sections: sections.slo,
      since: 'now-7d',
      refresh: '1m',
    },
    {
      ...common,
      ...namesOf('runtime', id),
      description: `The processes of ${id}: CPU, memory, and what the runtime does with them.`,
      variables,
      sections: sections.runtime,
      since: 'now-3h',
      refresh: '30s',
    },
  ]
  return all.filter(isWorthwhile)
}

const STARTED = 'process_start_time_seconds'

const TITLES = { service: 'requests', slo: 'objectives', runtime: 'runtime', platform: 'platform' } as const

function namesOf<D extends keyof typeof TITLES>(
  dashboard: D,
  id: string,
): Pick<Board<D>, 'dashboard' | 'uid' | 'title'> {
  return { dashboard, uid: dashboardUid(id, dashboard), title: `${id}: ${TITLES[dashboard]}` }
}

function platformBoard(service: ServiceContract): Board {
  const { id, telemetry, probes } = service
  const namespace: Variable = { name: NAMESPACE, label: 'Namespace', query: namespaces(id) }
  return {
    ...namesOf('platform', id),
    description: `${id} seen from outside: does it answer, and do its containers run. It tells no metrics itself.`,
    tags: ['prod-ready', id],
    variables: [...(probes.readiness ? variablesOf(telemetry.probeJob) : []), namespace],
    links: [],
    sections: drawable(platformSections(service), [...PROBE_METRICS, ...KUBERNETES_METRICS]),
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
  const { job, probeJob, source } = service.telemetry
  const own = boards.map(board => neighbour(service.id, board, source === 'service' ? job : probeJob))
  const needed = service.needs.map(({ kind, exporter }): Neighbour => ({
    id: DEPENDENCY,
    dashboard: kind,
    title: NEEDS[kind].title,
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

/** What stands for a service in the uid of a board that services share. */
const DEPENDENCY = 'dependency'

const NEEDS: Readonly<Record<NeedKind, { readonly title: string; readonly sections: () => readonly Section[] }>> = {
  postgres: { title: 'PostgreSQL', sections: postgresSections },
  redis: { title: 'Redis', sections: redisSections },
}

/** @returns the board of something that services share, from the metrics of its exporter */
export function needBoard(ctx: Context, { kind, exporter }: Need): Board {
  const { title, sections } = NEEDS[kind]
  return {
    dashboard: kind,
    uid: dashboardUid(DEPENDENCY, kind),
    title,
    description: `${title}, as its exporter sees it.`,
    tags: ['prod-ready', DEPENDENCIES],
    variables: variablesOf(exporter.job),
    links: runbooks(ctx),
    sections: drawable(sections(), exporter.metrics),
    since: 'now-3h',
    refresh: '30s',
  }
}
