import { downAlert } from '../../alerting/down.ts'
import { equals, selector } from '../../promql.ts'
import { idAmong, type PanelRef } from '../../dashboards.ts'
import { limitScenarios, samples, steady } from '../../alerting/scenarios.ts'
import type { Alert, Scenario } from '../../alerting/types.ts'
import type { Need } from '../types.ts'
import { PANELS } from './panels.ts'

const panel = (name: (typeof PANELS)[number]): PanelRef => ({ dashboard: 'postgres', id: idAmong(PANELS, name) })

const LABELS = { instance: 'database:9187' }

/** What the alerts on one exporter share. */
interface Database {
  readonly job: string
  readonly of: (name: string) => string
  readonly labels: Readonly<Record<'job' | 'instance', string>>
  /** Share of the connections that anybody may use. */
  readonly connections: string
}

/** @returns alerts on PostgreSQL through its exporter */
export function postgresAlerts({ exporter }: Need): readonly Alert[] {
  const { job } = exporter
  const of = (name: string): string => selector(name, [equals('job', job)])
  const most = (name: string): string => `max by (job, instance) (${of(name)})`
  const allowed = `(${most('pg_settings_max_connections')} - ${most('pg_settings_superuser_reserved_connections')})`
  const connections = `sum by (job, instance) (${of('pg_stat_activity_count')})\n  /\n${allowed}`
  const database: Database = { job, of, labels: { job, ...LABELS }, connections }
  return [
    postgresDown(database),
    postgresConnectionsHigh(database),
    postgresDeadlocks(database),
    postgresLongTransaction(database),
  ]
}

function connectionScenarios(labels: Readonly<Record<string, string>>): readonly Scenario[] {
  const beside = [
    { name: 'pg_settings_max_connections', value: 103 },
    { name: 'pg_settings_superuser_reserved_connections', value: 3 },
  ]
  return limitScenarios({
    name: 'pg_stat_activity_count',
    labels,
    varies: 'instance',
    beside,
    over: 90,
    under: 79,
    minutes: 10,
    value: '90%',
  })
}

function deadlockScenarios(job: string): readonly Scenario[] {
  const labels = { job, ...LABELS, datname: 'app' }
  const counted = (values: string, datname = 'app'): ReturnType<typeof samples> =>
    samples('pg_stat_database_deadlocks', { ...labels, datname, datid: '1' }, values)
  const fires = [{ rule: 0, labels, value: '15' }]
  return [
    { title: 'fires', series: [counted('0+1x40')], at: 20, pace: 'minute', firing: fires },
    { title: 'is silent just below the limit', series: [counted('0+0x20 1+0x20')], at: 30, pace: 'minute', firing: [] },
    { title: 'resolves', series: [counted('0+1x20 20+0x30')], at: 45, pace: 'minute', firing: [] },
    {
      title: 'tells which database of several it is',
      series: [counted('0+1x40'), counted(steady(0, 40), 'other')],
      at: 20,
      pace: 'minute',
      firing: fires,
    },
    { title: 'is silent without data', series: [], at: 20, pace: 'minute', firing: [] },
  ]
}

function postgresDown({ of, labels, connections }: Database): Alert {
  return downAlert({
    name: 'PostgresDown',
    title: 'PostgreSQL',
    metric: 'pg_up',
    labels,
    panel: panel('up'),
    runbook: {
      meaning:
        'The exporter cannot log in to the database, or does not answer itself: the database is down, unreachable, full of connections, or the password changed.',
      impact: 'Services that need it are not ready, and users see errors.',
      diagnosis: [
        { why: 'Is it the database? 0: the exporter cannot log in.', expr: of('pg_up') },
        { why: 'Were the connections used up before?', expr: connections },
      ],
      mitigation: [
        'Look at the log of the database server first, then at disk space and memory of its host.',
        'When a standby takes over, check that services follow it.',
      ],
    },
  })
}

