import { describe, expect, test } from 'vitest'
import { artifact } from '../../../generators/deployment/helm/index.ts'
import type { Answers } from '../../../src/artifact/index.ts'
import type { Service } from '../../../src/detect/types.ts'
import { contextOf, renderOne } from '../../support/context.ts'
import { contextWith, fact } from '../build/support.ts'
import { API, at, need, WORKER, told, written, type Files } from './support.ts'

const ORDERS = 'deploy/helm/orders'

async function chart(service: Partial<Service> = {}, answers: Answers = {}, files = API): Promise<Files> {
  return written(artifact, await contextWith(files, { service }), answers)
}

const deployment = async (service: Partial<Service> = {}): Promise<string> =>
  (await chart(service)).text(`${ORDERS}/templates/deployment.yaml`)

describe('probes', () => {
  test('ask readiness and life on the paths of the code', async () => {
    const text = await deployment()
    expect(text).toMatch(/readinessProbe:\s+httpGet:\s+path: \/readyz/)
    expect(text).toMatch(/livenessProbe:\s+httpGet:\s+path: \/healthz/)
    expect(text).toMatch(/startupProbe:/)
  })

  test('do not start the program anew for an answer that may depend on a database', async () => {
    const text = await deployment({ healthPaths: [fact('/health')] })
    expect(text).toMatch(/readinessProbe:\s+httpGet:\s+path: \/health/)
    expect(text).toMatch(/livenessProbe:\s+tcpSocket:/)
  })

  test('ask whether the port is open where no path is known', async () => {
    const text = await deployment({ healthPaths: [] })
    expect(text).toMatch(/readinessProbe:\s+tcpSocket:/)
    expect(text).not.toContain('livenessProbe')
  })

  test('a path that Helm would read is not asked', async () => {
    const text = await deployment({ healthPaths: [fact('/{{ .Values.x }}')] })
    expect(text).not.toContain('/{{ .Values.x }}')
    expect(text).toMatch(/readinessProbe:\s+tcpSocket:/)
  })
})

