import { spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import net from 'node:net'
import http from 'node:http'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { cli } from '../support/cli.ts'
import { checkout, commitAll, temporaryFolder } from '../support/repository.ts'
import { online } from './managers.ts'
import { serve, type Served } from './served.ts'

/** Services that get the module from the program itself, are built with the lock file as it is, checked and started. */
interface Case {
  readonly fixture: string
  /** File with the routes, and what they are put in front of. */
  readonly routes: readonly [file: string, before: string, text: string]
  readonly program: string
  readonly needs: boolean
}

const WARNING = String.raw`tracing::warn!(api_token = "hunter2", note = "a \"b\"\n\u{1}\u{e9}", load = f64::NAN, "close")`
const AXUM = `        .route("/slow", get(|| async { tokio::time::sleep(std::time::Duration::from_millis(1200)).await; "done" }))
        .route("/late", get(|| async { tokio::time::sleep(std::time::Duration::from_secs(9)).await; "late" }))
        .route("/boom", get(|| async { ${WARNING}; if true { panic!("a secret of the inside") } "never" }))
        .route("/echo", put(|body: String| async move { body }))
`
const ACTIX = `    async fn slow() -> &'static str { actix_web::rt::time::sleep(std::time::Duration::from_millis(1200)).await; "done" }
    async fn late() -> &'static str { actix_web::rt::time::sleep(std::time::Duration::from_secs(9)).await; "late" }
    async fn boom() -> &'static str { ${WARNING}; if true { panic!("a secret of the inside") } "never" }
    config.route("/slow", web::get().to(slow)).route("/late", web::get().to(late)).route("/boom", web::get().to(boom));
    config.route("/parcels/{code}/place", web::put().to(|body: String| async move { body }));
`

const CASES: readonly Case[] = [
  {
    fixture: 'axum-workspace-db',
    routes: ['crates/api/src/lib.rs', '        .with_state(store)', AXUM],
    program: 'parcels-api',
    needs: true,
  },
  {
    fixture: 'actix-workspace',
    routes: ['crates/api/src/main.rs', '    config.service(health)', ACTIX],
    program: 'api',
    needs: false,
  },
]

const ALL = ['health', 'metrics', 'logging', 'correlation-id', 'error-handling', 'headers']

describe.each(CASES)('$fixture', ({ fixture, routes: [file, before, text], program, needs }) => {
  let dir = ''
  let service: Served
  let database = net.createServer()
  const cache = net.createServer()
  const target = process.env['CARGO_TARGET_DIR'] ?? path.join(temporaryFolder(), 'target')
  const cargo = (...args: readonly string[]): void => {
    const env = { ...process.env, CARGO_TARGET_DIR: target, CARGO_INCREMENTAL: '0', CARGO_PROFILE_DEV_DEBUG: '0' }
    const done = spawnSync('cargo', args, { cwd: dir, encoding: 'utf8', timeout: 900_000, env })
    if (done.status !== 0) throw new Error(`cargo ${args.join(' ')}: ${done.stdout}${done.stderr}`)
  }
  const listen = async (server: net.Server, port = 0): Promise<number> => {
    await new Promise<void>(resolve => server.listen(port, '127.0.0.1', resolve))
    return (server.address() as net.AddressInfo).port
  }

  beforeAll(async () => {
    const ports = [await listen(database), await listen(cache)]
    dir = checkout(fixture)
    const added = cli(dir, ['add', ...ALL, '--yes', '--install'], online)
    expect([added.code, added.err]).toEqual([0, expect.any(String)])
    commitAll(dir, 'feat: production')
    cargo('fmt', '--all', '--check')
    cargo('clippy', '--locked', '--workspace', '--all-targets', '--', '-D', 'warnings')
    const source = path.join(dir, file)
    writeFileSync(source, readFileSync(source, 'utf8').replace(before, text + before))
    cargo('build', '--locked')
    const env = {
      DATABASE_URL: `postgres://parcels:secret@127.0.0.1:${String(ports[0])}/parcels`,
      REDIS_URL: `redis://127.0.0.1:${String(ports[1])}`,
      SHUTDOWN_DELAY_MS: '600',
      REQUEST_TIMEOUT_MS: '2000',
      BODY_LIMIT: '2000',
    }
    service = await serve(dir, [], env, '/health', path.join(target, 'debug', program))
  }, 1_800_000)

  afterAll(() => {
    ;(service as Served | undefined)?.child.kill('SIGKILL')
    database.close()
    cache.close()
  })

  it('is ready while what it needs can be reached', async () => {
    expect((await service.ask('/ready')).status).toBe(200)
    if (!needs) return
    const { port } = database.address() as net.AddressInfo
    await new Promise(resolve => database.close(resolve))
    const down = await service.ask('/ready')
    expect([down.status, JSON.parse(down.body)]).toEqual([
      503,
      { status: 'unavailable', checks: { postgres: 'failed', redis: 'ok' } },
    ])
    expect((await service.ask('/metrics')).body).toContain('dependency_up{dependency="postgres"} 0')
    database = net.createServer()
    await listen(database, port)
    expect((await service.ask('/ready')).status).toBe(200)
    expect((await service.ask('/metrics')).body).toContain('dependency_up{dependency="postgres"} 1')
  })

  it('gives an identifier back, and makes one where the client’s could do harm', async () => {
    const plain = await service.ask('/nowhere', { headers: { 'x-request-id': 'a-1.b_2:c' } })
    expect(plain.headers['x-request-id']).toBe('a-1.b_2:c')
    for (const id of ['a b', 'a"b', 'x'.repeat(129)]) {
      const made = await service.ask('/nowhere', { headers: { 'x-request-id': id } })
      expect(made.headers['x-request-id']).toMatch(/^[0-9a-f]{32}$/)
    }
  })

  it.each([
    ['GET', '/nowhere', 404, 'not_found'],
    ['GET', '/boom', 500, 'internal_server_error'],
    ['GET', '/late', 504, 'gateway_timeout'],
  ])('%s %s ends with %i as JSON, with its headers and nothing of the inside', async (method, at, status, error) => {
    const answer = await service.ask(at, { method, headers: { 'x-request-id': 'known' } })
    expect([answer.status, JSON.parse(answer.body)]).toEqual([status, { error, requestId: 'known' }])
    expect(answer.headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'x-request-id': 'known' })
    expect(answer.body).not.toContain('secret')
  })

  it('refuses bodies that are too long, and closes the connection', async () => {
    const at = needs ? '/echo' : '/parcels/a/place'
    const long = await service.ask(at, { method: 'PUT', body: 'x'.repeat(3000) })
    expect([long.status, long.headers.connection]).toEqual([413, 'close'])
    const unsaid = { 'transfer-encoding': 'chunked' }
    const grown = await service.ask(at, { method: 'PUT', body: 'x'.repeat(3000), headers: unsaid })
    expect([grown.status, grown.headers.connection]).toEqual([413, 'close'])
  })

  it('counts by template, and neither probes nor unknown paths and methods make series', async () => {
    await service.ask('/nowhere/1')
    await service.ask('/boom', { method: 'PROPFIND' })
    const { body, headers } = await service.ask('/metrics')
    expect(headers['content-type']).toBe('text/plain; version=0.0.4')
    expect(body).toMatch(
      /http_request_duration_seconds_bucket\{method="GET",route="unmatched",status="404",le="0\.005"\} \d/,
    )
    expect(body).toMatch(/http_request_duration_seconds_count\{method="GET",route="\/boom",status="500"\} 1/)
    expect(body).toMatch(/method="other"/)
    expect(body).not.toMatch(/nowhere|route="\/(health|ready|metrics)"|PROPFIND/)
    for (const name of ['cpu_seconds_total', 'resident_memory_bytes', 'start_time_seconds', 'open_fds', 'max_fds'])
      expect(body).toMatch(new RegExp(`^process_${name} \\d`, 'm'))
  })

  it('writes a line of JSON for each request, and none for probes; all that is logged in one has its identifier, and no secret is written', () => {
    const lines = service
      .output()
      .split('\n')
      .filter(line => line.startsWith('{'))
    const read = lines.map(line => JSON.parse(line) as Record<string, unknown>)
    expect(read).toContainEqual(
      expect.objectContaining({ message: 'request', request_id: 'known', status: 500, route: '/boom' }),
    )
    const [known, api_token, note] = ['known', '[redacted]', 'a "b"\n\u0001é']
    expect(read).toContainEqual(expect.objectContaining({ message: 'panicked', request_id: known }))
    expect(read).toContainEqual(
      expect.objectContaining({ level: 'WARN', message: 'close', request_id: known, api_token, note, load: null }),
    )
    expect(read.filter(line => /^\/(health|ready|metrics)/.test(String(line['path'])))).toEqual([])
  })

  it('leaves what is no question to the service, on the paths of probes as well', async () => {
    for (const at of ['/ready', '/metrics']) {
      expect((await service.ask(at, { method: 'HEAD' })).status).toBe(200)
      const posted = await service.ask(at, { method: 'POST' })
      expect([posted.status, posted.headers['x-content-type-options']]).toEqual([404, 'nosniff'])
    }
  })

  it('drains: it fails readiness, lets requests in flight finish, closes what is idle, and ends with 0', async () => {
    const agent = new http.Agent({ keepAlive: true })
    await service.ask('/health', { agent })
    const raw = net.connect(service.port, '127.0.0.1')
    raw.on('error', () => undefined)
    const slow = service.ask('/slow', { agent: new http.Agent({ keepAlive: true }) })
    await sleep(150)
    service.child.kill('SIGTERM')
    await sleep(150)
    expect([(await service.ask('/ready')).status, (await service.ask('/health')).status]).toEqual([503, 200])
    const done = await slow
    expect([done.status, done.body, done.headers.connection]).toEqual([200, 'done', 'close'])
    expect(await Promise.race([service.ended, sleep(4000, 'still there')])).toBe(0)
    agent.destroy()
    raw.destroy()
  })
})
