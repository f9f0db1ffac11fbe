import { parse } from 'yaml'
import { describe, expect, test, vi } from 'vitest'
import { artifact as compose } from '../../../generators/deployment/compose/index.ts'
import { artifact as deployRunbook } from '../../../generators/operations/deploy-runbook/index.ts'
import { artifact as helm } from '../../../generators/deployment/helm/index.ts'
import { artifact as alerts } from '../../../generators/observability/alerts/index.ts'
import { artifact as dashboards } from '../../../generators/observability/dashboards/index.ts'
import { artifact as runbooks } from '../../../generators/operations/alert-runbooks/index.ts'
import type { Context } from '../../../src/artifact/index.ts'
import { makeContract } from '../../../src/contract/index.ts'
import type { NeedKind } from '../../../src/contract/needs/types.ts'
import { renderArtifacts } from '../../../src/engine/plop.ts'
import { contextOf } from '../../support/context.ts'

vi.mock('../../../src/contract/needs/index.ts', async original => {
  const { NEEDS } = await original<{ readonly NEEDS: readonly NeedKind[] }>()
  const { COUCH } = await import('./couchdb.ts')
  return { NEEDS: [...NEEDS, COUCH] }
})

const CHART = 'deploy/helm/orders/Chart.yaml'
const FILES = {
  'package.json': JSON.stringify({
    name: 'orders',
    version: '1.0.0',
    type: 'module',
    scripts: { start: 'node server.js' },
    dependencies: { express: '^5.0.0' },
  }),
  'package-lock.json': '{"lockfileVersion":3,"packages":{"":{}}}',
  'server.js':
    "import express from 'express'\nconst app = express()\nconst db = process.env.COUCH_URL\napp.get('/health', (req, res) => res.send('ok'))\napp.listen(3000)\n",
  'deploy/prometheus/prometheus.yml': 'scrape_configs: []\n',
  [CHART]: 'name: orders\n',
}

const ownersOf = (path: string): readonly string[] => (path === CHART ? [helm.id] : [])

/** @returns what is written for a service that needs it, by path */
async function written(): Promise<ReadonlyMap<string, string>> {
  const ctx = await contextOf(FILES)
  const couch = { value: 'couchdb', certainty: 'certain' as const, evidence: [], optional: false }
  const facts = { ...ctx.facts, services: ctx.facts.services.map(service => ({ ...service, databases: [couch] })) }
  const needing: Context = { ...ctx, facts, contract: makeContract(facts, () => false, ctx.ws), ownersOf }
  const chosen = [compose, helm, alerts, runbooks, dashboards, deployRunbook]
  const rendered = await renderArtifacts(
    needing,
    chosen.map(artifact => ({ artifact, answers: { namespace: 'shop', 'runbook-url': 'none' } })),
  )
  return new Map(rendered.flatMap(file => (file.type === 'file' ? [[file.path, file.text] as const] : [])))
}

describe('a need that is one more folder of data', () => {
  test('runs in the local stack, with its exporter, and services are told where it is', async () => {
    const text = (await written()).get('compose.yaml') ?? ''
    const { services, volumes } = parse(text) as {
      services: Record<string, Record<string, unknown>>
      volumes: Record<string, unknown>
    }
    expect(services['couchdb']).toMatchObject({ image: 'docker.io/library/couchdb:9.9.9', user: 'couchdb' })
    expect(services['couchdb-exporter']).toMatchObject({ environment: { COUCHDB: 'http://couchdb:5984' } })
    expect(services['orders']).toMatchObject({
      environment: { COUCH_URL: 'http://app:${COUCHDB_PASSWORD}@couchdb:5984' },
      depends_on: { couchdb: { condition: 'service_healthy' } },
    })
    expect(Object.keys(volumes)).toContain('couchdb-data')
  })

  test('is scraped, has rules with tests, a page for each alert and a dashboard that they lead to', async () => {
    const files = await written()
    expect(files.get('deploy/prometheus/prometheus.yml')).toContain('couchdb-exporter:9984')
    expect(files.get('deploy/prometheus/rules/couchdb.yml')).toContain('couchdb_up{job="couchdb-exporter"} == 0')
    expect(files.get('deploy/prometheus/rules/couchdb.yml')).toContain('/d/dependencies-couchdb?viewPanel=panel-999')
    expect(files.get('deploy/prometheus/tests/couchdb.test.yml')).toContain('CouchDown fires')
    expect(files.get('docs/runbooks/couchdb/couch-down.md')).toContain('It is gone.')
    const board = JSON.parse(files.get('deploy/grafana/dashboards/dependencies/couchdb.json') ?? '{}') as {
      panels: readonly { id: number; title: string }[]
    }
    expect(board.panels.map(({ id, title }) => [id, title])).toEqual([
      [1000, 'Overview'],
      [999, 'CouchDB'],
    ])
  })

  test('is let through by the chart, and named in the page on releases', async () => {
    const files = await written()
    expect(parse(files.get('deploy/helm/orders/values.yaml') ?? '')).toMatchObject({
      networkPolicy: { egressPorts: [5984] },
    })
    expect(files.get('docs/runbooks/orders/deploy.md')).toContain('CouchDB')
  })
})
