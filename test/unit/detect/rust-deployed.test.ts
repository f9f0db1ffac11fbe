import { describe, expect, it } from 'vitest'
import { all, cargo, factsOf, said, serviceOf, type Files } from './read.ts'

const AXUM = ['axum = "0.8"', 'tokio = { version = "1", features = ["full"] }']

describe('a tool for people with a preview among its commands', () => {
  const files: Files = {
    'Cargo.toml': cargo([...AXUM, 'clap_complete = "4"']).replace('"api"', '"pages"'),
    'src/main.rs':
      'mod preview;\nfn main() { match args() { Command::Preview => preview::show_pages(), _ => build() } }\n',
    'src/preview.rs': 'pub fn show_pages() { axum::serve(listener, app()) }\n',
  }
  it('is no service where nothing in the repository runs it', async () => {
    expect((await factsOf(files)).services).toEqual([])
  })

  it.each([
    ['an image has it', 'Dockerfile', 'FROM debian\nCOPY --from=build /out/pages /usr/local/bin/\n'],
    ['systemd starts it', 'deploy/pages.service', '[Service]\nExecStart=/usr/bin/pages preview\n'],
  ])('is a service where %s', async (_, path, text) => {
    expect(said((await serviceOf({ ...files, [path]: text })).workload)).toBe('http')
  })

  it('is a service where it is called a server', async () => {
    const named = { ...files, 'Cargo.toml': files['Cargo.toml']?.replace('"pages"', '"pages-server"') ?? '' }
    expect(said((await serviceOf(named)).workload)).toBe('http')
  })

  it('is no service for the unit of another program', async () => {
    const unit = { 'deploy/db.service': '[Service]\nExecStart=/usr/bin/db --for pages-of-others\n' }
    expect((await factsOf({ ...files, ...unit })).services).toEqual([])
  })
})

describe('a server that starts containers', () => {
  const files = (dependencies: readonly string[], more = ''): Files => ({
    'Cargo.toml': cargo([...AXUM, ...dependencies], more),
    'src/main.rs': 'fn main() { axum::serve(listener, app()) }\n',
    Dockerfile: 'FROM scratch\nENTRYPOINT ["/api"]\n',
  })
  it('is for tests where it always does', async () => {
    const { services, nonServices } = await factsOf(files(['testcontainers = "0.25"']))
    expect([services, nonServices.map(({ reason }) => reason)]).toEqual([[], ['tests']])
  })

  it.each([
    ['a feature for tests', files(['testcontainers = { version = "0.25", optional = true }'])],
    ['its own tests', files([], '\n[dev-dependencies]\ntestcontainers = "0.25"\n')],
  ])('is a service where only %s needs them', async (_, made) => {
    expect(said((await serviceOf(made)).workload)).toBe('http')
  })
})

describe('a port that the code does not say', () => {
  const files: Files = {
    'Cargo.toml': cargo(['axum = "0.8"', 'toml = "0.9"']),
    'src/main.rs': 'fn main() { axum::serve(TcpListener::bind(settings().place), app()) }\n',
    Dockerfile: 'FROM scratch\nCOPY --from=build /out/api /\nCMD ["/api"]\n',
  }
  const compose = (...services: readonly string[]): Files => ({
    ...files,
    'compose.yaml': `services:\n${services.map((more, i) => `  s${i}:\n    build: .\n    ${more}\n`).join('')}`,
  })
  const portOf = async (made: Files): Promise<number | undefined> => said((await serviceOf(made)).port)

  it('is the one that a compose file publishes of its image', async () => {
    const { port } = await serviceOf(compose('ports: ["80:4700"]'))
    expect([port?.value, port?.certainty, port?.evidence[0]?.path]).toEqual([4700, 'likely', 'compose.yaml'])
  })

  it('is that of the compose service which calls the program', async () => {
    expect(await portOf(compose('ports: ["80:4700"]', 'command: /api\n    ports: ["81:4800"]'))).toBe(4800)
  })

  it('is not known where compose files disagree, or build another image', async () => {
    expect(await portOf(compose('ports: ["80:4700"]', 'ports: ["81:4800"]'))).toBeUndefined()
    const other = 'services:\n  web:\n    build: { context: ., dockerfile: web.Dockerfile }\n    ports: ["80:4700"]\n'
    expect(await portOf({ ...files, 'compose.yaml': other })).toBeUndefined()
  })

  it('stands in a file of settings that is called after the program', async () => {
    const settings = '[general]\nbind_address = "127.0.0.1:4900"\n'
    expect(await portOf({ ...files, 'api.toml': settings })).toBe(4900)
    expect(await portOf({ ...files, 'other.toml': settings })).toBeUndefined()
  })
})

it('a port that the program only asks whether it is free is not its own', async () => {
  const service = await serviceOf({
    'Cargo.toml': cargo(AXUM),
    'src/main.rs': 'mod check;\nmod serve;\nfn main() { if check::is_free() { serve::listen_for_all() } }\n',
    'src/check.rs': 'pub fn is_free() -> bool { std::net::TcpListener::bind("127.0.0.1:9555").is_ok() }\n',
    'src/serve.rs': `pub fn listen_for_all() { axum::serve(TcpListener::bind(address()).await, app()) }
impl Options {
  fn http_port(&self) -> Option<u16> {
    if self.plain || self.http_port.is_some() { Some(self.http_port.unwrap_or(4150)) } else { None }
  }
}
`,
  })
  expect(said(service.port)).toBe(4150)
})

it('the health check of an image says which path answers, though its host and port are variables', async () => {
  const check = async (address: string): Promise<readonly string[]> =>
    all(
      (
        await serviceOf({
          'Cargo.toml': cargo(AXUM),
          'src/main.rs': 'fn main() { axum::serve(TcpListener::bind("0.0.0.0:4000"), app()) }\n',
          'Containerfile.alpine': `FROM alpine\nHEALTHCHECK --interval=1m CMD wget -q "${address}" -O -\nENTRYPOINT ["/api"]\n`,
        })
      ).healthPaths,
    )
  expect(await check('http://$API_HOST:$API_PORT/about')).toEqual(['/about'])
  expect(await check('http://${API_HOST:-localhost}:4000/about')).toEqual(['/about'])
  expect(await check('http://elsewhere.example:4000/about')).toEqual([])
})

it('Redis is optional where it is one of the stores that a listed type names, beside files', async () => {
  const needs = async (derived: string): Promise<unknown> =>
    (
      await serviceOf({
        'Cargo.toml': cargo([...AXUM, 'redis = "1"']),
        'src/main.rs': 'mod store;\nfn main() { axum::serve(a, b); }\n',
        'src/store.rs': `#[derive(${derived})]\npub enum Store { Files, Redis }\n`,
      })
    ).cache.map(({ value, optional }) => [value, optional])
  expect(await needs('Clone, EnumIter')).toEqual([['redis', true]])
  expect(await needs('Clone')).toEqual([['redis', false]])
})
