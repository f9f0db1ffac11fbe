import { rustFramework } from '../rust/framework.ts'
import type { Import } from '../rust/imports.ts'
import type { ModuleData } from '../rust/module-data.ts'
import { sharedPaths } from '../rust/shared-paths.ts'

export const detector = rustFramework({
  kind: 'axum',
  end: ['harden', 'drain', 'serve'],
  base: () => [
    { name: 'axum', version: '0.8', basic: ['http1', 'matched-path', 'tokio'] },
    { name: 'tokio', version: '1', features: ['macros', 'net', 'signal', 'time'] },
  ],
  idOfTask: true,
  paths: axumPaths,
})

/** @returns what the module for axum names by its last part */
function axumPaths(d: ModuleData): readonly Import[] {
  const probes = d.routes.length > 0
  const responds = probes || d.errors
  return [
    ...sharedPaths(d),
    { path: 'axum::Router', when: true },
    { path: 'axum::body::Body', when: d.boundary },
    { path: 'axum::body::HttpBody', when: d.boundary || d.limits },
    { path: 'axum::extract::DefaultBodyLimit', when: d.limits },
    { path: 'axum::extract::MatchedPath', when: d.seen },
    { path: 'axum::extract::Request', when: d.guard },
    { path: 'axum::http::HeaderMap', when: d.id || d.headers },
    { path: 'axum::http::HeaderName', when: d.id },
    { path: 'axum::http::HeaderValue', when: d.id || d.boundary || d.headers || d.closes },
    { path: 'axum::http::Method', when: d.seen || probes },
    { path: 'axum::http::StatusCode', when: readyAnswers(d) || d.errors || d.limits },
    { path: 'axum::http::Uri', when: d.logging },
    { path: 'axum::http::Version', when: d.closes },
    { path: 'axum::http::header', when: responds || d.headers || d.closes },
    { path: 'axum::middleware::Next', when: d.guard },
    { path: 'axum::middleware::from_fn', when: d.guard },
    { path: 'axum::response::IntoResponse', when: responds },
    { path: 'axum::response::Response', when: d.guard },
    { path: 'std::future::Future', when: d.limits || d.boundary || d.drain },
    { path: 'std::sync::atomic::AtomicBool', when: d.drain },
    { path: 'tokio::net::TcpListener', when: d.serve !== '' },
    { path: 'tokio::net::TcpStream', when: d.needs.length > 0 },
    { path: 'tokio::time::sleep', when: d.drain },
    { path: 'tokio::time::timeout', when: d.limits || d.needs.length > 0 },
  ]
}

function readyAnswers(d: ModuleData): boolean {
  return d.routes.some(route => route.name === 'ready')
}
