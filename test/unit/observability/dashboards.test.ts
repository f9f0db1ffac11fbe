import { parse as parseYaml } from 'yaml'
import { describe, expect, test } from 'vitest'
import { artifact as alerts } from '../../../generators/observability/alerts/index.ts'
import { artifact } from '../../../generators/observability/dashboards/index.ts'
import { metricOf } from '../../../src/contract/dashboards/queries.ts'
import { recordedMetrics } from '../../../generators/observability/dashboards/recorded.ts'
import { panel } from '../../../src/contract/alerting/panels.ts'
import { NEEDS } from '../../../src/contract/needs/index.ts'
import { dashboardUid, PANELS, panelId, panelLink, type DashboardName } from '../../../src/contract/dashboards.ts'
import { KUBERNETES_METRICS, probeMetrics } from '../../../src/contract/telemetry/exporters.ts'
import type { Context } from '../../../src/artifact/index.ts'
import type { Metric } from '../../../src/detect/types.ts'
import { renderOne } from '../../support/context.ts'
import { lint } from './dashboard-rules.ts'
import { DIALECTS } from './dialects.ts'
import { expanded, read } from './promql.ts'
import { asking, boards, only, queriesOf, RULES, shop, type GrafanaDashboard, type GrafanaPanel } from './support.ts'

const CASES = [...Object.keys(DIALECTS), 'no metrics at all']
const COMPLETE = 'prod-ready, Node'
const GITHUB = 'git@github.com:acme/shop.git'

/** A repository whose rules are there as well, so that every dashboard is drawn. */
function withRules(name: string, remote?: string): Promise<Context> {
  const metrics = DIALECTS[name]
  const files = { [RULES]: 'groups: []\n', 'docs/runbooks/README.md': '# Runbooks\n' }
  return shop({ files, ...(metrics ? { metrics } : {}), ...(remote === undefined ? {} : { remote }) })
}

/** What the contract says that Prometheus holds for a board. */
function metricsFor(board: string, ctx: Context): readonly Metric[] {
  const need = only(ctx).needs.find(({ kind }) => kind === board)
  if (need) return need.exporter.metrics
  const { telemetry, probes } = only(ctx)
  const own = telemetry.source === 'service' ? telemetry.metrics : probeMetrics(probes.readiness)
  if (board === 'platform') return [...own, ...KUBERNETES_METRICS]
  return board === 'slo' ? [...recordedMetrics(['errors', 'slow']), ...own] : own
}

describe.each(CASES)('dashboards of a service with %s', name => {
  test('ask only for series, labels and buckets that are there, in the way their type allows', async () => {
    const ctx = await withRules(name)
    for (const [board, dashboard] of Object.entries(boards(ctx))) {
      const metrics = metricsFor(board, ctx)
      for (const { panel, expr } of queriesOf(dashboard)) expect([panel, problems(expr, metrics)]).toEqual([panel, []])
    }
  })

  test('keep the rules of the dashboard linter', async () => {
    for (const [board, dashboard] of Object.entries(boards(await withRules(name)))) {
      const excluded =
        board === 'slo' ? /^target-instance-rule/ : board === 'platform' ? /^target-(job|instance)-rule/ : /^$/
      expect([board, lint(dashboard).filter(finding => !excluded.test(finding))]).toEqual([board, []])
    }
  })

  test('name every exception to those rules in .lint, and none more', async () => {
    const ctx = await withRules(name)
    await expectNamed(ctx, Object.values(boards(ctx)))
  })

  test('have panels that do not overlap, with ids of their own, and start with a row of the highest id', async () => {
    for (const dashboard of Object.values(boards(await withRules(name)))) {
      const ids = dashboard.panels.map(({ id }) => id)
      expect(new Set(ids).size).toBe(ids.length)
      expect(ids[0]).toBe(Math.max(...ids))
      const cells = dashboard.panels.flatMap(({ gridPos: { x, y, w, h } }) =>
        Array.from({ length: w * h }, (_, i) => `${x + (i % w)},${y + Math.floor(i / w)}`),
      )
      expect(new Set(cells).size).toBe(cells.length)
      expect(dashboard.panels.every(({ gridPos: { x, w } }) => x + w <= 24)).toBe(true)
    }
  })
})

