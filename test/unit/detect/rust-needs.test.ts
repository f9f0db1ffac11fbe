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
