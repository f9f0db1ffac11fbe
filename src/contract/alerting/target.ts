import { equals, selector } from '../promql.ts'
import type { ServiceContract } from '../types.ts'
import { isAsked } from '../workload.ts'
import { panel } from './panels.ts'
import { limitScenarios, samples, steady } from './scenarios.ts'
import type { Alert, Query, Samples } from './types.ts'

const INSTANCE = 'one:9000'

/** What the alerts on the targets of one job share. */
interface Watched {
  readonly id: string
  readonly job: string
  readonly up: string
  /** Somebody waits for its answers. */
  readonly asked: boolean
  readonly seen: Query
}

/** @returns alerts that say whether the service can be seen at all, where it exposes metrics itself */
export function targetAlerts({ id, telemetry, service }: ServiceContract): readonly Alert[] {
  const { job, http } = telemetry
  const up = selector('up', [equals('job', job)])
  const seen = { why: 'Which instances does Prometheus reach?', expr: up }
  const watched: Watched = { id, job, up, asked: isAsked(service), seen }
  return [serviceDown(watched), targetAbsent(watched), ...(http ? [contractBroken(id, job, http.requests)] : [])]
}

function serviceDown({ id, job, up, asked, seen }: Watched): Alert {
  return {
    name: 'ServiceDown',
    severity: 'critical',
    unit: 'number',
    summary: () => `No instance of ${id} answers`,
    description: (_, rule) => `Prometheus has not reached any instance of ${id} for ${rule.minutes} minutes.`,
    rules: [{ expr: `sum by (job) (${up}) == 0`, minutes: 2, labels: {}, limit: '0' }],
    scenarios: [
      {
        title: 'fires',
        series: targets(job, [0, 0]),
        at: 3,
        pace: 'minute',
        firing: [{ rule: 0, labels: { job }, value: '0' }],
      },
      {
        title: 'is silent while one instance of two answers',
        series: targets(job, [0, 1]),
        at: 8,
        pace: 'minute',
        firing: [],
      },
      { title: 'is silent before its time', series: targets(job, [0, 0]), at: 1, pace: 'minute', firing: [] },
      {
        title: 'resolves',
        series: [samples('up', { job, instance: INSTANCE }, '0+0x5 1+0x5')],
        at: 8,
        pace: 'minute',
        firing: [],
      },
      { title: 'is silent without data', series: [], at: 8, pace: 'minute', firing: [] },
    ],
    panel: panel('service', 'instances'),
    runbook: {
      meaning: `Every scrape of ${id} fails: the processes are gone, hang, or cannot be reached.`,
      impact: asked ? 'Most likely no user gets an answer.' : 'Most likely its work is not done, and piles up.',
      diagnosis: [seen],
      mitigation: [
        'Look at the state and the logs of the instances.',
        'When it began with a release, roll back first and look for the reason afterwards.',
      ],
    },
  }
}

function targetAbsent({ id, job, up, seen }: Watched): Alert {
  return {
    name: 'TargetAbsent',
    severity: 'critical',
    unit: 'number',
    summary: () => `Prometheus knows no instance of ${id}`,
    description: (_, rule) =>
      `There has been no target of the job ${job} for ${rule.minutes} minutes: nothing of ${id} is watched.`,
    rules: [{ expr: `absent(${up})`, minutes: 5, labels: {}, limit: '1' }],
    scenarios: [
      { title: 'fires', series: [], at: 6, pace: 'minute', firing: [{ rule: 0, labels: { job }, value: '1' }] },
      {
        title: 'is silent while there is a target, even one that does not answer',
        series: targets(job, [0]),
        at: 10,
        pace: 'minute',
        firing: [],
      },
      { title: 'is silent before its time', series: [], at: 4, pace: 'minute', firing: [] },
      {
        title: 'resolves',
        series: [samples('up', { job, instance: INSTANCE }, '_x8 1+0x8')],
        at: 14,
        pace: 'minute',
        firing: [],
      },
    ],
    panel: panel('service', 'instances'),
    runbook: {
      meaning: `Service discovery finds nothing for the job ${job}: the deployment is gone, or the scrape configuration no longer fits it.`,
      impact: 'Every other alert of this service is blind.',
      diagnosis: [seen, { why: 'Which jobs are there?', expr: 'count by (job) (up)' }],
      mitigation: ['Compare the scrape configuration, or the ServiceMonitor, with the names of the deployment.'],
    },
  }
}

