import { downAlert } from '../../../src/contract/alerting/down.ts'
import { asIs } from '../../../src/contract/dashboards/queries.ts'
import type { NeedKind } from '../../../src/contract/needs/types.ts'
import { metric } from '../../../src/contract/telemetry/exporters.ts'

/** What one more folder of src/contract/needs would hold: nothing but data. */
export const COUCH: NeedKind = {
  kind: 'couchdb',
  title: 'CouchDB',
  port: 5984,
  variable: /^COUCH_URL$/,
  container: {
    image: { name: 'docker.io/library/couchdb', tag: '9.9.9' },
    about: [],
    url: ({ host, port }) => `http://app:\${COUCHDB_PASSWORD}@${host}:${port}`,
    password: 'COUCHDB_PASSWORD',
    user: 'couchdb',
    health: ['curl', '--fail', 'http://127.0.0.1:5984/_up'],
    volume: { name: 'couchdb-data', folder: '/opt/couchdb/data' },
    tmpfs: ['/tmp'],
    cpus: '1.0',
    memory: '512M',
  },
  exporter: {
    image: { name: 'docker.io/someone/couchdb-exporter', tag: 'v9' },
    port: 9984,
    metrics: [metric('gauge', 'couchdb_up')],
    environment: ({ host, port }) => ({ COUCHDB: `http://${host}:${port}` }),
  },
  panels: ['overview', 'up'],
  sections: () => [
    {
      row: 'overview',
      title: 'Overview',
      panels: [
        {
          kind: 'stat',
          name: 'up',
          title: 'CouchDB',
          description: 'Whether it answers.',
          unit: 'none',
          ...asIs('couchdb_up'),
          width: 6,
        },
      ],
    },
  ],
  alerts: ({ exporter }) => [
    downAlert({
      name: 'CouchDown',
      title: 'CouchDB',
      metric: 'couchdb_up',
      labels: { job: exporter.job, instance: 'database:9984' },
      panel: { dashboard: 'couchdb', id: 999 },
      runbook: { meaning: 'It is gone.', impact: 'Orders fail.', diagnosis: [], mitigation: ['Start it.'] },
    }),
  ],
}
