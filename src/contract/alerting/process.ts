import { equals, selector, type Matcher } from '../promql.ts'
import type { Targets } from '../targets.ts'
import type { ServiceContract } from '../types.ts'
import { panel } from './panels.ts'
import { limitScenarios, samples } from './scenarios.ts'
import type { Alert } from './types.ts'

const INSTANCE = 'one:9000'

/** @returns alerts on the process of a service, for the metrics that it exposes */
export function processAlerts(service: ServiceContract, targets: Targets): readonly Alert[] {
  const has = (name: string): boolean => service.telemetry.metrics.some(metric => metric.name === name)
  return [
    ...(has('process_start_time_seconds') ? [restarting(service)] : []),
    ...(has('process_open_fds') && has('process_max_fds') ? [descriptors(service)] : []),
    ...(has('process_resident_memory_bytes') ? [memory(service, targets)] : []),
    ...(has('nodejs_eventloop_lag_p99_seconds') ? [eventLoop(service)] : []),
    ...(has('nodejs_gc_duration_seconds') ? [garbage(service)] : []),
    ...(has('tokio_busy_ratio') ? [tokio(service)] : []),
  ]
}

const of = ({ telemetry }: ServiceContract): readonly Matcher[] => [equals('job', telemetry.job)]
const labelsOf = ({ telemetry }: ServiceContract): Readonly<Record<string, string>> => ({
  job: telemetry.job,
  instance: INSTANCE,
})

function restarting(service: ServiceContract): Alert {
  const { id } = service
  const labels = labelsOf(service)
  const started = selector('process_start_time_seconds', of(service))
  const starts = (values: string): ReturnType<typeof samples>[] => [
    samples('process_start_time_seconds', labels, values),
  ]
  return {
    name: 'Restarting',
    severity: 'warning',
    unit: 'number',
    summary: say => `${say.label('instance')} of ${id} restarts again and again`,
    description: (say, rule) => `It started ${say.value} times in 15 minutes; more than ${rule.limit} is no release.`,
    rules: [{ expr: `changes(${started}[15m]) > 2`, minutes: 0, labels: {}, limit: '2' }],
    scenarios: [
      {
        title: 'fires',
        series: starts('100 200 300 400+0x20'),
        at: 5,
        pace: 'minute',
        firing: [{ rule: 0, labels, value: '3' }],
      },
      {
        title: 'is silent just below the limit',
        series: starts('100 200 300+0x20'),
        at: 5,
        pace: 'minute',
        firing: [],
      },
      { title: 'resolves', series: starts('100 200 300 400+0x30'), at: 25, pace: 'minute', firing: [] },
      {
        title: 'tells which instance of several it is',
        series: [
          ...starts('100 200 300 400+0x20'),
          samples('process_start_time_seconds', { ...labels, instance: 'two:9000' }, '100+0x20'),
        ],
        at: 5,
        pace: 'minute',
        firing: [{ rule: 0, labels, value: '3' }],
      },
      { title: 'is silent without data', series: [], at: 5, pace: 'minute', firing: [] },
    ],
    panel: panel('runtime', 'starts'),
    runbook: {
      meaning: 'The process ends and is started again, several times within a quarter of an hour.',
      impact: 'Requests are lost with each end, and the other instances carry the load.',
      diagnosis: [
        { why: 'Which instance, and when?', expr: started },
        { why: 'Does memory grow before each end?', expr: selector('process_resident_memory_bytes', of(service)) },
      ].filter(query => service.telemetry.metrics.some(metric => query.expr.startsWith(metric.name))),
      mitigation: [
        'Read the last lines of the log of the instance that ended, and its exit code: 137 is memory or a failed liveness probe, 1 the program itself.',
        'When it began with a release, roll back.',
      ],
    },
  }
}

