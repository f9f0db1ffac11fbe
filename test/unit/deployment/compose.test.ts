import { describe, expect, test } from 'vitest'
import { artifact } from '../../../generators/deployment/compose/index.ts'
import type { Service } from '../../../src/detect/types.ts'
import { contextOf, renderOne } from '../../support/context.ts'
import { contextWith } from '../build/support.ts'
import { API, at, need, variable, WORKER, told, written, type Table } from './support.ts'

const WITH_NEEDS: Partial<Service> = {
  databases: [need('postgres')],
  cache: [need('redis')],
  variables: [
    variable('DATABASE_URL', { secret: true, required: true }),
    variable('REDIS_URL', { secret: true, default: 'redis://localhost:6379' }),
    variable('STRIPE_KEY', { secret: true, required: true }),
  ],
}

async function stack(service: Partial<Service> = {}, files = API): Promise<Table> {
  return (await written(artifact, await contextWith(files, { service }))).yaml('compose.yaml')
}

describe('the services of the repository', () => {
  test('are built here and reached from this machine only', async () => {
    const orders = at(await stack(), 'services', 'orders')
    expect(at(orders, 'build')).toEqual({ context: '.' })
    expect(at(orders, 'ports')).toEqual(['127.0.0.1:3000:3000'])
  })

  test('start when what they need is healthy, and are told where it is', async () => {
    const compose = await stack(WITH_NEEDS)
    expect(at(compose, 'services', 'orders', 'depends_on')).toEqual({
      postgres: { condition: 'service_healthy' },
      redis: { condition: 'service_healthy' },
    })
    expect(at(compose, 'services', 'orders', 'environment')).toEqual({
      DATABASE_URL: 'postgres://app:${POSTGRES_PASSWORD}@postgres:5432/app',
      REDIS_URL: 'redis://redis:6379',
      STRIPE_KEY: null,
    })
    for (const name of ['postgres', 'redis']) expect(at(compose, 'services', name, 'healthcheck')).toBeDefined()
  })

  test('share no port of this machine', async () => {
    const folder = (name: string): Readonly<Record<string, string>> =>
      Object.fromEntries(Object.entries(API).map(([path, text]) => [`${name}/${path}`, text.replace('orders', name)]))
    const services = (await stack({}, { ...folder('cart'), ...folder('users') }))['services'] as Table
    expect(Object.values(services).map(service => at(service, 'ports'))).toEqual([
      ['127.0.0.1:3000:3000'],
      ['127.0.0.1:3001:3000'],
    ])
  })

  test('a worker publishes nothing', async () => {
    expect(at(await stack({}, WORKER), 'services', 'mailer', 'ports')).toBeUndefined()
  })

  test('a dollar sign of a path is no variable', async () => {
    const files = Object.fromEntries(Object.entries(API).map(([path, text]) => [`a$HOME/${path}`, text]))
    const ctx = await contextOf({
      ...files,
      'a$HOME/Dockerfile': 'FROM node:24\nCOPY . .\nCMD ["node", "server.js"]\n',
    })
    const { yaml } = await written(artifact, ctx)
    expect(at(yaml('compose.yaml'), 'services', 'orders', 'build', 'context')).toBe('./a$$HOME')
  })
})

describe('every container', () => {
  test('has no right that it does not need, and a limit', async () => {
    const services = Object.entries((await stack(WITH_NEEDS))['services'] as Table)
    expect(services.map(([name]) => name)).toEqual(['orders', 'postgres', 'redis'])
    for (const [, service] of services) {
      expect(service).toMatchObject({ read_only: true, cap_drop: ['ALL'], security_opt: ['no-new-privileges:true'] })
      expect(at(service, 'deploy', 'resources', 'limits', 'memory')).toEqual(expect.any(String))
    }
  })

  test('of others is of an exact version, and on a network without a way out', async () => {
    const compose = await stack(WITH_NEEDS)
    for (const name of ['postgres', 'redis']) {
      expect(at(compose, 'services', name, 'image')).toMatch(/:\d+\.\d+/)
      expect(at(compose, 'services', name, 'networks')).toEqual(['backend'])
    }
    expect(at(compose, 'networks', 'backend', 'internal')).toBe(true)
  })
})

test('what a service runs without is not started', async () => {
  expect(Object.keys((await stack({ databases: [need('postgres', true)] }))['services'] as Table)).toEqual(['orders'])
})

test('an image of the user may write where it likes: nobody knows where it does', async () => {
  const files = { ...API, Dockerfile: 'FROM node:24\nCOPY . .\nCMD ["node", "server.js"]\n' }
  const orders = at(await stack({}, files), 'services', 'orders')
  expect(at(orders, 'read_only')).toBeUndefined()
  expect(at(orders, 'security_opt')).toEqual(['no-new-privileges:true'])
})

