import { chosen, rate, ratio, sumBy, UP_OR_DOWN } from '../../dashboards/queries.ts'
import type { Panel, Section } from '../../dashboards/model.ts'

/** In the order of their ids: new names go to the end. */
export const PANELS = [
  'overview',
  'up',
  'connections-used',
  'cache-hit-ratio',
  'longest-transaction',
  'activity',
  'connections',
  'transactions',
  'rollback-ratio',
  'deadlocks',
  'locks',
  'blocks',
  'size',
] as const

type Postgres = (typeof PANELS)[number]

/** @returns what a database does, and how near it is to its limits */
export function postgresSections(): readonly Section<Postgres>[] {
  return [
    { row: 'overview', title: 'Overview', panels: overview() },
    { row: 'activity', title: 'Activity', panels: [...connections(), ...work()] },
  ]
}

const perServer = (series: string): string => `max by (instance) (${chosen(series)})`
/** Of the connections that are not kept for superusers. */
const CONNECTIONS_USED = `${sumBy(['instance'], chosen('pg_stat_activity_count'))}
  /
(${perServer('pg_settings_max_connections')} - ${perServer('pg_settings_superuser_reserved_connections')})`
const USES_CONNECTIONS = {
  pg_stat_activity_count: [],
  pg_settings_max_connections: [],
  pg_settings_superuser_reserved_connections: [],
}
const HITS = sumBy(['instance'], rate('pg_stat_database_blks_hit'))
const READS = sumBy(['instance'], rate('pg_stat_database_blks_read'))
const USES_BLOCKS = { pg_stat_database_blks_hit: [], pg_stat_database_blks_read: [] }

function overview(): readonly Panel<Postgres>[] {
  return [
    {
      kind: 'stat',
      name: 'up',
      title: 'Database',
      description: 'Whether the exporter reaches the database; down as well when the exporter itself does not answer.',
      unit: 'none',
      queries: [{ expr: `min by (instance) (${chosen('pg_up')} or ${chosen('up')})`, legend: '{{instance}}' }],
      uses: { pg_up: [], up: [] },
      words: UP_OR_DOWN,
      width: 6,
    },
    {
      kind: 'stat',
      name: 'connections-used',
      title: 'Connections used',
      description: 'Share of the connections that ordinary users may open. At 100 % the next one is refused.',
      unit: 'percentunit',
      queries: [{ expr: CONNECTIONS_USED, legend: '{{instance}}' }],
      uses: USES_CONNECTIONS,
      limits: [
        { at: 0.7, color: 'orange' },
        { at: 0.8, color: 'red' },
      ],
      width: 6,
    },
    {
      kind: 'stat',
      name: 'cache-hit-ratio',
      title: 'Cache hits',
      description: 'Share of blocks that were in memory. It falls when the working set no longer fits.',
      unit: 'percentunit',
      queries: [{ expr: ratio(HITS, `(${HITS} + ${READS})`), legend: '{{instance}}' }],
      uses: USES_BLOCKS,
      width: 6,
    },
    {
      kind: 'stat',
      name: 'longest-transaction',
      title: 'Longest transaction',
      description:
        'How long the oldest open transaction has been open. It holds locks, and keeps vacuum from cleaning up.',
      unit: 's',
      queries: [{ expr: `max by (instance) (${chosen('pg_stat_activity_max_tx_duration')})`, legend: '{{instance}}' }],
      uses: { pg_stat_activity_max_tx_duration: [] },
      limits: [
        { at: 60, color: 'orange' },
        { at: 300, color: 'red' },
      ],
      width: 6,
    },
  ]
}

function connections(): readonly Panel<Postgres>[] {
  return [
    {
      kind: 'graph',
      name: 'connections',
      title: 'Connections by state',
      description: 'Many in "idle in transaction" are transactions that a client forgot to end.',
      unit: 'short',
      queries: [{ expr: sumBy(['state'], chosen('pg_stat_activity_count')), legend: '{{state}}' }],
      uses: { pg_stat_activity_count: ['state'] },
      stacked: true,
      width: 12,
    },
    {
      kind: 'graph',
      name: 'locks',
      title: 'Locks by mode',
      description: 'Locks that are held or waited for. Exclusive ones block others.',
      unit: 'short',
      queries: [{ expr: sumBy(['mode'], chosen('pg_locks_count')), legend: '{{mode}}' }],
      uses: { pg_locks_count: ['mode'] },
      width: 12,
    },
  ]
}

function work(): readonly Panel<Postgres>[] {
  const commits = sumBy(['datname'], rate('pg_stat_database_xact_commit'))
  const rollbacks = sumBy(['datname'], rate('pg_stat_database_xact_rollback'))
  return [
    {
      kind: 'graph',
      name: 'transactions',
      title: 'Transactions committed',
      description: 'Transactions a second that ended well.',
      unit: 'ops',
      queries: [{ expr: commits, legend: '{{datname}}' }],
      uses: { pg_stat_database_xact_commit: ['datname'] },
      width: 12,
    },
    {
      kind: 'graph',
      name: 'rollback-ratio',
      title: 'Transactions that were rolled back',
      description: 'Share of all transactions. Each of them is work that was done for nothing.',
      unit: 'percentunit',
      queries: [{ expr: ratio(rollbacks, `(${rollbacks} + ${commits})`), legend: '{{datname}}' }],
      uses: { pg_stat_database_xact_commit: ['datname'], pg_stat_database_xact_rollback: ['datname'] },
      reach: 0.05,
      width: 12,
    },
    {
      kind: 'graph',
      name: 'deadlocks',
      title: 'Deadlocks a minute',
      description: 'Transactions that were ended because two waited for each other.',
      unit: 'short',
      queries: [{ expr: `60 * ${sumBy(['datname'], rate('pg_stat_database_deadlocks'))}`, legend: '{{datname}}' }],
      uses: { pg_stat_database_deadlocks: ['datname'] },
      width: 8,
    },
    {
      kind: 'graph',
      name: 'blocks',
      title: 'Blocks from memory and from disk',
      description: 'Blocks that were found in memory, and blocks that had to be read.',
      unit: 'ops',
      queries: [
        { expr: HITS, legend: 'in memory {{instance}}' },
        { expr: READS, legend: 'read {{instance}}' },
      ],
      uses: USES_BLOCKS,
      width: 8,
    },
    {
      kind: 'graph',
      name: 'size',
      title: 'Size',
      description: 'Size of each database on disk.',
      unit: 'bytes',
      queries: [{ expr: `max by (datname) (${chosen('pg_database_size_bytes')})`, legend: '{{datname}}' }],
      uses: { pg_database_size_bytes: ['datname'] },
      width: 8,
    },
  ]
}
