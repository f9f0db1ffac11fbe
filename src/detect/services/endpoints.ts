import type { Fact } from '../types.ts'
import { likely } from '../fact.ts'
import { hasParameter } from '../../text/paths.ts'
import type { View } from '../view.ts'
import type { Deployments } from './deployment.ts'
import type { Dockerfile } from './dockerfile.ts'
import type { Route, RouteScope } from './routes.ts'

/** Last part of a path that tells whether a service is well. */
const HEALTH =
  /^(?:_?health(?:z|y|check(?:er)?|[-_]check(?:er)?)?|health[-_]?check[-_]\w+|(?:api|app|server|service)[-_]health|is[-_]?(?:alive|healthy|ready)|_?ping|ready(?:z|ness)?|live(?:z|ness)?|alive|_*(?:lb)?heartbeat_*|_?status)$/i
const METRICS = /^(?:metrics|prometheus|_metrics)$/i

/** Text of a file that may hold such a route: a literal that ends in one of the words. */
export const PROBE_LITERAL =
  /["'`/]_?(?:health(?:z|y|check(?:er)?|[-_]check(?:er)?)?|health[-_]?check[-_]\w+|(?:api|app|server|service)[-_]health|is[-_]?(?:alive|healthy|ready)|ping|ready(?:z|ness)?|live(?:z|ness)?|alive|_*(?:lb)?heartbeat_*|status|metrics|prometheus)(?:\/[^"'`\s/]*)?["'`]/i

export interface Endpoints {
  readonly healthPaths: readonly Fact<string>[]
  readonly metricsPath?: Fact<string>
}

/** Routes for health checks and metrics: what every run looks for. */
export const PROBES: RouteScope = { every: false, wanted: isProbe }

/** @returns true for the text of a route that may be for health checks or metrics, whatever it is mounted under */
export function isProbe(path: string): boolean {
  return isHealth(path) || isMetrics(path)
}

function parts(path: string): readonly string[] {
  return path.split('/').filter(part => part !== '')
}

function isHealth(path: string): boolean {
  const last = parts(path).at(-1) ?? ''
  return HEALTH.test(last) && !/[:{*]/.test(last)
}

/** @returns true for the text of a route that may be for metrics */
export function isMetrics(path: string): boolean {
  return (
    parts(path).some(part => METRICS.test(part)) &&
    parts(path).length - parts(path).findIndex(part => METRICS.test(part)) <= 2
  )
}

/** Names in the order in which a probe would choose. */
const ORDER = [/health/i, /ready|readiness/i, /live|liveness|alive/i, /heartbeat/i, /ping/i, /status/i]

/** @returns health paths, the plainest first, and the path of the metrics, among the routes of a service */
export function endpointsOf(routes: readonly Pick<Route, 'path' | 'evidence'>[]): Endpoints {
  const unique = [...new Map(routes.map(route => [route.path, route])).values()]
  const rank = (path: string): number => ORDER.findIndex(pattern => pattern.test(parts(path).at(-1) ?? ''))
  const health = unique
    .filter(route => isHealth(route.path) && !hasParameter(route.path))
    .sort((a, b) => rank(a.path) - rank(b.path) || a.path.length - b.path.length)
  // A word that says less counts only where nothing better is there.
  const best = health.some(route => rank(route.path) < ORDER.length - 1)
    ? health.filter(route => rank(route.path) < ORDER.length - 1)
    : health
  const metrics = unique.filter(route => isMetrics(route.path)).sort((a, b) => a.path.length - b.path.length)[0]
  return {
    healthPaths: best.map(route => likely(route.path, route.evidence)),
    ...(metrics ? { metricsPath: likely(metrics.path, metrics.evidence) } : {}),
  }
}

/** @returns routes that are known to be health checks as facts, each path once, without those that have parameters */
export function checksAt(routes: readonly Pick<Route, 'path' | 'evidence'>[]): readonly Fact<string>[] {
  const plain = routes.filter(({ path }) => !hasParameter(path))
  return [...new Map(plain.map(({ path, evidence }) => [path, likely(path, evidence)])).values()]
}

/** @returns the path that the health check of an existing Dockerfile or compose file asks for */
export function checkedPaths(
  view: View,
  dockerfiles: readonly Dockerfile[],
  deployments: Deployments,
  program: string,
): readonly Fact<string>[] {
  for (const file of dockerfiles) {
    const check = file.instructions.findLast(instruction => instruction.name === 'HEALTHCHECK')
    const path = check && askedPath(check.rest)
    if (check && path !== undefined)
      return [likely(path, view.evidence(file.path, check.line, 'HEALTHCHECK of the Dockerfile'))]
  }
  const compose = deployments.all.find(
    deployment => deployment.kind === 'compose' && deployment.names.includes(program) && deployment.check !== undefined,
  )
  const path = compose?.check === undefined ? undefined : askedPath(compose.check)
  return compose && path !== undefined ? [likely(path, compose.evidence)] : []
}

function askedPath(command: string): string | undefined {
  const [, rest] =
    /https?:\/\/(?:localhost|127\.0\.0\.1|0\.0\.0\.0|\[::1\]|\$\w*HOST\w*|\$\{\w*HOST\w*(?::?-[^}]*)?\})(?::[\w${}:-]+)?(\/[^\s"'\]|]*)?/i.exec(
      command,
    ) ?? []
  if (rest !== undefined) return rest.replace(/[?#].*$/, '')
  return /https?:\/\/(?:localhost|127\.0\.0\.1|0\.0\.0\.0)/.test(command) ? '/' : undefined
}
