import { metric } from '../../telemetry/exporters.ts'
import type { NeedKind } from '../types.ts'
import { postgresAlerts } from './alerts.ts'
import { PANELS, postgresSections } from './panels.ts'

/** User and database of the local stack. */
const OWNER = 'app'
const PASSWORD = 'POSTGRES_PASSWORD'

const DATABASE = ['datid', 'datname']
const ACTIVITY = ['datname', 'state', 'usename', 'application_name', 'backend_type', 'wait_event_type', 'wait_event']

/** Images: the newest tags of 2026-11-21. Metrics: postgres_exporter 0.20.1 (collector/*.go), whose port is that of its README. */
export const need: NeedKind = {
  kind: 'postgres',
  title: 'PostgreSQL',
  port: 5432,
  variable: /^(?:\w+_)?(?:DATABASE|DB|POSTGRES(?:QL)?|PG)_?(?:URL|URI|DSN|CONNECTION(?:_STRING)?)$/i,
  container: {
    image: { name: 'docker.io/library/postgres', tag: '18.6-trixie' },
    about: [
      `It starts with a password only: ${PASSWORD}, in .env or in the environment. Letters and digits: it is part of an address.`,
    ],
    url: ({ host, port }) => `postgres://${OWNER}:\${${PASSWORD}}@${host}:${port}/${OWNER}`,
    password: PASSWORD,
    user: 'postgres',
    environment: { POSTGRES_USER: OWNER, POSTGRES_DB: OWNER, [PASSWORD]: null },
    // by TCP: the server that prepares the first start answers on its socket, and is stopped again
    health: ['pg_isready', '--host', '127.0.0.1', '--username', OWNER, '--dbname', OWNER],
    // from 18 on, the image keeps the data of each major version in a folder below this one
    volume: { name: 'postgres-data', folder: '/var/lib/postgresql' },
    tmpfs: ['/tmp', '/var/run/postgresql'],
    sharedMemory: '128mb',
    cpus: '1.0',
    memory: '512M',
  },
  exporter: {
    image: { name: 'quay.io/prometheuscommunity/postgres-exporter', tag: 'v0.20.1' },
    port: 9187,
    environment: ({ host, port }) => ({
      DATA_SOURCE_URI: `${host}:${port}/${OWNER}?sslmode=disable`,
      DATA_SOURCE_USER: OWNER,
      DATA_SOURCE_PASS: `\${${PASSWORD}}`,
    }),
    metrics: [
      metric('gauge', 'pg_up'),
      metric('gauge', 'pg_stat_activity_count', ACTIVITY),
      metric('gauge', 'pg_stat_activity_max_tx_duration', ACTIVITY, 'seconds'),
      metric('gauge', 'pg_settings_max_connections', ['server']),
      metric('gauge', 'pg_settings_superuser_reserved_connections', ['server']),
      metric('counter', 'pg_stat_database_xact_commit', DATABASE),
      metric('counter', 'pg_stat_database_xact_rollback', DATABASE),
      metric('counter', 'pg_stat_database_blks_read', DATABASE),
      metric('counter', 'pg_stat_database_blks_hit', DATABASE),
      metric('counter', 'pg_stat_database_deadlocks', DATABASE),
      metric('gauge', 'pg_stat_database_numbackends', DATABASE),
      metric('gauge', 'pg_database_size_bytes', ['datname'], 'bytes'),
      metric('gauge', 'pg_locks_count', ['datname', 'mode']),
    ],
  },
  panels: PANELS,
  sections: postgresSections,
  alerts: postgresAlerts,
}
