import { describe, expect, it } from 'vitest'
import { artifact as health } from '../../../generators/observability/health/index.ts'
import { artifact as metrics } from '../../../generators/observability/metrics/index.ts'
import { renderArtifacts } from '../../../src/engine/plop.ts'
import { contextOf, textAt } from '../../support/context.ts'

const MANIFEST = `[package]
name = "ferry"
version = "0.1.0"
edition = "2021"

[dependencies]
actix-web = "4"
tokio-postgres = "0.7"
`
const MAIN = `use actix_web::{web, App, HttpServer};

#[actix_web::main]
async fn main() -> std::io::Result<()> {
    let url = std::env::var("DATABASE_URL").expect("DATABASE_URL");
    let (client, _) = tokio_postgres::connect(&url, tokio_postgres::NoTls).await.unwrap();
    HttpServer::new(|| App::new().route("/", web::get().to(|| async { "ok" })))
        .bind(("0.0.0.0", 8080))?
        .run()
        .await
}
`

/** @returns what both parts write into a service of actix-web */
async function rendered(main = MAIN): Promise<Awaited<ReturnType<typeof renderArtifacts>>> {
  const ctx = await contextOf({ 'Cargo.toml': MANIFEST, 'Cargo.lock': '', 'src/main.rs': main })
  return renderArtifacts(
    ctx,
    [health, metrics].map(artifact => ({ artifact, answers: {} })),
  )
}

describe('the module for actix-web', () => {
  it('has a recorder before it says whether a dependency can be reached', async () => {
    const text = textAt(await rendered(), 'src/prod_ready.rs')
    expect(text).toMatch(/LazyLock::force\(&METRICS\);[^\n]*\n\s*metrics::gauge!\(DEPENDENCY_UP/)
  })

  it('counts a body whose length is not said', async () => {
    const files = await rendered()
    const text = textAt(files, 'src/prod_ready.rs')
    expect(text).toContain('limit_body(&mut request);')
    expect(text).toContain('use futures_util::StreamExt;')
    const edits = files.flatMap(file => (file.type === 'edit' && file.path === 'Cargo.toml' ? file.changes : []))
    expect(edits).toContainEqual(expect.objectContaining({ path: ['dependencies', 'futures-util'] }))
  })

  it('leaves bodies alone where the service sets its own limit', async () => {
    const main = MAIN.replace('App::new()', 'App::new().app_data(web::PayloadConfig::new(1 << 26))')
    const text = textAt(await rendered(main), 'src/prod_ready.rs')
    expect(text).not.toMatch(/limit_body|futures_util|PayloadError/)
  })
})

it('a person is told of an image that takes its files by name, and would be built without the module', async () => {
  const main = MAIN.replace(/App::new\(\).*\n/, 'App::new().configure(routes))\n')
  const files = { 'Cargo.toml': MANIFEST, 'Cargo.lock': '', 'src/main.rs': main }
  const steps = async (dockerfile: string): Promise<string> => {
    const ctx = await contextOf({ ...files, Dockerfile: `FROM rust\n${dockerfile}\nCMD ["ferry"]\n` })
    return (health.next?.(ctx, {}) ?? []).map(String).join('\n')
  }
  expect(await steps('COPY src/main.rs src/main.rs')).toContain('Copy src/prod_ready.rs in Dockerfile:2 too')
  expect(await steps('COPY src src')).not.toContain('Copy src/prod_ready.rs')
})
