import type { Answers, Context } from '../../../src/artifact/index.ts'
import type { ServiceContract } from '../../../src/contract/types.ts'
import { byCodeUnit } from '../../../src/text/paths.ts'
import { json } from '../../../src/text/quote.ts'
import { operationsOf, type Operation } from './openapi.ts'
import { filled, parametersOf, shapeOf } from './path.ts'

export const METHODS = 'load-methods'
export const PARAMETERS = 'load-parameters'

/** A request of the load test. */
export interface LoadRoute {
  readonly method: string
  readonly path: string
  /** Value of the route's label in the metrics of the service. */
  readonly name: string
  readonly body?: string
}

/** A route that is not asked for, and what is not known of it. */
export interface LeftOut {
  readonly method: string
  readonly path: string
  readonly parameters: readonly string[]
}

export interface LoadRoutes {
  readonly routes: readonly LoadRoute[]
  readonly leftOut: readonly LeftOut[]
}

/** What changes nothing, however often it is asked. */
const SAFE = new Set(['GET', 'HEAD'])

interface Known {
  readonly method: string
  readonly path: string
  readonly operation?: Operation | undefined
}

/** @returns what a load test of the service asks for, and what it leaves out because a value is not known */
export function loadRoutes(ctx: Context, service: ServiceContract, answers: Answers): LoadRoutes {
  const values = valuesIn(answers)
  const all = answers[METHODS] === 'all'
  const known = routesOf(ctx, service).filter(({ method }) => all || SAFE.has(method))
  const results = known.map(route => resolve(route, values))
  const routes = unique(results.flatMap(result => ('name' in result ? [result] : [])))
  const leftOut = results.flatMap(result => ('name' in result ? [] : [result]))
  return { routes: routes.length > 0 ? routes : [fallback(service)], leftOut }
}

/** Not all services keep to it that GET changes nothing: what is called like this ends sessions, or the service. */
const ENDS =
  /\/(un-?healthy|sign-?out|log-?out|log-?off|shut-?down|restart|reboot|kill|crash|exit|quit|terminate|abort)\/?$/i

/** Routes of the code; of the OpenAPI file where the code shows none. Probes and metrics are not what users ask for. */
function routesOf(ctx: Context, { service, probes, telemetry }: ServiceContract): readonly Known[] {
  const operations = operationsOf(ctx, service.path)
  const own = new Set([
    ...[probes.liveness, probes.readiness].flatMap(probe => (probe?.kind === 'http' ? [probe.path] : [])),
    ...(service.metricsPath ? [service.metricsPath.value] : []),
  ])
  if (telemetry.scrape) own.add(telemetry.scrape.path)
  const ofCode = service.routes.map(({ value, method }): Known => {
    const asked = method === 'ANY' ? 'GET' : method
    const operation = operations.find(other => other.method === asked && shapeOf(other.path) === shapeOf(value))
    return { method: asked, path: value, operation }
  })
  const ofFile = operations.map((operation): Known => ({ method: operation.method, path: operation.path, operation }))
  return (ofCode.length > 0 ? ofCode : ofFile)
    .filter(({ method, path }) => path.startsWith('/') && method !== 'OPTIONS' && !own.has(path) && !ENDS.test(path))
    .toSorted((a, b) => byCodeUnit(a.path, b.path) || byCodeUnit(a.method, b.method))
}

function resolve({ method, path, operation }: Known, values: ReadonlyMap<string, string>): LoadRoute | LeftOut {
  const parameters = parametersOf(path)
  if (!parameters) return { method, path, parameters: [] }
  const examples = operation ? (parametersOf(operation.path) ?? []).map(name => operation.examples[name]) : []
  const found = parameters.map((name, i) => values.get(name) ?? examples[i])
  const missing = parameters.filter((_, i) => found[i] === undefined)
  const query = operation ? operation.query : ''
  if (missing.length > 0 || query === undefined) return { method, path, parameters: missing }
  const asked =
    filled(
      path,
      found.flatMap(value => value ?? []),
    ) + query
  const body = SAFE.has(method) ? undefined : (operation?.body ?? '{}')
  return { method, path: asked, name: path, ...(body === undefined ? {} : { body }) }
}

/** A route that is asked for with GET need not be asked for with HEAD as well. */
function unique(routes: readonly LoadRoute[]): readonly LoadRoute[] {
  const gets = new Set(routes.filter(({ method }) => method === 'GET').map(({ path }) => path))
  const kept = routes.filter(({ method, path }) => method !== 'HEAD' || !gets.has(path))
  return [...new Map(kept.map(route => [`${route.method} ${route.path}`, route])).values()]
}

function fallback({ probes }: ServiceContract): LoadRoute {
  const path = probes.liveness?.kind === 'http' ? probes.liveness.path : '/'
  return { method: 'GET', path, name: path }
}

/** The answer `load-parameters`: a list of `name=value`. */
function valuesIn(answers: Answers): ReadonlyMap<string, string> {
  const answer = answers[PARAMETERS]
  const pairs = (Array.isArray(answer) ? answer : []).map(item => String(item))
  return new Map(pairs.map(pair => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)] as const))
}

/** @returns true or what is wrong with an item of that list */
export function validParameter(item: string): true | string {
  return /^[A-Za-z_]\w*=./.test(item) ? true : `not name=value: ${item}`
}

/** @returns a route as JavaScript */
export function printedRoute({ method, path, name, body }: LoadRoute): string {
  const parts = Object.entries({ method, path, name, ...(body === undefined ? {} : { body }) })
  return `{ ${parts.map(([key, value]) => `${key}: ${text(value)}`).join(', ')} }`
}

function text(value: string): string {
  return /^[\x20-\x7e]*$/.test(value) && !/['\\]/.test(value) ? `'${value}'` : json(value)
}
