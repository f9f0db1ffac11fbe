import { describe, expect, it } from 'vitest'
import { all, cargo, crate, factsOf, said, serviceOf, workspace, type Files } from './read.ts'

const service = (dependencies: readonly string[], more = ''): Files => ({
  'Cargo.toml': cargo(['axum = "0.8"', ...dependencies], more),
  'src/main.rs':
    '#[tokio::main]\nasync fn main() { axum::serve(TcpListener::bind("0.0.0.0:3000").await?, app()).await }\n',
})

describe('what a Rust service stores its data in', () => {
  const cases: readonly (readonly [string, readonly string[], readonly string[], readonly string[]])[] = [
    ['a driver of rbatis', ['rbatis = "4"', 'rbdc-mysql = "4"'], ['mysql'], ['rbatis', 'rbdc-mysql']],
    ['a feature of ormlite', ['ormlite = { version = "0.24", features = ["postgres"] }'], ['postgres'], ['ormlite']],
    [
      'a fork under the name of what it replaces',
      ['diesel = { version = "2", package = "our_diesel", features = ["postgres", "r2d2"] }'],
      ['postgres'],
      ['diesel'],
    ],
    [
      'a crate under another name, which counts by its own',
      ['diesel = { version = "0.7", package = "tokio-postgres" }'],
      ['postgres'],
      ['tokio-postgres'],
    ],
  ]
  it.each(cases)('is shown by %s', async (_, dependencies, databases, orm) => {
    const found = await serviceOf(service(dependencies))
    expect([all(found.databases), all(found.orm)]).toEqual([databases, orm])
  })

  it('may be chosen by a feature that names a fork as the package does', async () => {
    const found = await serviceOf(
      service(['diesel = { version = "2", package = "our_diesel" }'], '\n[features]\nmysql = ["diesel/mysql"]\n'),
    )
    expect(found.databases.map(need => [need.value, need.optional])).toEqual([['mysql', true]])
  })
})

describe('a broker that a Rust service sends to', () => {
  const declared = (fields: string): Files => ({
    ...service(['rdkafka = "0.38"']),
    'src/settings.rs': `pub struct Settings {\n${fields}\n}\n`,
  })
  const cases: readonly (readonly [string, string, boolean])[] = [
    ['may be left out where all that is set for it may be', 'kafka_config: Option<BrokerConfig>,', true],
    ['is needed where what is set for it may not be left out', 'kafka_config: BrokerConfig,', false],
    [
      'is needed where its address may not be left out, as the rest may',
      'kafka_config: Option<BrokerConfig>,\nkafka_brokers_url: String,',
      false,
    ],
    [
      'is needed where one place asks for what another one may leave out',
      'kafka_config: Option<BrokerConfig>,\n}\npub struct Read {\nkafka_config: BrokerConfig,',
      false,
    ],
  ]
  it.each(cases)('%s', async (_, fields, optional) => {
    const found = await serviceOf(declared(fields))
    expect(found.queues.map(need => [need.value, need.optional])).toEqual([['kafka', optional]])
  })
})

describe('a cache or a queue that a Rust program has a client for', () => {
  const clients = ['redis = "0.32"', 'lapin = "3"']
  const needed = async (code: string): Promise<readonly string[]> => {
    const files = service(clients)
    const { cache, queues } = await serviceOf({ ...files, 'src/main.rs': `${files['src/main.rs'] ?? ''}${code}` })
    return [...cache, ...queues].map(({ value, optional }) => `${optional ? 'may use' : 'needs'} ${value}`)
  }

  it('is optional where no code speaks of it', async () => {
    expect(await needed('')).toEqual(['may use redis', 'may use rabbitmq'])
    expect(await needed('// redis::Client, amqp\n')).toEqual(['may use redis', 'may use rabbitmq'])
  })

  it.each([
    ['its client', 'fn open() { lapin::Connection::connect(url()); }\n', ['may use redis', 'needs rabbitmq']],
    ['its address', 'fn open() { connect("redis://cache:6379"); }\n', ['needs redis', 'may use rabbitmq']],
    ['a variable', 'fn open() { connect(var("REDIS_URL")); }\n', ['needs redis', 'may use rabbitmq']],
  ])('is needed where code names %s', async (_, code, expected) => {
    expect(await needed(code)).toEqual(expected)
  })
})

it('migrations that are a project of their own in the folder of a program are those of the program', async () => {
  const files = (folder: string): Files => ({
    ...service(['sea-orm = { version = "1", features = ["sqlx-postgres"] }']),
    [`${folder}/Cargo.toml`]: `[workspace]\n${cargo(['sea-orm-migration = "1"'])}`.replace(
      'name = "api"',
      'name = "steps"',
    ),
    [`${folder}/src/main.rs`]: 'fn main() { cli::run_cli(steps::Steps) }\n',
    [`${folder}/src/lib.rs`]: 'pub struct Steps;\n',
  })
  expect(said((await serviceOf(files('migration'))).migrations)).toBe('migration')
  expect(said((await serviceOf(files('other/migration'))).migrations)).toBeUndefined()
})

describe('a member of a workspace that is a program and the client of it', () => {
  const files = (library: string, more: Files = {}): Files => ({
    'Cargo.toml': workspace('gate', 'comets', 'store'),
    'gate/Cargo.toml': crate('gate', ['axum = "0.8"', 'comets = { path = "../comets" }']),
    'gate/src/main.rs':
      '#[tokio::main]\nasync fn main() { comets::ask(); axum::serve(TcpListener::bind("0.0.0.0:8601").await?, app()).await }\n',
    'comets/Cargo.toml': crate('comets', ['axum = "0.8"', 'tokio-postgres = "0.7"', 'store = { path = "../store" }']),
    'comets/src/lib.rs': library,
    'comets/src/main.rs':
      'mod kept;\n#[tokio::main]\nasync fn main() { kept::open(); axum::serve(TcpListener::bind("0.0.0.0:8602").await?, app()).await }\n',
    'comets/src/kept.rs': 'pub fn open() { tokio_postgres::connect(url(), NoTls); store::open(); }\n',
    'store/Cargo.toml': crate('store', ['redis = "0.32"']),
    'store/src/lib.rs': 'pub fn open() { redis::Client::open(url()); }\n',
    ...more,
  })
  const needs = async (given: Files): Promise<unknown> =>
    (await factsOf(given)).services.map(({ path, databases, cache }) => [path, all(databases), all(cache)])
  const program = ['comets', ['postgres'], ['redis']]

  it('hands on what its library uses alone', async () => {
    expect(await needs(files('pub fn ask() {}\n'))).toEqual([program, ['gate', [], []]])
  })

  it.each([
    ['leads to the same code', 'pub mod kept;\npub fn ask() {}\n'],
    ['names them itself', 'pub fn ask(client: tokio_postgres::Client) { store::open() }\n'],
    ['is not all known', 'pub mod unseen;\npub fn ask() {}\n'],
  ])('hands on all of it where the library %s', async (_, library) => {
    expect(await needs(files(library))).toEqual([program, ['gate', ['postgres'], ['redis']]])
  })
})