describe('the end of a Pod', () => {
  test('is waited for by the kubelet where the service does not wait itself', async () => {
    const text = await deployment()
    expect(text).toContain('add .Values.shutdown.delaySeconds .Values.shutdown.timeoutSeconds 5')
    expect(text).toMatch(/preStop:[\s\S]*sleep:\s+seconds: {{ .Values.shutdown.delaySeconds }}/)
    expect(text).not.toContain('SHUTDOWN_DELAY_MS')
  })

  test('is waited for by the service that can, for as long as the platform grants', async () => {
    const text = await deployment({ appModule: { path: 'prod-ready', features: ['drain'], evidence: [] } })
    expect(text).not.toContain('preStop')
    expect(text).toMatch(/SHUTDOWN_DELAY_MS"\s+value: {{ mul .Values.shutdown.delaySeconds 1000/)
    expect(text).toMatch(/SHUTDOWN_TIMEOUT_MS"\s+value: {{ mul .Values.shutdown.timeoutSeconds 1000/)
  })

  test('no shell is needed for it', async () => {
    expect(await deployment()).not.toMatch(/\b(sh|bash)\b.*-c/)
  })
})

describe('what a chart consists of', () => {
  test('a worker has no Service, no Ingress, no probes and no test that asks it', async () => {
    const { paths, text } = await chart({}, {}, WORKER)
    const names = paths.filter(path => path.includes('mailer/templates/')).map(path => path.split('/').at(-1))
    expect(names).toContain('deployment.yaml')
    expect(names.filter(name => /^(service|ingress|smoke-test|probe)\.yaml$/.test(name ?? ''))).toEqual([])
    expect(text('deploy/helm/mailer/templates/deployment.yaml')).not.toMatch(/Probe:|containerPort/)
  })

  test('a worker is not doubled on its own account', async () => {
    const { yaml } = await chart({}, {}, WORKER)
    expect(at(yaml('deploy/helm/mailer/values.yaml'), 'autoscaling', 'enabled')).toBe(false)
    expect(yaml('deploy/helm/mailer/values.yaml')['replicas']).toBe(1)
  })

  test('a worker that answers for its health is not doubled either, and is not kept alive for load balancers', async () => {
    const worker = await chart({ workload: fact('worker') })
    expect(at(worker.yaml(`${ORDERS}/values.yaml`), 'autoscaling', 'enabled')).toBe(false)
    expect(at(worker.yaml(`${ORDERS}/values-prod.yaml`), 'replicas')).toBe(1)
    expect(at(worker.yaml(`${ORDERS}/values.yaml`), 'shutdown')).toEqual({ timeoutSeconds: 25 })
    const text = worker.text(`${ORDERS}/templates/deployment.yaml`)
    expect(text).toMatch(/readinessProbe:\s+httpGet:\s+path: \/readyz/)
    expect(text).not.toMatch(/preStop|delaySeconds/)
  })

  test.each([
    ['at its health path', {}, 'module: http_2xx', '.svc:{{ .Values.service.port }}/readyz'],
    [
      'by a connection where no path is known',
      { healthPaths: [] },
      'module: tcp_connect',
      '- {{ include "orders.fullname" . }}',
    ],
  ])('what alerts ask for is probed in the cluster as well, also of a worker: %s', async (_, more, module, target) => {
    const { text, yaml } = await chart({ workload: fact('worker'), ...more })
    const probe = text(`${ORDERS}/templates/probe.yaml`)
    expect(probe).toContain('jobName: orders-probe')
    expect(probe).toContain(module)
    expect(probe).toContain(target)
    expect(at(yaml(`${ORDERS}/values.yaml`), 'networkPolicy', 'monitoringNamespace')).toBe('monitoring')
  })

  test('the only instance of a worker ends before the next one starts; a server is never gone', async () => {
    const strategyOf = (text: string): string => /\n {2}strategy:\n([\s\S]*?)\n {2}selector:/.exec(text)?.[1] ?? ''
    const [worker, server] = [await chart({ workload: fact('worker') }), await chart()]
    const file = `${ORDERS}/templates/deployment.yaml`
    expect(strategyOf(worker.text(file))).toMatch(
      /\{\{- if or .*replicas\) 1\) \}\}[^{]*RollingUpdate[^{]*\{\{- else \}\}[^{]*Recreate/,
    )
    expect(strategyOf(server.text(file))).toMatch(/RollingUpdate/)
    expect(strategyOf(server.text(file))).not.toMatch(/Recreate/)
  })

  test('a service with its data in a file is there once, and keeps the file', async () => {
    const { paths, text } = await chart({ databases: [need('sqlite')] })
    expect(paths).toContain(`${ORDERS}/templates/pvc.yaml`)
    expect(paths).not.toContain(`${ORDERS}/templates/hpa.yaml`)
    expect(text(`${ORDERS}/templates/deployment.yaml`)).toMatch(/replicas: 1[\s\S]*type: Recreate/)
  })

  test('two services have two charts', async () => {
    const folder = (name: string): Readonly<Record<string, string>> =>
      Object.fromEntries(Object.entries(API).map(([path, text]) => [`${name}/${path}`, text.replace('orders', name)]))
    const { paths } = await written(artifact, await contextOf({ ...folder('cart'), ...folder('users') }))
    expect(paths.filter(path => path.endsWith('Chart.yaml'))).toEqual([
      'deploy/helm/cart/Chart.yaml',
      'deploy/helm/users/Chart.yaml',
    ])
  })

  test.each([
    [
      'deploy/grafana/dashboards/orders/service.json',
      'files/dashboards/service.json',
      '{ "title": "kept" }\n',
      '{ "title": ',
    ],
    ['deploy/prometheus/rules/orders.yml', 'files/rules.yml', 'groups: []\n', 'groups: [\n'],
  ])(
    '%s goes along as it stands; while it is broken, the chart keeps what it has',
    async (path, copy, whole, broken) => {
      const copied = async (text: string): Promise<string> =>
        (await chart({}, {}, { ...API, [path]: text, [`${ORDERS}/${copy}`]: whole })).text(`${ORDERS}/${copy}`)
      const changed = whole.replace('kept', 'mine').replace('[]', '[{ name: mine, rules: [] }]')
      expect(await copied(changed)).toBe(changed)
      expect(await copied(broken)).toBe(whole)
      expect((await chart({}, {}, { ...API, [path]: broken })).paths).not.toContain(`${ORDERS}/${copy}`)
    },
  )

  test('the version of the package is the tag of the image, and people raise it from then on', async () => {
    const rendered = await renderOne(artifact, await contextOf(API))
    const manifest = rendered.find(file => file.path === `${ORDERS}/Chart.yaml`)
    expect(manifest).toMatchObject({ own: 'seed' })
    expect((await chart()).yaml(`${ORDERS}/Chart.yaml`)).toMatchObject({ name: 'orders', appVersion: '1.4.0' })
  })
})

describe('the network', () => {
  test('is open to the ports of what the service needs, and to nothing else', async () => {
    const { yaml } = await chart({ databases: [need('postgres')], cache: [need('redis')], queues: [need('kafka')] })
    expect(at(yaml(`${ORDERS}/values.yaml`), 'networkPolicy', 'egressPorts')).toEqual([5432, 6379, 9092])
    expect(at((await chart()).yaml(`${ORDERS}/values.yaml`), 'networkPolicy', 'egressPorts')).toEqual([])
  })

  test('what is needed on a port that nobody knows is named', async () => {
    const { text } = await chart({ databases: [need('frobdb')] })
    expect(text(`${ORDERS}/values.yaml`)).toContain('# The ports of frobdb are not known: add them.')
  })

  test('a queue that lives in Redis needs no port of its own', async () => {
    const { text } = await chart({ cache: [need('redis')], queues: [need('bullmq'), need('kafka')] })
    expect(text(`${ORDERS}/values.yaml`)).not.toContain('bullmq')
    expect(text(`${ORDERS}/values.yaml`)).toMatch(/egressPorts:\n\s+- 6379\n\s+- 9092\n/)
  })

  test('lets the Ingress controller in only where there is an Ingress', async () => {
    const policy = (await chart()).text(`${ORDERS}/templates/networkpolicy.yaml`)
    expect(policy).toMatch(/if .Values.ingress.host }}\s+- from:\s+- namespaceSelector/)
    const grpc = (await chart({ workload: fact('grpc') })).text(`${ORDERS}/templates/networkpolicy.yaml`)
    expect(grpc).not.toContain('ingressNamespace')
  })

  test('of the test of a release is closed as long as that test runs, and is no part of the release', async () => {
    const { text } = await chart()
    const [policy = '', job = ''] = text(`${ORDERS}/templates/smoke-test.yaml`).split('\n---\n')
    expect(policy).toContain('kind: NetworkPolicy')
    expect(job).toContain('kind: Job')
    for (const hook of [policy, job]) expect(hook).toContain('helm.sh/hook: test')
    // before the Pod that it is about
    expect(policy).toContain('helm.sh/hook-weight: "-10"')
    expect(text(`${ORDERS}/templates/networkpolicy.yaml`)).not.toContain('smoke-test\n')
  })
})

describe('migrations', () => {
  const migrates = { migrations: fact('migrations'), databases: [need('postgres')] }

  test('run before the new Pods where the image has the program', async () => {
    const files = {
      ...API,
      'knexfile.js': 'export default {}\n',
      'package.json': (API['package.json'] ?? '').replace('"express"', '"knex":"^3.0.0","express"'),
    }
    const { yaml, text } = await chart({ ...migrates, orm: [fact('knex')] }, {}, files)
    expect(at(yaml(`${ORDERS}/values.yaml`), 'migration', 'command')).toContain('migrate:latest')
    expect(text(`${ORDERS}/templates/migrate.yaml`)).toContain('helm.sh/hook: pre-install,pre-upgrade')
  })

  test('are told about where it is not certain that the image has the program', async () => {
    const ctx = await contextWith(API, { service: { ...migrates, orm: [fact('drizzle')] } })
    expect(at((await written(artifact, ctx)).yaml(`${ORDERS}/values.yaml`), 'migration', 'command')).toEqual([])
    const steps = told(artifact, ctx)
    expect(steps).toContain('"drizzle-kit migrate"')
    expect(steps).toContain('It takes no lock')
  })

  test('that the program applies itself under a lock are left to it', async () => {
    const embedded = {
      ...fact('migrations'),
      evidence: [{ path: 'src/main.rs', rule: 'macro that embeds migrations' }],
    }
    const { paths } = await chart({ migrations: embedded, orm: [fact('sqlx')] })
    expect(paths).not.toContain(`${ORDERS}/templates/migrate.yaml`)
  })
})

describe('answers', () => {
  test('the host is that of production, and without one nothing is invented', async () => {
    const said = await chart({}, { 'ingress-host': 'orders.harbor.test' })
    expect(said.yaml(`${ORDERS}/values-prod.yaml`)['ingress']).toEqual({ host: 'orders.harbor.test' })
    const silent = await chart()
    expect(at(silent.yaml(`${ORDERS}/values.yaml`), 'ingress', 'host')).toBe('')
    expect(silent.yaml(`${ORDERS}/values-prod.yaml`)['ingress']).toBeUndefined()
  })

  test('the registry stands before the name of the image', async () => {
    const { yaml } = await chart({}, { registry: 'registry.harbor.test/team' })
    expect(at(yaml(`${ORDERS}/values.yaml`), 'image', 'repository')).toBe('registry.harbor.test/team/orders')
  })

  test.each([
    ['ingress-host', 'not a host'],
    ['ingress-host', 'https://a.test'],
    ['registry', 'Ghcr.io/{{x}}'],
    ['namespace', 'a_b'],
  ])('%s refuses %s', (key, value) => {
    const question = artifact.questions.find(q => q.key === key)
    expect(question?.type === 'text' && question.validate?.(value)).toEqual(expect.any(String))
  })
})

describe('what is there already', () => {
  test('a chart or manifests of the user are enough', async () => {
    const manifest = 'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: orders\n'
    expect(artifact.audit(await contextOf({ ...API, 'k8s/app.yaml': manifest })).state).toBe('present')
    expect(artifact.audit(await contextOf({ ...API, 'charts/x/Chart.yaml': 'name: x\n' })).state).toBe('present')
    expect(artifact.audit(await contextOf(API)).state).toBe('absent')
  })

  test('a chart of the user in the place of ours is not mixed with ours', async () => {
    const { paths } = await written(artifact, await contextOf({ ...API, [`${ORDERS}/Chart.yaml`]: 'name: orders\n' }))
    expect(paths).toEqual([])
  })

  test('a Prettier of the user is kept from the templates', async () => {
    const files = {
      ...API,
      'package.json': (API['package.json'] ?? '').replace('}}', '},"devDependencies":{"prettier":"^3.0.0"}}'),
      '.prettierrc': '{}',
    }
    const rendered = await renderOne(artifact, await contextOf(files))
    expect(rendered.find(file => file.path === '.prettierignore')).toMatchObject({
      format: 'lines',
      changes: [{ path: ['deploy/helm/*/templates/'] }],
    })
    expect((await renderOne(artifact, await contextOf(API))).map(file => file.path)).not.toContain('.prettierignore')
  })

  test('a hook that takes all YAML for YAML is named', async () => {
    const hooks = 'repos:\n  - repo: x\n    hooks:\n      - id: check-yaml\n'
    const ctx = await contextOf({ ...API, '.pre-commit-config.yaml': hooks })
    expect(told(artifact, ctx)).toContain('check-yaml in .pre-commit-config.yaml')
  })

  test("the user of the user's Dockerfile is that of the Pod", async () => {
    const dockerfile = 'FROM node:24\nCOPY . .\nUSER 1234:1234\nCMD ["node", "server.js"]\n'
    const ctx = await contextOf({ ...API, Dockerfile: dockerfile })
    expect((await written(artifact, ctx)).yaml(`${ORDERS}/values.yaml`)['user']).toBe(1234)
    const root = await contextOf({ ...API, Dockerfile: dockerfile.replace('USER 1234:1234\n', '') })
    expect((await written(artifact, root)).yaml(`${ORDERS}/values.yaml`)['user']).toBe(65532)
  })
})

test('what the image of the user says it writes to can be written to', async () => {
  const dockerfile = 'FROM node:24\nCOPY . .\nVOLUME ["/data", "/var/cache/app/"]\nCMD ["node", "server.js"]\n'
  const plain = await written(artifact, await contextOf({ ...API, Dockerfile: dockerfile }))
  expect(plain.yaml(`${ORDERS}/values.yaml`)['writableFolders']).toEqual(['/tmp', '/data', '/var/cache/app'])
  const file = await contextWith({ ...API, Dockerfile: dockerfile }, { service: { databases: [need('sqlite')] } })
  const values = (await written(artifact, file)).yaml(`${ORDERS}/values.yaml`)
  expect(at(values, 'persistence', 'folder')).toBe('/data')
  expect(values['writableFolders']).toEqual(['/tmp', '/var/cache/app'])
})

test('what the program writes into folders can be written, and the step says how long it stays', async () => {
  const folder = {
    value: 'logs',
    certainty: 'likely' as const,
    evidence: [{ path: 'log.js', line: 3, rule: 'written' }],
  }
  const ctx = await contextWith(API, { service: { writtenFolders: [folder] } })
  expect((await written(artifact, ctx)).yaml(`${ORDERS}/values.yaml`)['writableFolders']).toEqual(['/tmp', '/app/logs'])
  expect(told(artifact, ctx)).toContain('logs (log.js:3) is gone with its Pod')
  const theirs = await contextWith(
    { ...API, Dockerfile: 'FROM node:24\nWORKDIR /srv\nCOPY . .\nCMD ["node", "server.js"]\n' },
    { service: { writtenFolders: [folder] } },
  )
  expect((await written(artifact, theirs)).yaml(`${ORDERS}/values.yaml`)['writableFolders']).toEqual(['/tmp'])
})

test('migrations that each replica may apply as it starts are pointed out', async () => {
  const files = { ...API, 'db.js': "import { migrate } from 'drizzle-orm/node-postgres/migrator'\n" }
  const ctx = await contextWith(files, { service: { migrations: fact('drizzle'), orm: [fact('drizzle')] } })
  expect(told(artifact, ctx)).toContain('whether two replicas of orders may apply its migrations at once')
})

test('migrations of one file of data, applied as the service starts, are nobody else’s task', async () => {
  const known = { migrations: fact('src/migrations'), databases: [need('sqlite')], orm: [] }
  const told = async (files: Readonly<Record<string, string>>): Promise<boolean> =>
    (await chart(known, {}, { ...API, ...files })).text(`${ORDERS}/values.yaml`).includes('migration:')
  expect(await told({ 'src/db.rs': 'use rusqlite_migration::{Migrations, M};\n' })).toBe(false)
  expect(await told({})).toBe(true)
})

test('a service whose port is not known gets no chart that could not work', async () => {
  const ctx = await contextWith(API, { without: ['port'], service: {} })
  expect(artifact.applies(ctx)).toContain('the port that it listens on is not known')
})
