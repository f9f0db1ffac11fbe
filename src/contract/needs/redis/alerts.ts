import { downAlert } from '../../alerting/down.ts'
import { equals, selector } from '../../promql.ts'
import { idAmong, type PanelRef } from '../../dashboards.ts'
import { limitScenarios, samples } from '../../alerting/scenarios.ts'
import type { Alert, Samples, Scenario } from '../../alerting/types.ts'
import type { Need } from '../types.ts'
import { PANELS } from './panels.ts'

const panel = (name: (typeof PANELS)[number]): PanelRef => ({ dashboard: 'redis', id: idAmong(PANELS, name) })

/** What the alerts on one exporter share. */
interface Cache {
  readonly of: (name: string) => string
  readonly labels: Readonly<Record<'job' | 'instance', string>>
}

/** @returns alerts on Redis through its exporter */
export function redisAlerts({ exporter }: Need): readonly Alert[] {
  const { job } = exporter
  const cache: Cache = {
    of: name => selector(name, [equals('job', job)]),
    labels: { job, instance: 'cache:9121' },
  }
  return [redisDown(cache), redisMemoryHigh(cache), redisConnectionsRejected(cache)]
}

function rejectedScenarios(labels: Readonly<Record<string, string>>): readonly Scenario[] {
  const counted = (values: string, instance = labels['instance'] ?? ''): Samples =>
    samples('redis_rejected_connections_total', { ...labels, instance }, values)
  const fires = [{ rule: 0, labels, value: '15' }]
  return [
    { title: 'fires', series: [counted('0+1x40')], at: 20, pace: 'minute', firing: fires },
    { title: 'is silent just below the limit', series: [counted('5+0x40')], at: 20, pace: 'minute', firing: [] },
    { title: 'resolves', series: [counted('0+1x20 20+0x30')], at: 45, pace: 'minute', firing: [] },
    {
      title: 'tells which instance of several it is',
      series: [counted('0+1x40'), counted('5+0x40', 'other:9121')],
      at: 20,
      pace: 'minute',
      firing: fires,
    },
    { title: 'is silent without data', series: [], at: 20, pace: 'minute', firing: [] },
  ]
}

function redisDown({ of, labels }: Cache): Alert {
  return downAlert({
    name: 'RedisDown',
    title: 'Redis',
    metric: 'redis_up',
    labels,
    panel: panel('up'),
    runbook: {
      meaning:
        'The exporter cannot talk to Redis, or does not answer itself: Redis is down, unreachable, or the password changed.',
      impact:
        'What services keep there is gone for them: sessions, queues, caches. A missing cache shows as load on the database.',
      diagnosis: [{ why: 'Is it Redis? 0: the exporter cannot talk to it.', expr: of('redis_up') }],
      mitigation: ['Look at the log and the memory of its host; a start may take long while it loads its file.'],
    },
  })
}

function redisMemoryHigh({ of, labels }: Cache): Alert {
  return {
    name: 'RedisMemoryHigh',
    severity: 'warning',
    unit: 'percent',
    summary: say => `Redis behind ${say.label('instance')} is nearly full`,
    description: (say, rule) => `${say.value} of the memory that it may use is used, above ${rule.limit}.`,
    rules: [
      {
        expr: `${of('redis_memory_used_bytes')} / (${of('redis_memory_max_bytes')} > 0) > 0.9`,
        minutes: 10,
        labels: {},
        limit: '90%',
      },
    ],
    scenarios: limitScenarios({
      name: 'redis_memory_used_bytes',
      labels,
      varies: 'instance',
      beside: [{ name: 'redis_memory_max_bytes', value: 1000 }],
      over: 950,
      under: 899,
      minutes: 10,
      value: '95%',
    }),
    panel: panel('memory-used'),
    runbook: {
      meaning:
        'Redis is near its maxmemory. Depending on its policy it will throw keys away or refuse to write. Without a maxmemory this alert is silent.',
      impact: 'Either data disappears earlier than meant, or writes fail.',
      diagnosis: [
        { why: 'How did it grow?', expr: of('redis_memory_used_bytes') },
        { why: 'Does it throw keys away already?', expr: `rate(${of('redis_evicted_keys_total')}[5m])` },
      ],
      mitigation: [
        'Give keys a time to live, or give Redis more memory.',
        'Look for the largest keys with `redis-cli --bigkeys`.',
      ],
    },
  }
}

function redisConnectionsRejected({ of, labels }: Cache): Alert {
  return {
    name: 'RedisConnectionsRejected',
    severity: 'warning',
    unit: 'number',
    summary: say => `Redis behind ${say.label('instance')} turns clients away`,
    description: (say, rule) =>
      `${say.value} connections were refused in 15 minutes, above ${rule.limit}: maxclients is reached.`,
    rules: [
      { expr: `increase(${of('redis_rejected_connections_total')}[15m]) > 0`, minutes: 0, labels: {}, limit: '0' },
    ],
    scenarios: rejectedScenarios(labels),
    panel: panel('rejected'),
    runbook: {
      meaning: 'More clients want to connect than Redis allows.',
      impact: 'Requests that need Redis fail at random.',
      diagnosis: [
        { why: 'How many are connected, of how many?', expr: of('redis_connected_clients') },
        { why: 'Since when?', expr: `increase(${of('redis_rejected_connections_total')}[15m])` },
      ],
      mitigation: [
        'Look for a client that opens a connection for each request.',
        'Raise maxclients, and the file descriptors of the server with it.',
      ],
    },
  }
}
