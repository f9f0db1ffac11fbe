import type { PanelName } from '../../../src/contract/dashboards.ts'
import { asIs, chosen, rate, sumBy } from '../../../src/contract/dashboards/queries.ts'
import type { Panel } from '../../../src/contract/dashboards/model.ts'

type Runtime = PanelName<'runtime'>

const lag = (name: string): string => `nodejs_eventloop_lag_${name}_seconds`
const highest = (series: string): string => `max by (instance) (${chosen(series)})`

/** @returns panels of the metrics that prom-client collects of Node itself */
export function nodePanels(): readonly Panel<Runtime>[] {
  return [...eventLoop(), ...heap(), ...collector(), ...resources()]
}

function eventLoop(): readonly Panel<Runtime>[] {
  return [
    {
      kind: 'graph',
      name: 'event-loop-lag',
      title: 'Event loop lag',
      description:
        'How late timers run because other code holds the loop: each request waits as long. p99 and the worst, over all instances.',
      unit: 's',
      queries: [
        { expr: `max by (job) (${chosen(lag('p50'))})`, legend: 'p50' },
        { expr: `max by (job) (${chosen(lag('p99'))})`, legend: 'p99' },
        { expr: `max by (job) (${chosen(lag('max'))})`, legend: 'max' },
      ],
      uses: { [lag('p50')]: [], [lag('p99')]: [], [lag('max')]: [] },
      limits: [{ at: 0.25, color: 'red' }],
      width: 12,
    },
    {
      kind: 'graph',
      name: 'event-loop-mean',
      title: 'Event loop lag by instance',
      description: 'The mean of each instance: one that is above the others has more work, or other work.',
      unit: 's',
      queries: [{ expr: highest(lag('mean')), legend: '{{instance}}' }],
      uses: { [lag('mean')]: [] },
      width: 12,
    },
  ]
}

function heap(): readonly Panel<Runtime>[] {
  const [used, total] = ['nodejs_heap_size_used_bytes', 'nodejs_heap_size_total_bytes']
  return [
    {
      kind: 'graph',
      name: 'heap',
      title: 'Heap',
      description:
        'What objects need, and what V8 has reserved for them. A saw is normal; teeth whose feet rise are a leak.',
      unit: 'bytes',
      queries: [
        { expr: chosen(used), legend: 'used {{instance}}' },
        { expr: chosen(total), legend: 'reserved {{instance}}' },
      ],
      uses: { [used]: [], [total]: [] },
      width: 12,
    },
    {
      kind: 'graph',
      name: 'heap-spaces',
      title: 'Heap by space',
      description: 'Where the heap grows: the old space keeps what survived, the large object space single big values.',
      unit: 'bytes',
      queries: [{ expr: sumBy(['space'], chosen('nodejs_heap_space_size_used_bytes')), legend: '{{space}}' }],
      uses: { nodejs_heap_space_size_used_bytes: ['space'] },
      stacked: true,
      width: 12,
    },
    {
      kind: 'graph',
      name: 'external-memory',
      title: 'Memory outside of the heap',
      description: 'Buffers and other memory that V8 holds for native code.',
      unit: 'bytes',
      ...asIs('nodejs_external_memory_bytes'),
      width: 12,
    },
  ]
}

function collector(): readonly Panel<Runtime>[] {
  const name = 'nodejs_gc_duration_seconds'
  return [
    {
      kind: 'graph',
      name: 'gc-time',
      title: 'Time in garbage collection',
      description:
        'Share of the time that V8 collects instead of running code. From a tenth on, memory is too tight or too much is made.',
      unit: 'percentunit',
      queries: [{ expr: sumBy(['instance'], rate(`${name}_sum`)), legend: '{{instance}}' }],
      uses: { [`${name}_sum`]: [] },
      limits: [{ at: 0.1, color: 'red' }],
      width: 12,
    },
    {
      kind: 'graph',
      name: 'gc-runs',
      title: 'Collections by kind',
      description: 'Minor ones are cheap and frequent; major ones stop everything.',
      unit: 'ops',
      queries: [{ expr: sumBy(['kind'], rate(`${name}_count`)), legend: '{{kind}}' }],
      uses: { [`${name}_count`]: ['kind'] },
      width: 12,
    },
  ]
}

function resources(): readonly Panel<Runtime>[] {
  return [
    {
      kind: 'graph',
      name: 'resources',
      title: 'Sockets, timers and others',
      description: 'What keeps the event loop alive, by kind. What only grows is opened and never closed.',
      unit: 'short',
      queries: [{ expr: sumBy(['type'], chosen('nodejs_active_resources')), legend: '{{type}}' }],
      uses: { nodejs_active_resources: ['type'] },
      width: 12,
    },
  ]
}
