import { spawnSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'
import { artifact as configuration } from '../../generators/deployment/configuration/index.ts'
import { artifact as correlationId } from '../../generators/observability/correlation-id/index.ts'
import { artifact as health } from '../../generators/observability/health/index.ts'
import { artifact as logging } from '../../generators/observability/logging/index.ts'
import { artifact as metrics } from '../../generators/observability/metrics/index.ts'
import { artifact as errorHandling } from '../../generators/quality/error-handling/index.ts'
import { artifact as headers } from '../../generators/security/headers/index.ts'
import { editorFor } from '../../src/edit/index.ts'
import { renderArtifacts } from '../../src/engine/plop.ts'
import type { Rendered } from '../../src/plan/types.ts'
import { contextOf, textAt } from '../support/context.ts'
import { temporaryFolder } from '../support/repository.ts'

const PARTS = [health, metrics, logging, correlationId, errorHandling, headers, configuration]
const CHOICES = Array.from({ length: 2 ** PARTS.length - 1 }, (_, i) =>
  PARTS.filter((_part, bit) => (i + 1) & (1 << bit)),
)

interface Crate {
  readonly name: string
  readonly dependencies: readonly string[]
  readonly main: string
}

const POSTGRES = `    let url = std::env::var("DATABASE_URL").expect("DATABASE_URL");
    let _ = tokio_postgres::connect(&url, tokio_postgres::NoTls).await;
`
const actix = (app: string, first = ''): string => `#[actix_web::main]
async fn main() -> std::io::Result<()> {
${first}    actix_web::HttpServer::new(|| {
        actix_web::App::new()
            ${app}
    })
    .bind(("0.0.0.0", 8080))?
    .run()
    .await
}
`
const axum = (first = ''): string => `#[tokio::main]
async fn main() {
${first}    let app = axum::Router::new();
    let listener = tokio::net::TcpListener::bind("0.0.0.0:8080").await.unwrap();
    axum::serve(listener, app).await.unwrap();
}
`
const ROUTE = '.route("/", actix_web::web::get().to(|| async { "ok" }))'
const TOKIO = 'tokio = { version = "1", features = ["full"] }'

const CRATES: readonly Crate[] = [
  { name: 'actix', dependencies: ['actix-web = "4"'], main: actix(ROUTE) },
  {
    name: 'actix-needs',
    dependencies: ['actix-web = "4"', 'tokio-postgres = "0.7"'],
    main: actix(ROUTE, POSTGRES),
  },
  {
    name: 'actix-own-limit',
    dependencies: ['actix-web = "4"'],
    main: actix(`.app_data(actix_web::web::PayloadConfig::new(1 << 26))\n            ${ROUTE}`),
  },
  { name: 'axum-0-7', dependencies: ['axum = "0.7"', TOKIO], main: axum() },
  { name: 'axum-0-8', dependencies: ['axum = "0.8"', TOKIO], main: axum() },
  { name: 'axum-needs', dependencies: ['axum = "0.8"', 'tokio-postgres = "0.7"', TOKIO], main: axum(POSTGRES) },
]

const manifestOf = ({ name, dependencies }: Crate): string =>
  `[package]\nname = "${name}"\nversion = "0.1.0"\nedition = "2024"\n\n[dependencies]\n${dependencies.join('\n')}\n`

function manifestWith(text: string, rendered: readonly Rendered[]): string {
  const editor = editorFor('toml')
  const edits = rendered.flatMap(file => (file.type === 'edit' && file.path === 'Cargo.toml' ? file.changes : []))
  return edits.reduce((done, change) => editor.set(done, change.path, change.value), text)
}

/** @returns names of crates that a module or a manifest mentions */
const cratesUsed = (text: string): readonly string[] =>
  [...text.matchAll(/(?<![\w:])(\w+)::/g)].map(([, name = '']) => name)
const cratesIn = (manifest: string): readonly string[] =>
  [...manifest.slice(manifest.indexOf('[dependencies]')).matchAll(/^([\w-]+) = /gm)].map(([, name = '']) =>
    name.replaceAll('-', '_'),
  )

it.each(CRATES)('$name: the module compiles without a warning with every choice of its parts', async crate => {
  const before = manifestOf(crate)
  const ctx = await contextOf({ 'Cargo.toml': before, 'Cargo.lock': '', 'src/main.rs': crate.main })
  const all = await renderArtifacts(
    ctx,
    PARTS.filter(part => part.applies(ctx) === true).map(artifact => ({ artifact, answers: {} })),
  )
  const manifest = manifestWith(before, all)
  const known = cratesIn(manifest)
  const dir = temporaryFolder()
  mkdirSync(path.join(dir, 'src'))
  writeFileSync(path.join(dir, 'Cargo.toml'), manifest)
  const names: string[] = []
  for (const choice of CHOICES) {
    const artifacts = choice.filter(part => part.applies(ctx) === true)
    if (artifacts.length < choice.length) continue
    const rendered = await renderArtifacts(
      ctx,
      artifacts.map(artifact => ({ artifact, answers: {} })),
    )
    const text = textAt(rendered, 'src/prod_ready.rs')
    const own = cratesIn(manifestWith(before, rendered))
    const ids = artifacts.map(({ id }) => id)
    expect([ids, known.filter(name => cratesUsed(text).includes(name) && !own.includes(name))]).toEqual([ids, []])
    const name = `with_${ids.map(id => id.replace(/^.*\//, '').replaceAll('-', '_')).join('_and_')}`
    writeFileSync(path.join(dir, 'src', `${name}.rs`), text)
    names.push(name)
  }
  expect(names.length).toBeGreaterThan(60)
  writeFileSync(path.join(dir, 'src/main.rs'), `${names.map(name => `pub mod ${name};`).join('\n')}\nfn main() {}\n`)
  const env = {
    ...process.env,
    RUSTFLAGS: '-D warnings -A dead_code',
    CARGO_TARGET_DIR: process.env['CARGO_TARGET_DIR'] ?? path.join(temporaryFolder(), 'target'),
  }
  const done = spawnSync('cargo', ['check', '--quiet'], {
    cwd: dir,
    encoding: 'utf8',
    timeout: 900_000,
    env,
    maxBuffer: 1 << 28,
  })
  expect(done.stderr.slice(0, 4000)).toBe('')
  expect(done.status).toBe(0)
})
