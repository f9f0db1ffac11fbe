import { counter, gauge, type Labels, type Series } from './series.ts'
import { about, ramp, STARTS, traffic, trouble } from './story.ts'

const MIB = 1024 * 1024
const UP: Labels = {}

/** Connections while all is well, and what trouble adds. */
const STATES = { active: [3, 28], idle: [12, 4], 'idle in transaction': [1, 36] } as const
const MODES = {
  accesssharelock: [12, 60],
  rowsharelock: [2, 10],
  rowexclusivelock: [5, 46],
  exclusivelock: [2, 24],
  accessexclusivelock: [0, 1],
} as const

/** @returns what postgres_exporter tells: transactions that nobody ends hold locks and connections, until the release is taken back */
export function postgres(of: Labels, databases: readonly string[]): readonly Series[] {
  const server = { ...of, server: 'postgres:5432' }
  return [
    gauge('up', of, () => 1),
    gauge('pg_up', { ...of, ...UP }, () => 1),
    gauge('pg_settings_max_connections', server, () => 100),
    gauge('pg_settings_superuser_reserved_connections', server, () => 3),
    ...databases.flatMap((datname, i) => database({ ...of, datname }, i)),
  ]
}

/** The first one is that of the service, the second one that of the server itself. */
function database(of: Labels, index: number): readonly Series[] {
  const share = index === 0 ? 1 : 0.03
  const count = (name: string, rate: (t: number) => number): Series =>
    counter(`pg_stat_database_${name}`, { ...of, datid: String(16_384 + index) }, t => about(share * rate(t), t, index))
  const pairs = (
    numbers: Readonly<Record<string, readonly [number, number]>>,
  ): readonly (readonly [string, readonly [number, number]])[] => Object.entries(numbers)
  return [
    ...pairs(STATES).flatMap(([state, [usual, more]]) => [
      gauge('pg_stat_activity_count', { ...of, state }, t =>
        Math.round(share * about(usual * Math.sqrt(traffic(t)) + more * trouble(t), t, usual, 0.15)),
      ),
      gauge('pg_stat_activity_max_tx_duration', { ...of, state }, t =>
        state === 'idle'
          ? 0
          : share * about(0.05 + 0.5 * ramp(trouble(t), 0.05, 0.1) * Math.max(0, t - (STARTS[0] ?? t)), t, 1, 0.01),
      ),
    ]),
    ...pairs(MODES).map(([mode, [usual, more]]) =>
      gauge('pg_locks_count', { ...of, mode }, t =>
        Math.round(share * about(usual * traffic(t) + more * trouble(t), t, usual)),
      ),
    ),
    count('xact_commit', t => 45 * traffic(t) * (1 - 0.5 * trouble(t))),
    count('xact_rollback', t => 0.2 * traffic(t) + 9 * trouble(t)),
    count('blks_hit', t => 5200 * traffic(t)),
    count('blks_read', t => 25 * traffic(t) + 900 * trouble(t)),
    count('deadlocks', t => 0.06 * trouble(t)),
    gauge('pg_stat_database_numbackends', { ...of, datid: String(16_384 + index) }, t =>
      Math.round(share * (18 + 78 * trouble(t))),
    ),
    gauge(
      'pg_database_size_bytes',
      of,
      t => (index === 0 ? 1840 + 30 * ramp(t, (STARTS[0] ?? t) - 9000, t + 1) : 7.4) * MIB,
    ),
  ]
}

/** @returns what redis_exporter tells: the bad release writes keys without an end, so that memory is full and others are thrown away */
export function redis(of: Labels): readonly Series[] {
  const filled = (t: number): number => 0.55 + 0.43 * trouble(t)
  const count = (name: string, rate: (t: number) => number): Series =>
    counter(`redis_${name}_total`, of, t => about(rate(t), t, 5))
  return [
    gauge('up', of, () => 1),
    gauge('redis_up', of, () => 1),
    gauge('redis_connected_clients', of, t => Math.round(about(14 + 60 * trouble(t), t, 2))),
    gauge('redis_blocked_clients', of, t => Math.round(3 * trouble(t))),
    gauge('redis_max_clients', of, () => 10_000),
    gauge('redis_memory_used_bytes', of, t => about(256 * MIB * filled(t), t, 4, 0.005)),
    gauge('redis_memory_max_bytes', of, () => 256 * MIB),
    count('commands_processed', t => 320 * traffic(t)),
    count('keyspace_hits', t => 240 * traffic(t) * (1 - 0.45 * trouble(t))),
    count('keyspace_misses', t => 20 * traffic(t) + 110 * trouble(t)),
    count('evicted_keys', t => 40 * ramp(trouble(t), 0.6, 0.9)),
    count('rejected_connections', t => 0.4 * ramp(trouble(t), 0.9, 1)),
  ]
}