describe('secrets', () => {
  test('are in no file, and git is kept from the one that people put them into', async () => {
    const ctx = await contextWith(API, { service: WITH_NEEDS })
    const rendered = await renderOne(artifact, ctx)
    expect(at((await stack(WITH_NEEDS))['services'], 'postgres', 'environment', 'POSTGRES_PASSWORD')).toBeNull()
    expect(rendered.find(file => file.path === '.gitignore')).toMatchObject({ changes: [{ path: ['.env'] }] })
    expect(artifact.next?.(ctx, {})[0]).toContain('Put POSTGRES_PASSWORD, STRIPE_KEY into .env')
  })

  test.each(['.env', '.env*', '/.env', '*.env'])('a .gitignore with %s is left as it is', async line => {
    const ctx = await contextWith({ ...API, '.gitignore': `${line}\n` }, { service: WITH_NEEDS })
    expect((await renderOne(artifact, ctx)).map(file => file.path)).toEqual(['compose.yaml'])
  })
})

describe('what watches the stack', () => {
  const prometheus = { 'deploy/prometheus/prometheus.yml': 'scrape_configs: []\n' }

  test('is there once Prometheus has a configuration, and only when it is asked for', async () => {
    expect(Object.keys((await stack())['services'] as Table)).toEqual(['orders'])
    const services = (await stack(WITH_NEEDS, { ...API, ...prometheus }))['services'] as Table
    expect(Object.keys(services)).toEqual([
      'orders',
      'postgres',
      'redis',
      'prometheus',
      'postgres-exporter',
      'redis-exporter',
    ])
    expect(at(services, 'prometheus', 'profiles')).toEqual(['observability'])
    expect(at(services, 'prometheus', 'volumes')).toContain('./deploy/prometheus:/etc/prometheus:ro')
  })

  test('Grafana does not take the port of a service', async () => {
    const grafana = { 'deploy/grafana/provisioning/datasources/a.yml': 'apiVersion: 1\n' }
    const services = (await stack({}, { ...API, ...prometheus, ...grafana }))['services'] as Table
    expect(at(services, 'grafana', 'ports')).toEqual(['127.0.0.1:3001:3000'])
  })
})

describe('what is there already', () => {
  test.each(['docker-compose.yml', 'compose.yml', 'deploy/docker-compose.prod.yaml'])('%s is enough', async path => {
    expect(artifact.audit(await contextOf({ ...API, [path]: 'services: {}\n' })).state).toBe('present')
  })

  test('a file that docker compose reads is not put aside by one of ours', async () => {
    const ctx = await contextOf({ ...API, 'docker-compose.yml': 'services: {}\n' })
    expect(await renderOne(artifact, ctx)).toEqual([])
  })

  test.each(['tests/docker-compose.yml', 'docker-compose.test.yml', '.devcontainer/docker-compose.yml'])(
    '%s is no stack of the service',
    async path => {
      expect(artifact.audit(await contextOf({ ...API, [path]: 'services: {}\n' })).state).toBe('absent')
    },
  )
})

describe('the updater', () => {
  const dependabot = { '.github/dependabot.yml': 'version: 2\nupdates: []\n' }

  test('looks after the images where Dependabot is used', async () => {
    const rendered = await renderOne(artifact, await contextWith({ ...API, ...dependabot }, { service: WITH_NEEDS }))
    expect(rendered.find(file => file.path === '.github/dependabot.yml')).toMatchObject({
      changes: [{ value: { 'package-ecosystem': 'docker-compose', directory: '/' } }],
    })
  })

  test('is not told about a stack without images of others', async () => {
    expect((await renderOne(artifact, await contextOf({ ...API, ...dependabot }))).map(file => file.path)).toEqual([
      'compose.yaml',
    ])
  })
})

test('what has no container is named', async () => {
  const ctx = await contextWith(API, { service: { queues: [need('kafka')] } })
  expect(told(artifact, ctx)).toContain('Add kafka to compose.yaml')
})

test('what a program writes into a folder is in a volume of its own', async () => {
  const folder = { value: 'var/up', certainty: 'likely' as const, evidence: [] }
  const ctx = await contextWith(API, { service: { writtenFolders: [folder] } })
  const file = (await written(artifact, ctx)).yaml('compose.yaml')
  expect(at(file, 'services', 'orders', 'volumes')).toEqual(['orders-var-up:/app/var/up'])
  expect(at(file, 'services', 'orders', 'read_only')).toBe(true)
  expect(Object.keys(at(file, 'volumes') as object)).toContain('orders-var-up')
})
