import { describe, expect, it } from 'vitest'
import { all, cargo, said, serviceOf, type Files } from './read.ts'

const server = (app: string, files: Files = {}): Files => ({
  'Cargo.toml': cargo(['axum = "0.8"', 'actix-web = "4"', 'tokio = "1"']),
  'src/main.rs': `mod inner;\n${app}`,
  ...files,
})
const axum = (routes: string): string =>
  `use axum::{routing::get, Router};\n#[tokio::main]\nasync fn main() {\n    let listener = tokio::net::TcpListener::bind("0.0.0.0:8301").await.unwrap();\n    axum::serve(listener, Router::new()${routes}).await.unwrap();\n}\n`
const actix = (routes: string): string =>
  `use actix_web::{web, App, HttpServer};\n#[actix_web::main]\nasync fn main() -> std::io::Result<()> {\n    HttpServer::new(|| App::new()${routes}).bind(("0.0.0.0", 8302))?.run().await\n}\n`
const probes = async (files: Files): Promise<readonly unknown[]> => {
  const service = await serviceOf(files)
  return [all(service.healthPaths), said(service.metricsPath)]
}

describe('a path that only what is around a route tells is found', () => {
  const inner = {
    'src/inner.rs':
      'use axum::{routing::{get, post}, Router};\npub fn router() -> Router { Router::new().route("/", get(tell)).route("/last", get(tell)) }\npub fn taker() -> Router { Router::new().route("/", post(take)) }\n',
  }

  it('where a router that answers at its own root is put below the path of a probe', async () => {
    const routes = '.nest("/api/health", inner::router()).nest("/moons", inner::router())'
    expect(await probes(server(axum(routes), inner))).toEqual([['/api/health'], undefined])
  })

  it('but not where that router only takes something in, or a comment says so', async () => {
    expect(await probes(server(axum('.nest("/health", inner::taker())'), inner))).toEqual([[], undefined])
    const routes = '\n// .nest("/health", inner::router())\n.nest("/moons", inner::router())'
    expect(await probes(server(axum(routes), inner))).toEqual([[], undefined])
  })

  it('where an attribute is about the root of a scope, with the slash that actix asks for', async () => {
    const files = (path: string): Files => ({
      'src/inner.rs': `use actix_web::{get, Responder};\n#[get("${path}")]\npub async fn tell() -> impl Responder { "moons 1" }\n`,
    })
    const routes = '.service(web::scope("/metrics").wrap(inner::Guard).service(inner::tell))'
    expect(await probes(server(actix(routes), files('')))).toEqual([[], '/metrics'])
    expect(await probes(server(actix(routes), files('/')))).toEqual([[], '/metrics/'])
  })
})

describe('a function that is called a health check', () => {
  it.each([
    ['by the router', axum('.route("/", get(inner::health_check)).route("/moons", get(inner::moons))'), ['/']],
    ['below what it is nested under', axum('.nest("/v1", Router::new().route("/up", get(healthz)))'), ['/v1/up']],
    ['behind the method', actix('.route("/state", web::get().to(inner::health_checker_handler))'), ['/state']],
  ])('says which path answers when it is named %s', async (_, app, paths) => {
    expect((await probes(server(app)))[0]).toEqual(paths)
  })

  it('says so in an attribute as well, but not for what writes or has parameters', async () => {
    const files = (attribute: string): Files =>
      server(actix('.service(inner::health_check)'), {
        'src/inner.rs': `#[${attribute}]\npub async fn health_check() -> &'static str { "well" }\n`,
      })
    expect((await probes(files('get("/")')))[0]).toEqual(['/'])
    expect((await probes(files('post("/")')))[0]).toEqual([])
    expect((await probes(files('get("/{moon}")')))[0]).toEqual([])
  })

  it('says nothing beside a path that is called so', async () => {
    const app = axum('.route("/", get(health_check)).route("/healthz", get(well))')
    expect((await probes(server(app)))[0]).toEqual(['/healthz'])
  })
})

it('a path that is called a health checker is one', async () => {
  expect((await probes(server(axum('.route("/api/healthchecker", get(tell))'))))[0]).toEqual(['/api/healthchecker'])
})

it('a function that is called after the method which takes it is mounted where it is named, and only there', async () => {
  const files = {
    'src/inner.rs':
      'use actix_web::web;\npub fn configure(app: &mut web::ServiceConfig) { app.service(web::scope("/v2").configure(probes::configure)); }\n',
    'src/probes.rs':
      'use actix_web::web;\npub fn configure(app: &mut web::ServiceConfig) { app.service(web::resource("/ready").route(web::get().to(tell))); }\n',
  }
  expect((await probes(server(actix('.configure(inner::configure)'), files)))[0]).toEqual(['/v2/ready'])
})

it('a method that makes routes is mounted where it is called', async () => {
  const files = {
    'src/inner.rs':
      'use axum::{routing::get, Router};\npub struct Well;\nimpl Well { pub fn routes(&self) -> Router { Router::new().route("/ready", get(tell)) } }\n',
  }
  expect((await probes(server(axum('.nest("/v3", well().routes())'), files)))[0]).toEqual(['/v3/ready'])
})
