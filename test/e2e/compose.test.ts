import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { parse } from 'yaml'
import { PLACES } from '../../src/contract/places.ts'
import { installAll } from '../tools/install.ts'
import { TOOLS } from '../tools/tools.ts'
import { docker, DOCKER_ENV, provide } from './engine.ts'
import { basesOf } from './image.ts'
import { casesIn } from './repositories.ts'
import { prepared } from './chain/package.ts'
import { SERVICES } from './chain/services.ts'

/**
 * The local stack is started as its first lines say, with stand-ins of the images that it names; what watches it has none. Its image is
 * built beforehand, because compose itself builds with a plugin of Docker that Debian does not have.
 */

interface Stack {
  readonly services: Readonly<Record<string, { readonly image?: string; readonly profiles?: readonly string[] }>>
}

interface Row {
  readonly Service: string
  readonly State: string
  readonly Health: string
}

const [service] = SERVICES
let dir = ''

const compose = (...args: readonly string[]): string =>
  execFileSync('docker-compose', args, {
    cwd: dir,
    env: { ...process.env, ...DOCKER_ENV },
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  })

beforeAll(async () => {
  const tools = await installAll(
    TOOLS.filter(({ name }) => name === 'docker-compose'),
    false,
    () => undefined,
  )
  process.env['PATH'] = [...tools.flatMap(({ bin }) => bin ?? []), process.env['PATH'] ?? ''].join(path.delimiter)
})

afterAll(() => {
  if (dir !== '') compose('down', '--volumes', '--timeout', '2')
})

test('the local stack starts in the order of its health, and keeps its data', async () => {
  if (service === undefined) throw new Error('no service')
  dir = prepared(service).dir
  const item = (await casesIn(service.fixture, dir)).find(one => one.service.id === service.id)
  const text = readFileSync(path.join(dir, PLACES.compose), 'utf8')
  const { services } = parse(text) as Stack
  const images = Object.values(services).flatMap(({ image, profiles }) => (profiles ? [] : (image ?? [])))
  const named = images.filter(image => image.startsWith('docker.io/')).map(image => image.split('/').at(-1) ?? '')
  expect(named.length).toBe(2)
  if (item === undefined) throw new Error(`${service.id} is not among the services`)
  await provide([...basesOf(item), ...named])
  writeFileSync(path.join(dir, '.env'), 'POSTGRES_PASSWORD=harbor7\n')

  const image = services[service.id]?.image ?? ''
  const { build } = services[service.id] as { readonly build: { readonly context: string } }
  await docker(['build', '--tag', image, build.context], { cwd: dir })
  const told = /^# docker compose (up [\w -]+)/m.exec(text)?.[1]?.split(' ') ?? []
  const up = told.filter(flag => flag !== '--build')
  expect(up.length).toBe(told.length - 1)
  compose(...up)
  const rows = compose('ps', '--format', 'json')
    .trim()
    .split('\n')
    .map(line => JSON.parse(line) as Row)
  expect(rows.map(({ State }) => State)).toEqual(rows.map(() => 'running'))
  expect(rows.map(({ Service }) => Service).sort()).toEqual(['postgres', 'redis', service.id])
  const ready = await fetch('http://127.0.0.1:8080/ready')
  expect([ready.status, await ready.text()]).toEqual([200, expect.stringContaining('"postgres":"ok"')])

  const sql = (statement: string): string =>
    compose(
      'exec',
      '-T',
      'postgres',
      'psql',
      '--username',
      'app',
      '--tuples-only',
      '--no-align',
      '--command',
      statement,
    )
  sql(service.schema)
  compose('down', '--timeout', '2')
  compose(...up)
  expect(sql(`select count(*) from ${service.table}`).trim()).toBe('1')
  expect((await fetch(`http://127.0.0.1:8080${service.reads.path}`)).status).toBe(200)
})