function postgresConnectionsHigh({ of, labels, connections }: Database): Alert {
  return {
    name: 'PostgresConnectionsHigh',
    severity: 'warning',
    unit: 'percent',
    summary: say => `PostgreSQL behind ${say.label('instance')} runs out of connections`,
    description: (say, rule) =>
      `${say.value} of the connections that are not reserved are in use, above ${rule.limit}.`,
    rules: [{ expr: `${connections} > 0.8`, minutes: 10, labels: {}, limit: '80%' }],
    scenarios: connectionScenarios(labels),
    panel: panel('connections-used'),
    runbook: {
      meaning: 'Nearly every connection that the server allows is taken; new ones will be refused.',
      impact: 'Services cannot open connections, first those that are started anew.',
      diagnosis: [
        {
          why: 'Who holds them, and in which state?',
          expr: `sum by (usename, application_name, state) (${of('pg_stat_activity_count')})`,
        },
      ],
      mitigation: [
        'End sessions that are idle in a transaction.',
        'Make replicas × pool size smaller than the connections that are allowed, or put a pooler in between.',
      ],
    },
  }
}

function postgresDeadlocks({ of, job }: Database): Alert {
  return {
    name: 'PostgresDeadlocks',
    severity: 'warning',
    unit: 'number',
    summary: say => `Transactions in ${say.label('datname')} block each other`,
    description: (say, rule) =>
      `${say.value} deadlocks in 15 minutes, above ${rule.limit}; each one aborted a transaction.`,
    rules: [
      {
        expr: `sum by (job, instance, datname) (increase(${of('pg_stat_database_deadlocks')}[15m])) > 1`,
        minutes: 0,
        labels: {},
        limit: '1',
      },
    ],
    scenarios: deadlockScenarios(job),
    panel: panel('deadlocks'),
    runbook: {
      meaning:
        'Two transactions waited for each other, and the server ended one of them. Once may happen; again and again means that code takes the same locks in different orders.',
      impact: 'The requests behind the ended transactions failed, or were repeated.',
      diagnosis: [
        {
          why: 'In which database, and since when?',
          expr: `sum by (datname) (increase(${of('pg_stat_database_deadlocks')}[15m]))`,
        },
      ],
      mitigation: ['Read the statements in the log of the server, and let both take their locks in the same order.'],
    },
  }
}

function postgresLongTransaction({ of, labels }: Database): Alert {
  return {
    name: 'PostgresLongTransaction',
    severity: 'warning',
    unit: 'duration',
    summary: say => `A transaction in ${say.label('datname')} does not end`,
    description: (say, rule) =>
      `The oldest one is ${say.value} old, above ${rule.limit}; it holds locks and keeps dead rows.`,
    rules: [
      {
        expr: `max by (job, instance, datname) (${of('pg_stat_activity_max_tx_duration')}) > 300`,
        minutes: 5,
        labels: {},
        limit: '5m 0s',
      },
    ],
    scenarios: limitScenarios({
      name: 'pg_stat_activity_max_tx_duration',
      labels: { ...labels, datname: 'app' },
      varies: 'datname',
      over: 600,
      under: 299,
      minutes: 5,
      value: '10m 0s',
    }),
    panel: panel('longest-transaction'),
    runbook: {
      meaning: 'A transaction has been open for minutes: a forgotten commit, a migration, or a report.',
      impact: 'Rows that it locked cannot be changed, and vacuum cannot clean up behind it.',
      diagnosis: [
        {
          why: 'Which program?',
          expr: `max by (application_name, state) (${of('pg_stat_activity_max_tx_duration')})`,
        },
        { why: 'What waits for locks?', expr: `sum by (mode) (${of('pg_locks_count')})` },
      ],
      mitigation: [
        'Find the session in pg_stat_activity, ask its owner, and end it with pg_terminate_backend when nobody needs it.',
      ],
    },
  }
}
