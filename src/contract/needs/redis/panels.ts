import { chosen, rate, ratio, sumBy, UP_OR_DOWN } from '../../dashboards/queries.ts'
import type { Panel, Section } from '../../dashboards/model.ts'

/** In the order of their ids: new names go to the end. */
export const PANELS = [
  'overview',
  'up',
  'memory-used',
  'hit-ratio',
  'clients',
  'activity',
  'commands',
  'memory',
  'keys-hit-and-missed',
  'evicted',
  'rejected',
  'connections',
] as const

type Redis = (typeof PANELS)[number]

/** @returns what a Redis does, and how near it is to its limits */
export function redisSections(): readonly Section<Redis>[] {
  return [
    { row: 'overview', title: 'Overview', panels: overview() },
    { row: 'activity', title: 'Activity', panels: activity() },
  ]
}

const HITS = sumBy(['instance'], rate('redis_keyspace_hits_total'))
const MISSES = sumBy(['instance'], rate('redis_keyspace_misses_total'))
const USES_KEYS = { redis_keyspace_hits_total: [], redis_keyspace_misses_total: [] }

function overview(): readonly Panel<Redis>[] {
  return [
    {
      kind: 'stat',
      name: 'up',
      title: 'Redis',
      description: 'Whether the exporter reaches it; down as well when the exporter itself does not answer.',
      unit: 'none',
      queries: [{ expr: `min by (instance) (${chosen('redis_up')} or ${chosen('up')})`, legend: '{{instance}}' }],
      uses: { redis_up: [], up: [] },
      words: UP_OR_DOWN,
      width: 6,
    },
    {
      kind: 'stat',
      name: 'memory-used',
      title: 'Memory used',
      description: 'Share of maxmemory. Without a maximum there is no share: then it grows until the machine is full.',
      unit: 'percentunit',
      queries: [
        {
          expr: ratio(chosen('redis_memory_used_bytes'), chosen('redis_memory_max_bytes')),
          legend: '{{instance}}',
        },
      ],
      uses: { redis_memory_used_bytes: [], redis_memory_max_bytes: [] },
      limits: [
        { at: 0.8, color: 'orange' },
        { at: 0.9, color: 'red' },
      ],
      width: 6,
    },
    {
      kind: 'stat',
      name: 'hit-ratio',
      title: 'Keys found',
      description: 'Share of look-ups that found a key. A cache that misses costs more than none.',
      unit: 'percentunit',
      queries: [{ expr: ratio(HITS, `(${HITS} + ${MISSES})`), legend: '{{instance}}' }],
      uses: USES_KEYS,
      width: 6,
    },
    {
      kind: 'stat',
      name: 'clients',
      title: 'Connections used',
      description: 'Share of the connections that clients may open. At 100 % the next one is refused.',
      unit: 'percentunit',
      queries: [
        { expr: ratio(chosen('redis_connected_clients'), chosen('redis_max_clients')), legend: '{{instance}}' },
      ],
      uses: { redis_connected_clients: [], redis_max_clients: [] },
      limits: [
        { at: 0.8, color: 'orange' },
        { at: 0.9, color: 'red' },
      ],
      width: 6,
    },
  ]
}

const graph = (panel: Omit<Extract<Panel<Redis>, { kind: 'graph' }>, 'kind'>): Panel<Redis> => ({
  kind: 'graph',
  ...panel,
})

function activity(): readonly Panel<Redis>[] {
  return [...commands(), ...pressure()]
}

function commands(): readonly Panel<Redis>[] {
  return [
    graph({
      name: 'commands',
      title: 'Commands',
      description: 'Commands a second.',
      unit: 'ops',
      queries: [{ expr: sumBy(['instance'], rate('redis_commands_processed_total')), legend: '{{instance}}' }],
      uses: { redis_commands_processed_total: [] },
      width: 12,
    }),
    graph({
      name: 'keys-hit-and-missed',
      title: 'Keys found and missed',
      description: 'Look-ups a second.',
      unit: 'ops',
      queries: [
        { expr: HITS, legend: 'found {{instance}}' },
        { expr: MISSES, legend: 'missed {{instance}}' },
      ],
      uses: USES_KEYS,
      width: 12,
    }),
    graph({
      name: 'memory',
      title: 'Memory',
      description: 'What Redis uses, and what it may use. A maximum of 0 is none.',
      unit: 'bytes',
      queries: [
        { expr: chosen('redis_memory_used_bytes'), legend: 'used {{instance}}' },
        { expr: chosen('redis_memory_max_bytes'), legend: 'maximum {{instance}}' },
      ],
      uses: { redis_memory_used_bytes: [], redis_memory_max_bytes: [] },
      width: 12,
    }),
    graph({
      name: 'connections',
      title: 'Connections',
      description: 'Clients that are connected, and those of them that wait for a blocking command.',
      unit: 'short',
      queries: [
        { expr: chosen('redis_connected_clients'), legend: 'connected {{instance}}' },
        { expr: chosen('redis_blocked_clients'), legend: 'blocked {{instance}}' },
      ],
      uses: { redis_connected_clients: [], redis_blocked_clients: [] },
      width: 12,
    }),
  ]
}

function pressure(): readonly Panel<Redis>[] {
  return [
    graph({
      name: 'evicted',
      title: 'Keys evicted a second',
      description:
        'Keys that were thrown away because memory was full. For a cache this is normal, for a queue it is loss.',
      unit: 'short',
      queries: [{ expr: sumBy(['instance'], rate('redis_evicted_keys_total')), legend: '{{instance}}' }],
      uses: { redis_evicted_keys_total: [] },
      width: 12,
    }),
    graph({
      name: 'rejected',
      title: 'Connections refused a minute',
      description: 'Connections that were refused because the maximum was reached.',
      unit: 'short',
      queries: [
        { expr: `60 * ${sumBy(['instance'], rate('redis_rejected_connections_total'))}`, legend: '{{instance}}' },
      ],
      uses: { redis_rejected_connections_total: [] },
      width: 12,
    }),
  ]
}
