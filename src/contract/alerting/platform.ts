import { equals, selector } from '../promql.ts'
import type { ServiceContract } from '../types.ts'
import { isAsked } from '../workload.ts'
import { downFor } from './down.ts'
import { panel } from './panels.ts'
import { limitScenarios } from './scenarios.ts'
import type { Alert } from './types.ts'

const INSTANCE = 'http://one:8080/health'

/** What the alerts on one probe share. */
interface Probed {
  readonly id: string
  readonly probeJob: string
  readonly of: (name: string) => string
  readonly labels: Readonly<Record<'job' | 'instance', string>>
  /** A probe that only opens a connection knows no status. */
  readonly http: boolean
  /** Somebody waits for its answers. */
  readonly asked: boolean
}

/** @returns alerts on what a probe from outside sees of a service that exposes no metrics itself */
export function probeAlerts({ id, telemetry, probes, service }: ServiceContract): readonly Alert[] {
  const { probeJob } = telemetry
  const probe: Probed = {
    id,
    probeJob,
    of: name => selector(name, [equals('job', probeJob)]),
    labels: { job: probeJob, instance: INSTANCE },
    http: probes.readiness?.kind === 'http',
    asked: isAsked(service),
  }
  return [probeFailing(probe), probeSlow(probe), probeAbsent(probe)]
}

function probeFailing({ id, of, labels, http, asked }: Probed): Alert {
  return {
    name: 'ProbeFailing',
    ...downFor({ metric: 'probe_success', labels }),
    summary: say => `${id} does not answer at ${say.label('instance')}`,
    description: (say, rule) => `The probe of ${say.label('instance')} has failed for ${rule.minutes} minutes.`,
    panel: panel('platform', 'probe-success'),
    runbook: {
      meaning:
        'A request from outside gets no answer, or one that says no: the service is down, hangs, or cannot be reached.',
      impact: asked ? 'Most likely users get no answer either.' : 'Most likely its work is not done, and piles up.',
      diagnosis: [
        { why: 'Which address, and since when?', expr: of('probe_success') },
        ...(http ? [{ why: 'What did it answer last?', expr: of('probe_http_status_code') }] : []),
      ],
      mitigation: [
        'Look at the state and the logs of the instances.',
        'When it began with a release, roll back first and look for the reason afterwards.',
      ],
    },
  }
}

function probeSlow({ id, of, labels, asked }: Probed): Alert {
  return {
    name: 'ProbeSlow',
    severity: 'warning',
    unit: 'duration',
    summary: say => `${id} answers slowly at ${say.label('instance')}`,
    description: (say, rule) => `Over 10 minutes the probe took ${say.value} on average, above ${rule.limit}.`,
    rules: [
      {
        expr: `avg_over_time(${of('probe_duration_seconds')}[10m]) > 1`,
        minutes: 10,
        labels: {},
        limit: '1s',
      },
    ],
    scenarios: limitScenarios({
      name: 'probe_duration_seconds',
      labels,
      varies: 'instance',
      over: 2,
      under: 0.99,
      minutes: 10,
      value: '2s',
    }).map(scenario => (scenario.title === 'resolves' ? { ...scenario, at: scenario.at + 10 } : scenario)),
    panel: panel('platform', 'probe-duration'),
    runbook: {
      meaning:
        'The path that is probed does next to no work, and still takes more than a second: the process is overloaded, or the network is.',
      impact: asked ? 'Real requests take longer still.' : 'Its work most likely takes longer as well.',
      diagnosis: [{ why: 'Since when?', expr: of('probe_duration_seconds') }],
      mitigation: ['Look at processor and memory of the instances, and start more of them.'],
    },
  }
}

function probeAbsent({ id, probeJob, of }: Probed): Alert {
  return {
    name: 'ProbeAbsent',
    severity: 'critical',
    unit: 'number',
    summary: () => `Nobody probes ${id}`,
    description: (_, rule) =>
      `There has been no result of the job ${probeJob} for ${rule.minutes} minutes: nothing of ${id} is watched.`,
    rules: [{ expr: `absent(${of('probe_success')})`, minutes: 5, labels: {}, limit: '1' }],
    scenarios: [
      {
        title: 'fires',
        series: [],
        at: 6,
        pace: 'minute',
        firing: [{ rule: 0, labels: { job: probeJob }, value: '1' }],
      },
      {
        title: 'is silent while there are results, even bad ones',
        series: [
          {
            series: selector('probe_success', [equals('job', probeJob), equals('instance', INSTANCE)]),
            values: '0+0x20',
          },
        ],
        at: 10,
        pace: 'minute',
        firing: [],
      },
      { title: 'is silent before its time', series: [], at: 4, pace: 'minute', firing: [] },
      {
        title: 'resolves',
        series: [
          {
            series: selector('probe_success', [equals('job', probeJob), equals('instance', INSTANCE)]),
            values: '_x8 1+0x8',
          },
        ],
        at: 14,
        pace: 'minute',
        firing: [],
      },
    ],
    panel: panel('platform', 'probe-success'),
    runbook: {
      meaning: `The blackbox exporter or its job ${probeJob} is gone.`,
      impact: 'Every other alert of this service is blind.',
      diagnosis: [{ why: 'Which jobs are there?', expr: 'count by (job) (up)' }],
      mitigation: ['Compare the scrape configuration with the address of the exporter.'],
    },
  }
}
