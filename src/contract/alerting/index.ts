import type { Need } from '../needs/types.ts'
import { PLACES } from '../places.ts'
import { sloOf, type Slo } from '../slo.ts'
import type { Contract, ServiceContract } from '../types.ts'
import { isAsked } from '../workload.ts'
import { budgetAlerts, type Budget } from './burn-rate.ts'
import { WATCHDOG } from './meta.ts'
import { probeAlerts } from './platform.ts'
import { processAlerts } from './process.ts'
import { probeRecordings, recordingsOf, RECORDED, sliOf } from './recordings.ts'
import { dependencyAlert, targetAlerts } from './target.ts'
import { failing, probing, slow } from './traffic.ts'
import type { Alert, Recording, Subject, SubjectPlaces } from './types.ts'

export type * from './types.ts'

type Settings = Readonly<Record<string, unknown>>

/** @returns what alerts are about: each service that can be watched, what services need, and alerting itself */
export function subjectsOf(contract: Contract, answers: Settings): readonly Subject[] {
  const services = contract.services.filter(isWatched)
  return [
    ...services.map(service => serviceSubject(contract, service, answers)),
    ...needSubjects(services.flatMap(service => service.needs)),
    ...(services.length
      ? [subject('alerting', 'Alerting', placesFor('alerting'), { recordings: [], alerts: [WATCHDOG] })]
      : []),
  ]
}

/** @returns true when Prometheus can see something of it: metrics, or a port that a probe can ask */
export function isWatched({ telemetry, probes }: ServiceContract): boolean {
  return telemetry.source === 'service' || probes.liveness !== undefined
}

interface Rules {
  readonly recordings: readonly Recording[]
  readonly alerts: readonly Alert[]
}

function serviceSubject(contract: Contract, service: ServiceContract, answers: Settings): Subject {
  const { id, telemetry } = service
  const slo = sloOf(telemetry, contract.targets, answers)
  const rules = telemetry.source === 'service' ? fromInside(contract, service, slo) : fromOutside(service, slo)
  return subject(id, id, placesFor(id), rules)
}

function fromInside(contract: Contract, service: ServiceContract, slo: Slo): Rules {
  const { telemetry } = service
  const sli = sliOf(telemetry, slo, uncounted(service))
  const total = { why: 'How much traffic is there?', expr: `${RECORDED.requests}{job="${telemetry.job}"}` }
  const by = (label: string | undefined, matchers: string): string | undefined =>
    label && sli ? `topk(5, sum by (${label}) (rate(${sli.requests}{${matchers}}[5m])))` : undefined
  const { route, status } = telemetry.http?.labels ?? {}
  const failures = by(route ?? status, `job="${telemetry.job}",${status ?? ''}=~"5.."`)
  const availability: Budget = {
    kind: 'errors',
    job: telemetry.job,
    name: 'Availability',
    share: 'of requests fail',
    promise: `${slo.availability.percent} % of requests succeed`,
    objective: slo.availability,
    asked: isAsked(service.service),
    traffic: failing(telemetry),
    weighted: true,
    diagnosis: [
      total,
      ...(failures ? [{ why: `Which ${route ? 'routes' : 'status codes'} fail?`, expr: failures }] : []),
    ],
    mitigation: remediesFor(service),
  }
  const alerts = [
    ...targetAlerts(service),
    ...(sli?.failed ? budgetAlerts(availability) : []),
    ...(sli?.fast && slo.latency ? budgetAlerts(latencyOf(service, slo, slo.latency, total)) : []),
    ...dependencyAlert(service),
    ...processAlerts(service, contract.targets),
  ]
  return { recordings: sli ? recordingsOf(sli, slo) : [], alerts }
}

/** Nothing shows that two instances of a worker may work side by side. */
function remediesFor({ service }: ServiceContract): readonly string[] {
  return [
    'When it began with a release, roll back first and look for the reason afterwards.',
    'When a dependency is down, go to its runbook.',
    ...(isAsked(service) ? ['When it is load, start more instances.'] : []),
  ]
}

type Latency = NonNullable<Slo['latency']>

function latencyOf(service: ServiceContract, slo: Slo, latency: Latency, total: { why: string; expr: string }): Budget {
  const { telemetry } = service
  const { http, job } = telemetry
  const route = http?.labels.route
  const by = route ? `, ${route}` : ''
  const slowest = `topk(5, histogram_quantile(0.99, sum by (le${by}) (rate(${http?.duration ?? ''}_bucket{job="${job}"}[5m]))))`
  return {
    kind: 'slow',
    job,
    name: 'Latency',
    share: `of requests take longer than ${latency.seconds} s`,
    promise: `${latency.percent} % of requests take at most ${latency.seconds} s`,
    objective: latency,
    asked: isAsked(service.service),
    traffic: slow(telemetry, slo),
    weighted: true,
    diagnosis: [total, { why: route ? 'Which routes are slow?' : 'How slow is it?', expr: slowest }],
    mitigation: remediesFor(service),
  }
}

/** Without metrics of its own a service is as available as the probe finds it. */
function fromOutside(service: ServiceContract, slo: Slo): Rules {
  const { telemetry, id } = service
  const availability: Budget = {
    kind: 'errors',
    job: telemetry.probeJob,
    name: 'Availability',
    share: 'of probes fail',
    promise: `${slo.availability.percent} % of the probes of ${id} succeed`,
    objective: slo.availability,
    asked: isAsked(service.service),
    traffic: probing(telemetry),
    weighted: false,
    diagnosis: [{ why: 'Which address fails?', expr: `probe_success{job="${telemetry.probeJob}"}` }],
    mitigation: remediesFor(service),
  }
  return {
    recordings: probeRecordings(telemetry.probeJob, slo),
    alerts: [...probeAlerts(service), ...budgetAlerts(availability)],
  }
}

/** Paths of probes and metrics, where the library counts them like any other route. */
function uncounted({ service, probes, telemetry }: ServiceContract): readonly string[] {
  if (service.appModule?.features.includes('metrics')) return []
  const paths = [probes.liveness, probes.readiness].flatMap(probe => (probe?.kind === 'http' ? [probe.path] : []))
  return [...new Set([...paths, ...(telemetry.scrape ? [telemetry.scrape.path] : [])])]
}

/** Two services that need the same kind share its rules: the exporter is the same job. */
function needSubjects(needs: readonly Need[]): readonly Subject[] {
  const kinds = new Map(needs.map(need => [need.kind, need]))
  return [...kinds.values()].map(need =>
    subject(need.kind, need.definition.title, placesFor(need.kind), {
      recordings: [],
      alerts: need.definition.alerts(need),
    }),
  )
}

function placesFor(id: string): SubjectPlaces {
  return {
    rules: `${PLACES.rules}/${id}.yml`,
    ruleTests: {
      minute: `${PLACES.ruleTests}/${id}.test.yml`,
      'ten minutes': `${PLACES.ruleTests}/${id}.slow.test.yml`,
    },
    runbooks: `${PLACES.runbookFolder}/${id}`,
  }
}

function subject(id: string, title: string, places: SubjectPlaces, rules: Rules): Subject {
  return { id, title, places, ...rules }
}