/** What is wrong with a query against what Prometheus holds. */
function problems(expr: string, metrics: readonly Metric[]): readonly string[] {
  const { errors, selectors, grouping } = read(expanded(expr))
  const known = (metric: Metric | undefined): readonly string[] => [...(metric?.labels ?? []), 'job', 'instance']
  const found = selectors.flatMap(({ metric: name, matchers, inside, range }) => {
    const metric = metricOf(metrics, name)
    if (!metric) return [`no series ${name}`]
    const bucketed = name.endsWith('_bucket')
    const bounds = matchers
      .filter(({ label }) => label === 'le')
      .map(({ value }) => Number(value.replace('(\\.0)?', '')))
    const counted = metric.type === 'counter' || metric.type === 'histogram' || metric.type === 'summary'
    return [
      ...matchers
        .filter(({ label }) => !known(metric).includes(label) && !(bucketed && label === 'le'))
        .map(({ label }) => `${name} has no label ${label}`),
      ...bounds.filter(bound => !metric.buckets?.includes(bound)).map(bound => `${name} has no bucket ${bound}`),
      ...(inside.includes('histogram_quantile') && metric.type !== 'histogram' ? [`${name} is no histogram`] : []),
      ...(range !== undefined && /^(rate|increase)$/.test(inside[0] ?? '') !== counted
        ? [`${inside[0] ?? ''} of ${name}`]
        : []),
      ...(counted && range === undefined ? [`${name} without a rate`] : []),
    ]
  })
  const labels = selectors.flatMap(({ metric }) => known(metricOf(metrics, metric)))
  const odd = grouping.filter(label => !labels.includes(label) && !(label === 'le' && expr.includes('_bucket')))
  return [...errors.map(error => `syntax: ${error}`), ...found, ...odd.map(label => `nothing has the label ${label}`)]
}

describe('the check of queries itself', () => {
  const metrics = DIALECTS[COMPLETE]?.all ?? []
  const D = 'http_request_duration_seconds'
  test.each([
    ['a label of another library', `sum(rate(${D}_count{status_code=~"5.."}[1m]))`, 'has no label status_code'],
    ['a counter that the library does not have', 'sum(rate(http_requests_total[1m]))', 'no series http_requests_total'],
    ['a bound that is no bucket', `rate(${D}_bucket{le="0.2"}[1m])`, 'has no bucket 0.2'],
    ['the rate of a gauge', 'rate(nodejs_active_handles_total[1m])', 'rate of nodejs_active_handles_total'],
    ['a counter as it is', 'process_cpu_seconds_total', 'without a rate'],
    ['a grouping by nothing', `sum by (status_code) (rate(${D}_count[1m]))`, 'nothing has the label status_code'],
    ['half an expression', `rate(${D}_count[1m]) and`, 'syntax'],
  ])('finds %s', (_case, expr, message) => {
    expect(problems(expr, metrics).join('\n')).toContain(message)
  })
})

describe('which dashboards there are', () => {
  test.each([
    [COMPLETE, ['service', 'slo', 'runtime', 'postgres', 'redis']],
    ['axum-prometheus', ['service', 'slo', 'postgres', 'redis']],
    ['no HTTP metric', ['service', 'runtime', 'postgres', 'redis']],
    ['no metrics at all', ['platform', 'slo', 'postgres', 'redis']],
  ])('%s', async (name, expected) => {
    expect(Object.keys(boards(await withRules(name)))).toEqual(expected)
  })

  test('objectives are drawn only where rules record them', async () => {
    const metrics = DIALECTS[COMPLETE]
    expect(Object.keys(boards(await shop(metrics ? { metrics } : {})))).not.toContain('slo')
  })

  test('a worker without a port is seen by its containers alone', async () => {
    const ctx = await shop({
      change: ({ port: _port, ...service }) => ({ ...service, workload: { ...service.workload, value: 'worker' } }),
    })
    const { platform } = boards(ctx)
    if (platform === undefined) throw new Error('there is no board')
    await expectNamed(ctx, [platform])
    // somebody can choose the node that it is measured on
    const cpu = asking(platform).find(({ title }) => title === 'CPU cores in use')
    expect(JSON.stringify(cpu)).toContain('job=~\\"$job\\",namespace=~\\"$namespace\\",instance=~\\"$instance\\"')
    expect(platform.templating.list.map(({ name }) => name)).toEqual(['datasource', 'job', 'instance', 'namespace'])
    expect(JSON.stringify(platform)).not.toContain('probe_')
  })

  test('a worker has no objective for requests: who asks it is the platform', async () => {
    const metrics = DIALECTS[COMPLETE]
    const ctx = await shop({
      ...(metrics ? { metrics } : {}),
      change: service => ({ ...service, workload: { ...service.workload, value: 'worker' } }),
    })
    expect(Object.keys(boards(ctx))).toEqual(['service', 'runtime', 'postgres', 'redis'])
    expect(JSON.stringify(boards(ctx))).not.toContain('http_request')
  })

  test('code that a platform runs has none', async () => {
    const ctx = await shop({
      change: service => ({ ...service, workload: { ...service.workload, value: 'serverless' } }),
    })
    expect(artifact.applies(ctx)).toMatch(/no service/)
  })

  test('what the metrics cannot carry is not drawn, and told', async () => {
    const ctx = await withRules('express-prom-bundle without options')
    const titles = asking(boards(ctx)['service']!).map(({ title }) => title)
    expect(titles).not.toContain('Routes')
    expect(artifact.next?.(ctx, {})).toEqual([
      'Mend what shop cannot tell (the library has no label for the route): Set includePath and includeMethod.',
    ])
    const summary = boards(await withRules('a summary'))['service']!
    expect(JSON.stringify(summary)).not.toContain('histogram_quantile')
  })
})

