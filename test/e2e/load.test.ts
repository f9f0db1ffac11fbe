import { spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import { artifact } from '../../generators/testing/load/index.ts'
import { renderOne } from '../support/context.ts'
import { temporaryFolder } from '../support/repository.ts'
import { shop } from '../unit/observability/support.ts'
import { provideK6 } from './chain/tools.ts'
import { clean, runK6, type Run } from './k6.ts'
import { hasWhatItNeeds } from './needed.ts'

/** The load test before k6 itself: every profile is one, promises that are kept pass, and those that are broken fail. */

const missing = await provideK6()
const PROFILES = ['smoke', 'load', 'stress', 'spike', 'soak', 'breakpoint']

interface Requirements {
  readonly maxVUs: number
  readonly thresholds: Readonly<Record<string, unknown>>
}

hasWhatItNeeds('the load test before k6', missing)

describe.skipIf(missing.length > 0)('k6', () => {
  const dir = temporaryFolder()
  let server: Server | undefined

  beforeAll(async () => {
    const routes = ['/orders', '/orders/:id', '/users/{name}'].map(value => ({
      value,
      method: 'GET' as const,
      certainty: 'certain' as const,
      evidence: [],
    }))
    const ctx = await shop({ change: service => ({ ...service, routes }) })
    const rendered = await renderOne(artifact, ctx, { 'load-parameters': ['id=42', 'name=ada'] })
    mkdirSync(path.join(dir, 'load/shop'), { recursive: true })
    for (const file of rendered)
      if (file.type === 'file' && file.path.startsWith('load/')) writeFileSync(path.join(dir, file.path), file.text)
  })

  afterEach(() => {
    server?.close()
    server = undefined
  })

  /** A service that answers so, on a free port of this machine. */
  async function serving(status: () => number, milliseconds: number): Promise<string> {
    server = createServer((_request, response) => {
      setTimeout(() => response.writeHead(status()).end('ok'), milliseconds)
    })
    await new Promise<void>(done => server?.listen(0, '127.0.0.1', done))
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  }

  const inspected = (env: Readonly<Record<string, string>>): Run => {
    const args = ['inspect', '--include-system-env-vars', '--execution-requirements', 'load/shop/main.js']
    const { status, stdout, stderr } = spawnSync('k6', args, {
      cwd: dir,
      env: { ...clean(), ...env },
      encoding: 'utf8',
    })
    return { code: status, output: status === 0 ? stdout : stderr }
  }

  const run = (env: Readonly<Record<string, string>>): Promise<Run> => runK6(dir, 'load/shop/main.js', env)

  it.each(PROFILES)('knows the profile %s, and what it needs', profile => {
    const { code, output } = inspected({ PROFILE: profile })
    expect([code, output]).toEqual([0, expect.any(String)])
    const { maxVUs, thresholds } = JSON.parse(output) as Requirements
    expect(Object.keys(thresholds)).toContain('http_req_duration')
    expect(profile === 'smoke' ? maxVUs <= 20 : maxVUs >= 1000).toBe(true)
  })

  it.each([
    [{ PROFILE: 'heavy' }, /PROFILE is one of smoke, load/],
    [{ BASE_URL: 'https://shop.example.org' }, /ALLOW_REMOTE=1/],
    [{ BASE_URL: 'http://localhost@shop.example.org' }, /ALLOW_REMOTE=1/],
    [{ USERS: 'many' }, /USERS is a number above 0/],
    [{ ROUTES: '/nowhere' }, /ROUTES names no route/],
  ])('refuses %o', (env, message) => {
    const { code, output } = inspected(env)
    expect(code).not.toBe(0)
    expect(output).toMatch(message)
  })

  it('asks another machine when that is what is meant', () => {
    expect(inspected({ BASE_URL: 'https://shop.example.org', ALLOW_REMOTE: '1' }).code).toBe(0)
  })

  it.each(['smoke', 'load'])('passes the profile %s when promises are kept', async profile => {
    const BASE_URL = await serving(() => 200, 2)
    const summary = path.join(dir, `${profile}.xml`)
    const { code, output } = await run({ ...rehearsal(profile), BASE_URL, SUMMARY_JUNIT: summary })
    expect([code, output]).toEqual([0, expect.stringContaining('http_req_duration{name:/users/{name}}: p(99)<1000')])
    expect(output).not.toContain('BROKEN')
    expect(readFileSync(summary, 'utf8')).toContain('failures="0"')
  })

  it('leaves no request out while answers take nearly as long as is promised', async () => {
    const { code, output } = await run({ ...rehearsal('load'), BASE_URL: await serving(() => 200, 400) })
    expect([code, output]).toEqual([0, expect.stringMatching(/kept +dropped_iterations/)])
  })

  it.each(['smoke', 'load'])('fails the profile %s when the service is slow', async profile => {
    const { code, output } = await run({ ...rehearsal(profile), BASE_URL: await serving(() => 200, 1200) })
    expect(code).toBe(99)
    expect(output).toMatch(/BROKEN +http_req_duration: p\(99\)<1000/)
  })

  it.each(['smoke', 'load'])('fails the profile %s when the service fails', async profile => {
    let asked = 0
    const { code, output } = await run({
      ...rehearsal(profile),
      BASE_URL: await serving(() => (asked++ % 5 === 4 ? 500 : 200), 2),
    })
    expect(code).toBe(99)
    expect(output).toMatch(/BROKEN +http_req_failed: rate<0.001/)
    expect(output).toMatch(/BROKEN +checks/)
  })
})

/** Few users for a few seconds. */
function rehearsal(profile: string): Readonly<Record<string, string>> {
  return { PROFILE: profile, PACE: profile === 'smoke' ? '0.4' : '0.02', USERS: '20', PAUSE: '1' }
}
