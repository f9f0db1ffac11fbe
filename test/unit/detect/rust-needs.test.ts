import { describe, expect, it } from 'vitest'
import { all, cargo, serviceOf, type Files } from './read.ts'

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