describe('what is asked', () => {
  test('no errors are 0, and no traffic is no number', async () => {
    const expr =
      queriesOf(boards(await withRules(COMPLETE))['service']!).find(({ panel }) => panel === 'Errors')?.expr ?? ''
    expect(expr).toMatch(/or 0 \* sum by \(job\)/)
    expect(expr).toMatch(/> 0\)$/)
  })

  test('requests of probes and scrapes are not counted where the library records them', async () => {
    const { service } = boards(await withRules('fastify-metrics'))
    const counted = queriesOf(service!).filter(({ expr }) => expr.includes('http_request_duration'))
    expect(counted.length).toBeGreaterThan(5)
    for (const { expr } of counted) expect(expr).toContain('route!~"/health|/metrics"')
  })

  test('the limit of latency is a bucket that the library has', async () => {
    const text = JSON.stringify(boards(await withRules('express-prom-bundle without options'))['service'])
    expect(text).toContain('le=\\"0.3\\"')
    expect(text).toContain('Within 300 ms')
  })

  test('deploys are marked where the start of the process is known', async () => {
    const marked = async (name: string): Promise<unknown> =>
      boards(await withRules(name))['service']?.annotations.list.map(({ expr }) => expr)
    expect(await marked(COMPLETE)).toContain('process_start_time_seconds{job=~"$job",instance=~"$instance"} * 1000')
    expect(await marked('axum-prometheus')).toEqual([undefined])
  })
})

describe('ways between dashboards', () => {
  test('lead to the others, with the chosen instances where the job is the same', async () => {
    const { service } = boards(await withRules(COMPLETE, GITHUB))
    expect(service?.links.map(({ title, url, includeVars }) => [title, url, includeVars])).toEqual([
      ['shop: objectives', '/d/shop-slo', true],
      ['shop: runtime', '/d/shop-runtime', true],
      ['PostgreSQL', '/d/dependencies-postgres?${datasource:queryparam}', false],
      ['Redis', '/d/dependencies-redis?${datasource:queryparam}', false],
      ['Runbooks', 'https://github.com/acme/shop/blob/main/docs/runbooks/README.md', false],
    ])
  })

  test('lead back from what a service needs', async () => {
    const { postgres } = boards(await withRules(COMPLETE, GITHUB))
    expect(postgres?.links.map(({ title, url }) => [title, url])).toEqual([
      ['shop: requests', '/d/shop-service?${datasource:queryparam}'],
      ['Runbooks', 'https://github.com/acme/shop/blob/main/docs/runbooks/README.md'],
    ])
  })

  test('lead to no page of a host that is not known', async () => {
    const { service } = boards(await withRules(COMPLETE))
    expect(service?.links.map(({ title }) => title)).not.toContain('Runbooks')
  })

  test('a link of an alert opens a panel that is there', async () => {
    expect(panelLink('shop', panel('service', 'error-ratio'))).toBe('/d/shop-service?viewPanel=panel-998')
    const found = boards(await withRules(COMPLETE))['service']?.panels.find(({ id }) => id === 998)
    expect(found?.title).toBe('Errors')
  })
})

