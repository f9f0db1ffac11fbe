import { describe, expect, it } from 'vitest'
import { cargo, crate, factsOf, said, serviceOf, workspace, type Files } from './read.ts'

it('SQLite is optional where it is one of the stores that a setting chooses among, beside files', async () => {
  const files = (stores: string): Files => ({
    'Cargo.toml': cargo(['axum = "0.8"', 'rusqlite = "0.37"', 'serde = "1"']),
    'src/main.rs': `mod store;\nfn main() { axum::serve(a, b); }\n`,
    'src/store.rs': `#[derive(Deserialize)]\npub enum Store { ${stores} }\n`,
  })
  const needs = async (stores: string): Promise<unknown> =>
    (await serviceOf(files(stores))).databases.map(({ value, optional }) => [value, optional])
  expect(await needs('File(FileStore), Sqlite(SqliteStore)')).toEqual([['sqlite', true]])
  expect(await needs('Big(Store), Sqlite(SqliteStore)')).toEqual([['sqlite', false]])
})

describe('a database behind a feature of a library', () => {
  const files = (features: string): Files => ({
    'Cargo.toml': workspace('app', 'store'),
    'app/Cargo.toml': crate(
      'app',
      ['axum = "0.8"', 'store = { path = "../store" }'],
      '\n[features]\nrelease = ["store/postgres"]\n',
    ),
    'app/src/main.rs': 'fn main() { axum::serve(a, b); }\n',
    'store/Cargo.toml': crate(
      'store',
      ['sqlx = { version = "0.8", optional = true, features = ["postgres"] }'],
      `\n[features]\n${features}\n`,
    ),
    'store/src/lib.rs': 'pub fn open() {}\n',
  })
  it.each([
    ['by the name of the crate', 'postgres = ["sqlx"]'],
    ['by another feature', 'postgres = ["sql"]\nsql = ["dep:sqlx"]'],
  ])('may be chosen where it is switched on %s', async (_, features) => {
    const { databases } = await serviceOf(files(features))
    expect(databases.map(({ value, optional }) => [value, optional])).toEqual([['postgres', true]])
  })

  it('is none where the feature switches on something else', async () => {
    expect((await serviceOf(files('postgres = []\nother = ["sqlx"]'))).databases).toEqual([])
  })
})

describe('texts of licences that are called by their identifiers', () => {
  const licensed = async (manifest: string, ...texts: readonly string[]): Promise<string | undefined> => {
    const files = Object.fromEntries(texts.map(id => [`LICENSES/${id}.txt`, 'Terms.\n']))
    const { repository } = await factsOf({
      ...files,
      'Cargo.toml': workspace('app', 'kit', 'tests'),
      'app/Cargo.toml': `[package]\nname = "app"\nversion = "1.0.0"\n${manifest}`,
      'kit/Cargo.toml': '[package]\nname = "kit"\nversion = "1.0.0"\n',
      'tests/Cargo.toml': '[package]\nname = "tests"\nversion = "1.0.0"\n',
    })
    return said(repository.license)
  }
  it('say what the repository is licensed under', async () => {
    expect(await licensed('', 'EUPL-1.2')).toBe('EUPL-1.2')
  })

  it('belong together as a manifest says', async () => {
    expect(await licensed('license = "MIT OR LicenseRef-House"\n', 'MIT', 'LicenseRef-House')).toBe(
      'MIT OR LicenseRef-House',
    )
    expect(await licensed('license = "MIT"\n', 'MIT', 'LicenseRef-House')).toBeUndefined()
  })
})

describe('a program that an image of the repository starts', () => {
  const open =
    'pub async fn open() {\n    let listener = tokio::net::TcpListener::bind("0.0.0.0:8109").await.unwrap();\n    axum::serve(listener, app()).await.unwrap();\n}\n'
  const main = (call: string): string => `#[tokio::main]\nasync fn main() { ${call}.await }\n`
  const files: Files = {
    'Cargo.toml': workspace('desk', 'shop'),
    'desk/Cargo.toml': crate('desk', ['shop = { path = "../shop" }', 'tokio = "1"']),
    'desk/src/main.rs': main('shop::open()'),
    'shop/Cargo.toml': crate('shop', ['axum = "0.8"', 'tokio = "1"']),
    'shop/src/lib.rs': open,
    'shop/src/main.rs': main('shop::open()'),
  }
  it('is a service of its own where the program of a library opens the same server', async () => {
    const image = 'FROM debian:13\nCOPY --from=build /app/desk /desk\nENTRYPOINT ["/desk"]\n'
    const paths = async (more: Files): Promise<unknown> =>
      (await factsOf({ ...files, ...more })).services.map(({ path, workload }) => [path, workload.value])
    expect(await paths({ Dockerfile: image })).toEqual([
      ['desk', 'http'],
      ['shop', 'http'],
    ])
    expect(await paths({})).toEqual([['shop', 'http']])
  })

  it('has none of the ports of other images in the same file', async () => {
    const image = (ports: string): string =>
      `FROM debian:13 AS web\nEXPOSE 8110\nCOPY web /web\nENTRYPOINT ["/web"]\nFROM debian:13 AS api\n${ports}COPY api /api\nENTRYPOINT ["/api"]\n`
    const base: Files = { 'Cargo.toml': cargo(['tokio = "1"']), 'src/main.rs': main('work()') }
    const worker = await serviceOf({ ...base, Dockerfile: image('') })
    expect([said(worker.workload), said(worker.port)]).toEqual(['worker', undefined])
    const server = await serviceOf({ ...base, Dockerfile: image('EXPOSE 8111\n') })
    expect([said(server.workload), said(server.port)]).toEqual(['tcp', 8111])
  })
})