function descriptors(service: ServiceContract): Alert {
  const { id } = service
  const [open, most] = ['process_open_fds', 'process_max_fds'].map(name => selector(name, of(service)))
  return {
    name: 'FileDescriptorsExhausting',
    severity: 'warning',
    unit: 'percent',
    summary: say => `${say.label('instance')} of ${id} runs out of file descriptors`,
    description: (say, rule) =>
      `${say.value} of its file descriptors are open, above ${rule.limit}; at the end no connection can be opened.`,
    rules: [{ expr: `${open ?? ''} / ${most ?? ''} > 0.8`, minutes: 10, labels: {}, limit: '80%' }],
    scenarios: limitScenarios({
      name: 'process_open_fds',
      labels: labelsOf(service),
      varies: 'instance',
      beside: [{ name: 'process_max_fds', value: 1000 }],
      over: 900,
      under: 790,
      minutes: 10,
      value: '90%',
    }),
    panel: panel('runtime', 'file-descriptors'),
    runbook: {
      meaning:
        'Nearly all file descriptors that the process may have are in use: connections or files are opened and not closed.',
      impact: 'Soon it can neither accept a request nor reach a database.',
      diagnosis: [{ why: 'How did it grow?', expr: open ?? '' }],
      mitigation: [
        'Restart the instance to win time.',
        'Look for connections that are made for each request and never closed.',
      ],
    },
  }
}

function memory(service: ServiceContract, { memoryMebibytes }: Targets): Alert {
  const { id } = service
  const series = selector('process_resident_memory_bytes', of(service))
  const limit = memoryMebibytes * 1024 * 1024
  return {
    name: 'MemoryHigh',
    severity: 'warning',
    unit: 'percent',
    summary: say => `${say.label('instance')} of ${id} uses nearly all of its memory`,
    description: (say, rule) =>
      `It uses ${say.value} of ${memoryMebibytes} MiB, above ${rule.limit}; at the end the kernel stops it.`,
    rules: [{ expr: `${series} / ${limit} > 0.9`, minutes: 10, labels: {}, limit: '90%' }],
    scenarios: limitScenarios({
      name: 'process_resident_memory_bytes',
      labels: labelsOf(service),
      varies: 'instance',
      over: limit * 0.95,
      under: limit * 0.89,
      minutes: 10,
      value: '95%',
    }),
    panel: panel('runtime', 'memory'),
    runbook: {
      meaning: `The resident memory of the process is near the ${memoryMebibytes} MiB that it is meant to need.`,
      impact: 'Above the limit of its container it is stopped without a chance to finish requests.',
      diagnosis: [{ why: 'Does it grow steadily (a leak) or with traffic?', expr: series }],
      mitigation: [
        'Restart the instance to win time.',
        'Raise the limit when the growth follows traffic; look for a leak when it does not.',
      ],
    },
  }
}

function eventLoop(service: ServiceContract): Alert {
  const { id } = service
  const series = selector('nodejs_eventloop_lag_p99_seconds', of(service))
  return {
    name: 'EventLoopBlocked',
    severity: 'warning',
    unit: 'duration',
    summary: say => `The event loop of ${say.label('instance')} of ${id} is blocked`,
    description: (say, rule) =>
      `The 99th percentile of its lag is ${say.value}, above ${rule.limit}; every request waits that long.`,
    rules: [{ expr: `max by (job, instance) (${series}) > 0.25`, minutes: 5, labels: {}, limit: '250ms' }],
    scenarios: limitScenarios({
      name: 'nodejs_eventloop_lag_p99_seconds',
      labels: labelsOf(service),
      varies: 'instance',
      over: 0.5,
      under: 0.249,
      minutes: 5,
      value: '500ms',
    }),
    panel: panel('runtime', 'event-loop-lag'),
    runbook: {
      meaning:
        'Code that does not give way (a long loop, JSON of many megabytes, synchronous input or output) holds the one thread that serves all requests.',
      impact: 'All requests of the instance are slow, also those that have nothing to do with the cause.',
      diagnosis: [
        { why: 'Which instances?', expr: series },
        {
          why: 'Is it the garbage collector?',
          expr: `sum by (instance) (rate(${selector('nodejs_gc_duration_seconds_sum', of(service))}[5m]))`,
        },
      ],
      mitigation: ['Start more instances.', 'Take a CPU profile of one of them while it lasts.'],
    },
  }
}

