import { isMetrics, isProbe } from './endpoints.ts'
import type { RustCode } from './rust-code.ts'
import { rustRoutes } from './rust-routes.ts'
import type { ServerStart } from './rust-server.ts'
import { EVERY_ROUTE } from './routes.ts'

/** What is said of metrics in a file that answers for them. */
const METRICS = /["/](?:metrics|prometheus)["/]/

/** Text of a route for more than that: one that changes something, or whose path is a name that stands for it. */
const MORE =
  /\b(?:web|routing)::(?:post|put|patch|delete)\b|#\[\s*(?:\w+::)*(?:post|put|patch|delete)\s*\(|\b(?:route|resource|nest)\s*\(\s*(?!web::)&?[A-Za-z_]/

/**
 * @returns true where all that a server answers are metrics and health checks: a program that opens no other does its work elsewhere.
 * @param files those that are compiled into the program
 */
export function onlyObserves(code: RustCode, files: readonly string[], { source, framework }: ServerStart): boolean {
  if ((framework?.workload ?? 'http') !== 'http' || !METRICS.test(code.view.text(source.path) ?? '')) return false
  if (files.some(file => MORE.test(code.view.text(file) ?? ''))) return false
  const near = rustRoutes(code, [source.path], EVERY_ROUTE).map(route => route.path)
  if (!near.some(isMetrics) || !near.every(isProbe)) return false
  return rustRoutes(code, files, EVERY_ROUTE).every(route => isProbe(route.path))
}