describe('alerts', () => {
  test.each(CASES)('of a service with %s lead to panels that are drawn', async name => {
    const ctx = await withRules(name)
    const drawn = Object.values(boards(ctx)).flatMap(({ uid, panels }) =>
      panels.map(({ id }) => `/d/${uid}?viewPanel=panel-${id}`),
    )
    const rendered = await renderOne(alerts, ctx)
    const links = rendered.flatMap(file =>
      file.type === 'file' ? [...file.text.matchAll(/dashboard_url: ["']?([^\s"']+)/g)].map(([, url]) => url) : [],
    )
    expect(links.length).toBeGreaterThan(3)
    expect([...new Set(links)].filter(link => !drawn.includes(link ?? ''))).toEqual([])
  })
})

describe('names that stay', () => {
  test('a uid has at most 40 characters, and differs for names that begin alike', () => {
    const long = 'a-very-long-name-of-a-service-that-goes-on-and-on'
    const uids = [`${long}-one`, `${long}-two`].flatMap(id =>
      (Object.keys(PANELS) as DashboardName[]).map(name => dashboardUid(id, name)),
    )
    expect(new Set(uids).size).toBe(uids.length)
    expect(uids.every(uid => uid.length <= 40 && /^[a-z0-9-]+$/.test(uid))).toBe(true)
    expect(dashboardUid('shop', 'slo')).toBe('shop-slo')
  })

  test('the first row of a dashboard has the highest id, so that a panel of a user takes none of ours', () => {
    expect(panelId('runtime', 'process')).toBe(1000)
    for (const names of [...Object.values(PANELS), ...NEEDS.map(({ panels }) => panels)])
      expect(new Set<string>(names).size).toBe(names.length)
  })
})

describe('what somebody sees at once', () => {
  test.each(CASES)('each line of a board of a service with %s is full, whatever is left out', async name => {
    for (const [board, dashboard] of Object.entries(boards(await withRules(name)))) {
      const widths = new Map<number, number>()
      for (const { gridPos } of dashboard.panels) widths.set(gridPos.y, (widths.get(gridPos.y) ?? 0) + gridPos.w)
      expect([board, [...widths.values()].filter(width => width !== 24)]).toEqual([board, []])
    }
  })

  test('a number is green only where something was held against a limit', async () => {
    const { service } = boards(await withRules(COMPLETE))
    const steps = (title: string): readonly unknown[] => colorsOf(asking(service!).find(panel => panel.title === title))
    expect(steps('Requests')).toEqual(['text'])
    expect(steps('Errors')).toEqual(['green', 'orange', 'red'])
    expect(steps('Within 1 s')).toEqual(['green', 'red', 'orange', 'green'])
  })

  test('the names of many series stand beside the chart, the highest values first', async () => {
    const { service } = boards(await withRules(COMPLETE))
    const legend = (title: string): unknown => asking(service!).find(panel => panel.title === title)?.options?.legend
    expect(legend('Errors by route')).toMatchObject({ placement: 'right', sortBy: 'Last *', sortDesc: true })
    expect(legend('Requests in flight')).toMatchObject({ placement: 'bottom' })
  })

  test('the board of objectives shows which instance spends the budget, and chooses none of what is recorded by job', async () => {
    const bad = ['Requests that failed, by instance', 'Requests that took longer than 1 s, by instance']
    for (const [name, titles] of [
      [COMPLETE, bad],
      ['no metrics at all', ['Probes that failed, by instance']],
    ] as const) {
      const { slo } = boards(await withRules(name))
      expect(slo?.templating.list.map(variable => variable.name)).toEqual(['datasource', 'job', 'instance'])
      const choosing = queriesOf(slo!).filter(({ expr }) => expr.includes('$instance'))
      expect(choosing.map(({ panel }) => panel)).toEqual(titles)
      expect(choosing.every(({ expr }) => !expr.includes('job:slo_'))).toBe(true)
    }
  })
})

function colorsOf(panel: GrafanaPanel | undefined): readonly unknown[] {
  return panel?.fieldConfig?.defaults.thresholds?.steps.map(({ color }) => color) ?? []
}

/** What the linter finds in these boards is what .lint names. */
async function expectNamed(ctx: Context, drawn: readonly GrafanaDashboard[]): Promise<void> {
  const found = drawn.flatMap(board =>
    lint(board).map(finding => `${finding.split(':')[0] ?? ''}: ${board.title}: ${finding.replace(/^[^:]+: /, '')}`),
  )
  const file = (await renderOne(artifact, ctx)).find(({ path }) => path.endsWith('/.lint'))
  const text = file?.type === 'file' ? file.text : 'exclusions: {}'
  const { exclusions } = parseYaml(text) as {
    exclusions: Record<string, { reason: string; entries: { dashboard: string; panel?: string }[] }>
  }
  const named = Object.entries(exclusions).flatMap(([rule, { entries }]) =>
    entries.map(({ dashboard, panel = rule }) => `${rule}: ${dashboard}: ${panel}`),
  )
  expect([...new Set(named)].sort()).toEqual([...new Set(found)].sort())
}