function garbage(service: ServiceContract): Alert {
  const { id } = service
  const labels = labelsOf(service)
  const spent = selector('nodejs_gc_duration_seconds_sum', of(service))
  const series = (perMinute: number, name = INSTANCE): ReturnType<typeof samples> =>
    samples('nodejs_gc_duration_seconds_sum', { ...labels, instance: name, kind: 'major' }, `0+${perMinute}x40`)
  const fires = [{ rule: 0, labels, value: '20%' }]
  return {
    name: 'GarbageCollectionHigh',
    severity: 'warning',
    unit: 'percent',
    summary: say => `${say.label('instance')} of ${id} is busy collecting garbage`,
    description: (say, rule) => `${say.value} of its time goes into garbage collection, above ${rule.limit}.`,
    rules: [{ expr: `sum by (job, instance) (rate(${spent}[5m])) > 0.1`, minutes: 10, labels: {}, limit: '10%' }],
    scenarios: [
      { title: 'fires', series: [series(12)], at: 13, pace: 'minute', firing: fires },
      { title: 'is silent just below the limit', series: [series(5.9)], at: 20, pace: 'minute', firing: [] },
      { title: 'is silent before its time', series: [series(12)], at: 9, pace: 'minute', firing: [] },
      {
        title: 'resolves',
        series: [{ ...series(12), values: '0+12x20 240+0x20' }],
        at: 30,
        pace: 'minute',
        firing: [],
      },
      {
        title: 'tells which instance of several it is',
        series: [series(12), series(1, 'two:9000')],
        at: 13,
        pace: 'minute',
        firing: fires,
      },
      { title: 'is silent without data', series: [], at: 20, pace: 'minute', firing: [] },
    ],
    panel: panel('runtime', 'gc-time'),
    runbook: {
      meaning:
        'The heap is nearly full of things that are still in use, so that the collector runs again and again and frees little.',
      impact: 'Requests are slow; next the process ends for want of memory.',
      diagnosis: [
        { why: 'Which kind of collection?', expr: `sum by (instance, kind) (rate(${spent}[5m]))` },
        ...(service.telemetry.metrics.some(metric => metric.name === 'nodejs_heap_size_used_bytes')
          ? [{ why: 'How full is the heap?', expr: selector('nodejs_heap_size_used_bytes', of(service)) }]
          : []),
      ],
      mitigation: [
        'Restart the instance to win time.',
        'Compare two heap snapshots of one instance to see what grows.',
      ],
    },
  }
}

function tokio(service: ServiceContract): Alert {
  const { id } = service
  const series = selector('tokio_busy_ratio', of(service))
  return {
    name: 'RuntimeSaturated',
    severity: 'warning',
    unit: 'percent',
    summary: say => `The workers of ${say.label('instance')} of ${id} are busy all the time`,
    description: (say, rule) =>
      `Tokio's workers are busy ${say.value} of the time, above ${rule.limit}; tasks wait for a thread.`,
    rules: [{ expr: `${series} > 0.9`, minutes: 10, labels: {}, limit: '90%' }],
    scenarios: limitScenarios({
      name: 'tokio_busy_ratio',
      labels: labelsOf(service),
      varies: 'instance',
      over: 0.95,
      under: 0.89,
      minutes: 10,
      value: '95%',
    }),
    panel: panel('runtime', 'tokio-busy'),
    runbook: {
      meaning:
        'The threads of the asynchronous runtime have no idle time: there is more to do than the processors can, or a task blocks its thread.',
      impact: 'Every request waits before it is handled.',
      diagnosis: [{ why: 'Which instances?', expr: series }],
      mitigation: [
        'Start more instances.',
        'Look for blocking calls in asynchronous code, and move them to blocking threads.',
      ],
    },
  }
}
