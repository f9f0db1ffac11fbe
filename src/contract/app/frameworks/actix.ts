import type { Crate } from '../rust/cargo.ts'
import { rustFramework } from '../rust/framework.ts'
import type { Import } from '../rust/imports.ts'
import type { ModuleData } from '../rust/module-data.ts'
import { sharedPaths } from '../rust/shared-paths.ts'

/** Bodies are streams, and the traits of streams are in no crate that actix-web hands on; it has this one itself. MIT and Apache-2.0. */
const STREAMS: readonly Crate[] = [{ name: 'futures-util', version: '0.3', defaults: false }]

export const detector = rustFramework({
  kind: 'actix',
  probes: ['probes'],
  end: ['drain'],
  base: traits => (traits['bodyLimit'] === true ? STREAMS : []),
  paths: actixPaths,
})

/** @returns what the module for actix-web names by its last part */
function actixPaths(d: ModuleData): readonly Import[] {
  const responds = d.routes.length > 0 || d.errors
  const counts = d.limits && d.bodyLimit
  const states = d.routes.some(route => route.feature === 'health')
  return [
    ...sharedPaths(d),
    { path: 'actix_web::App', when: true },
    { path: 'actix_web::Error', when: true },
    { path: 'actix_web::HttpMessage', when: d.id || counts },
    { path: 'actix_web::HttpRequest', when: d.id },
    { path: 'actix_web::HttpResponse', when: responds },
    { path: 'actix_web::body::BodySize', when: d.boundary },
    { path: 'actix_web::body::BoxBody', when: true },
    { path: 'actix_web::body::MessageBody', when: true },
    { path: 'actix_web::dev::Payload', when: counts },
    { path: 'actix_web::dev::ResponseHead', when: d.after },
    { path: 'actix_web::dev::ServiceFactory', when: true },
    { path: 'actix_web::dev::ServiceRequest', when: true },
    { path: 'actix_web::dev::ServiceResponse', when: true },
    { path: 'actix_web::error::InternalError', when: d.errors || d.after },
    { path: 'actix_web::error::PayloadError', when: counts },
    { path: 'actix_web::http::ConnectionType', when: d.closes },
    { path: 'actix_web::http::Method', when: d.seen || d.routes.length > 0 },
    { path: 'actix_web::http::StatusCode', when: states || d.errors },
    { path: 'actix_web::http::Uri', when: d.logging },
    { path: 'actix_web::http::header', when: d.routes.length > 0 || d.boundary || d.headers || d.limits },
    { path: 'actix_web::http::header::HeaderMap', when: d.id || d.headers },
    { path: 'actix_web::http::header::HeaderName', when: d.id },
    { path: 'actix_web::http::header::HeaderValue', when: d.id || d.boundary || d.headers },
    { path: 'actix_web::middleware::Next', when: true },
    { path: 'actix_web::middleware::from_fn', when: true },
    { path: 'actix_web::rt', when: d.drain || d.needs.length > 0 },
    { path: 'actix_web::rt::net::TcpStream', when: d.needs.length > 0 },
    { path: 'actix_web::rt::time::sleep', when: d.drain },
    { path: 'actix_web::rt::time::timeout', when: d.limits || d.needs.length > 0 },
    { path: 'actix_web::web::Bytes', when: counts },
    { path: 'futures_util::StreamExt', when: counts },
    { path: 'std::future::Future', when: d.limits || d.boundary },
    { path: 'std::future::poll_fn', when: d.drain },
    { path: 'std::task::Poll', when: d.drain },
    { path: 'std::sync::atomic::AtomicBool', when: d.drain },
  ]
}
