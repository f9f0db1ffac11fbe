import { metric } from '../../telemetry/exporters.ts'
import type { NeedKind } from '../types.ts'
import { redisAlerts } from './alerts.ts'
import { PANELS, redisSections } from './panels.ts'

/** Images: the newest tags of 2026-11-21. Metrics: redis_exporter 1.88.0 (exporter/exporter.go), whose port is that of its README. */
export const need: NeedKind = {
  kind: 'redis',
  title: 'Redis',
  port: 6379,
  variable: /^(?:\w+_)?(?:REDIS|CACHE|VALKEY)_?(?:URL|URI|DSN)$/i,
  container: {
    image: { name: 'docker.io/library/redis', tag: '8.8.2-trixie' },
    about: ['In memory only. Above maxmemory it refuses what is new, before the container is ended for its size.'],
    url: ({ host, port }) => `redis://${host}:${port}`,
    user: 'redis',
    command: ['redis-server', '--save', '', '--appendonly', 'no', '--maxmemory', '192mb'],
    health: ['redis-cli', '-e', 'ping'],
    tmpfs: ['/data'],
    cpus: '0.5',
    memory: '256M',
  },
  exporter: {
    image: { name: 'docker.io/oliver006/redis_exporter', tag: 'v1.88.0' },
    port: 9121,
    environment: ({ host, port }) => ({ REDIS_ADDR: `redis://${host}:${port}` }),
    metrics: [
      metric('gauge', 'redis_up'),
      metric('gauge', 'redis_connected_clients'),
      metric('gauge', 'redis_blocked_clients'),
      metric('gauge', 'redis_max_clients'),
      metric('gauge', 'redis_memory_used_bytes', [], 'bytes'),
      metric('gauge', 'redis_memory_max_bytes', [], 'bytes'),
      metric('counter', 'redis_commands_processed_total'),
      metric('counter', 'redis_keyspace_hits_total'),
      metric('counter', 'redis_keyspace_misses_total'),
      metric('counter', 'redis_evicted_keys_total'),
      metric('counter', 'redis_rejected_connections_total'),
    ],
  },
  panels: PANELS,
  sections: redisSections,
  alerts: redisAlerts,
}