/** A release that renames a metric silences every alert on it; this one remains. */
function contractBroken(id: string, job: string, metric: string): Alert {
  const present = samples(metric, { job, instance: INSTANCE }, '0+60x40')
  return {
    name: 'TelemetryContractBroken',
    severity: 'warning',
    unit: 'number',
    summary: () => `${id} is up and no longer exposes ${metric}`,
    description: (_, rule) =>
      `For ${rule.minutes} minutes ${metric} has been missing while ${id} answers: alerts and dashboards that use it are blind.`,
    rules: [
      {
        expr: `(sum by (job) (${selector('up', [equals('job', job)])}) > 0)\n  unless on (job)\ncount by (job) (${selector(metric, [equals('job', job)])})`,
        minutes: 15,
        labels: {},
        limit: '0',
      },
    ],
    scenarios: [
      {
        title: 'fires',
        series: targets(job, [1]),
        at: 16,
        pace: 'minute',
        firing: [{ rule: 0, labels: { job }, value: '1' }],
      },
      {
        title: 'is silent while the metric is there',
        series: [...targets(job, [1]), present],
        at: 20,
        pace: 'minute',
        firing: [],
      },
      { title: 'is silent before its time', series: targets(job, [1]), at: 14, pace: 'minute', firing: [] },
      {
        title: 'resolves',
        series: [...targets(job, [1]), { ...present, values: '_x18 0+60x10' }],
        at: 24,
        pace: 'minute',
        firing: [],
      },
      { title: 'is silent while nothing answers', series: targets(job, [0]), at: 20, pace: 'minute', firing: [] },
    ],
    panel: panel('service', 'request-rate'),
    runbook: {
      meaning: `The service answers scrapes, but \`${metric}\` is not among what it exposes: it was renamed, a feature was switched off, or it has had no request since it started.`,
      impact: 'Nobody is warned of errors and slowness until it is mended.',
      diagnosis: [{ why: 'What does it expose?', expr: `count by (__name__) ({job="${job}"})` }],
      mitigation: [
        'Look at the last release for a change of the metrics library or its settings.',
        'When the new name is meant, run `create-prod-ready update`: rules, tests, dashboards and runbooks follow the code.',
      ],
    },
  }
}

function targets(job: string, values: readonly number[]): readonly Samples[] {
  return values.map((value, i) => targetOf(job, value, i))
}

function targetOf(job: string, value: number, i: number): Samples {
  return samples('up', { job, instance: `${i === 0 ? 'one' : `other-${i}`}:9000` }, steady(value, 40))
}

/** @returns the alert on what the service itself says of the things that it needs */
export function dependencyAlert({ id, telemetry, service }: ServiceContract): readonly Alert[] {
  const { job, metrics } = telemetry
  if (!metrics.some(metric => metric.name === 'dependency_up')) return []
  const series = selector('dependency_up', [equals('job', job)])
  return [
    {
      name: 'DependencyDown',
      severity: 'warning',
      unit: 'number',
      summary: say => `${say.label('instance')} of ${id} does not reach ${say.label('dependency')}`,
      description: (say, rule) =>
        `The readiness check of ${say.label('dependency')} has failed for ${rule.minutes} minutes on ${say.label('instance')}.`,
      rules: [{ expr: `${series} == 0`, minutes: 5, labels: {}, limit: '0' }],
      scenarios: limitScenarios({
        name: 'dependency_up',
        labels: { job, instance: INSTANCE, dependency: 'postgres' },
        varies: 'instance',
        over: 0,
        under: 1,
        minutes: 5,
        value: '0',
      }),
      panel: panel('service', 'dependencies'),
      runbook: {
        meaning: 'The service cannot open a connection to something that it needs, and says so in its readiness check.',
        impact: isAsked(service)
          ? 'Instances that are not ready get no traffic. When all of them are, users see errors.'
          : 'Work that needs it is not done, and piles up.',
        diagnosis: [
          { why: 'Which dependency, and from where?', expr: series },
          { why: 'Since when?', expr: `changes(${series}[1h])` },
        ],
        mitigation: [
          'When several services report the same dependency, go to its own runbook.',
          'When it is one instance, look at the network policy, DNS and credentials of that instance.',
        ],
      },
    },
  ]
}
