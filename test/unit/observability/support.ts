import { dashboardsOf, printBoard, type Dashboard } from '../../../generators/observability/dashboards/all.ts'
import type { Context } from '../../../src/artifact/index.ts'
import { makeContract, type ServiceContract } from '../../../src/contract/index.ts'
import type { Fact, MetricsFact, Service } from '../../../src/detect/types.ts'
import { contextOf } from '../../support/context.ts'

export const EXPRESS: Readonly<Record<string, string>> = {
  'package.json': JSON.stringify({
    name: 'shop',
    type: 'module',
    dependencies: { express: '^5.1.0', pg: '^8.16.0', redis: '^5.8.0' },
    scripts: { start: 'node server.js' },
  }),
  'server.js': `import express from 'express'
import pg from 'pg'
import { createClient } from 'redis'
const app = express()
const db = new pg.Pool({ connectionString: process.env.DATABASE_URL })
const cache = createClient({ url: process.env.REDIS_URL })
await cache.connect()
app.get('/health', (req, res) => res.send('ok'))
app.get('/orders', async (req, res) => res.json((await db.query('select 1')).rows))
app.listen(3000)
`,
}

export const RULES = 'deploy/prometheus/rules/shop.yml'

export interface Shop {
  readonly files?: Readonly<Record<string, string>>
  readonly metrics?: MetricsFact
  /** What is different about the service. */
  readonly change?: (service: Service) => Service
  readonly remote?: string
}

const PATH: Fact<string> = { value: '/metrics', certainty: 'certain', evidence: [] }

/** @returns a repository with one service whose metrics are those of a library */
export async function shop({ files = {}, metrics, change = same => same, remote }: Shop = {}): Promise<Context> {
  const history = remote === undefined ? {} : { remotes: () => [{ name: 'origin', url: remote }] }
  const ctx = await contextOf({ ...EXPRESS, ...files }, history)
  const services = ctx.facts.services.map(service =>
    change(metrics ? { ...service, metrics, metricsPath: PATH } : service),
  )
  const facts = { ...ctx.facts, services }
  return { ...ctx, facts, contract: makeContract(facts, () => false, ctx.ws) }
}

/** @returns the only service */
export function only({ contract }: Context): ServiceContract {
  const [service, ...others] = contract.services
  if (!service || others.length > 0) throw new Error(`not one service but ${contract.services.length}`)
  return service
}

/** @returns the dashboards of the only service by the name of their file */
export function boards(ctx: Context): Readonly<Record<string, GrafanaDashboard>> {
  return Object.fromEntries(dashboardsOf(ctx, only(ctx), {}).map(dashboard => [nameOf(dashboard), parse(dashboard)]))
}

function nameOf({ file }: Dashboard): string {
  return file.slice(file.lastIndexOf('/') + 1).replace('.json', '')
}

export function parse({ board }: Pick<Dashboard, 'board'>): GrafanaDashboard {
  return JSON.parse(printBoard(board)) as GrafanaDashboard
}

/** What tests read of a dashboard. */
export interface GrafanaDashboard {
  readonly uid: string
  readonly title: string
  readonly editable: boolean
  readonly schemaVersion: number
  readonly links: readonly { readonly title: string; readonly url: string; readonly includeVars: boolean }[]
  readonly annotations: { readonly list: readonly { readonly name: string; readonly expr?: string }[] }
  readonly templating: { readonly list: readonly GrafanaVariable[] }
  readonly panels: readonly GrafanaPanel[]
}

export interface GrafanaVariable {
  readonly name: string
  readonly label: string
  readonly type: string
  readonly query: string | { readonly query: string }
  readonly datasource?: { readonly uid: string }
  readonly multi: boolean
  readonly includeAll: boolean
  readonly allValue?: string
  readonly refresh: number
  readonly current: { readonly value?: readonly string[] }
}

export interface GrafanaPanel {
  readonly id: number
  readonly type: string
  readonly title: string
  readonly description?: string
  readonly gridPos: { readonly x: number; readonly y: number; readonly w: number; readonly h: number }
  readonly datasource?: { readonly uid: string }
  readonly targets?: readonly GrafanaTarget[]
  readonly fieldConfig?: {
    readonly defaults: {
      readonly unit?: string
      readonly mappings?: readonly unknown[]
      readonly thresholds?: { readonly steps: readonly { readonly color: string; readonly value: number | null }[] }
    }
  }
  readonly options?: { readonly yAxis?: { readonly unit?: string }; readonly legend?: unknown }
}

export interface GrafanaTarget {
  readonly refId: string
  readonly expr: string
  readonly legendFormat: string
  readonly datasource: { readonly uid: string }
}

/** @returns panels that ask something */
export function asking(board: GrafanaDashboard): readonly GrafanaPanel[] {
  return board.panels.filter(panel => panel.type !== 'row')
}

/** @returns every query of a board, with the panel's title */
export function queriesOf(board: GrafanaDashboard): readonly { readonly panel: string; readonly expr: string }[] {
  return asking(board).flatMap(panel => (panel.targets ?? []).map(({ expr }) => ({ panel: panel.title, expr })))
}
