import { argumentRanges, stringValue, type RustSource, type Token } from '../source/rust.ts'
import type { Method } from '../types.ts'
import { isProbe } from './endpoints.ts'
import { methodOf, type RouteScope } from './routes.ts'
import { isAsked, isCompared, isHandled, isItself, isNamed, isWritten } from './rust-probes.ts'

/** A route as it is written, before what it is mounted under. */
export interface Found {
  readonly source: RustSource
  readonly path: string
  readonly index: number
  readonly methods: readonly Method[]
  /** For a route that stands in an attribute: the function behind it. */
  readonly handler?: string
}

/** Methods and functions whose first argument is the path of a probe … */
const PROBE =
  /^(route|route_\w+|at|resource|path|with_path|get|any|add|endpoint|handle|api_route|to|routes|nest_service|to_async|path_prefix)$/
/** … and those that register a route whose methods stand in the second argument, … */
const ROUTE = /^(route|api_route|api_route_with|route_service|route_with_tsr|add|at|add_route)$/
/** … or in the calls behind it. */
const RESOURCE = /^(resource|at|with_path|path)$/

const ATTRIBUTES = new Set([
  'get',
  'route',
  'head',
  'handler',
  'utoipa::path',
  'path',
  'api',
  'oai',
  'endpoint',
  'rocket::get',
  'actix_web::get',
  'web::get',
])
const WRITING = /^(?:\w+::)?(post|put|patch|delete|options|route)$/

/** Text of a file that registers routes. */
export const REGISTERS =
  /\.\s*(?:route|api_route|api_route_with|route_service|route_with_tsr|at|add|resource)\s*\(|\b(?:resource|with_path|path)\s*\(\s*"|\bpath!\s*\(|#\[\s*(?:\w+::)*(?:get|post|put|patch|delete|head|options|route|path|oai)\s*\(|Method::[A-Z]+\s*,/

/** What the files of a program say of routes in other files. */
export interface RouteNames {
  /** Texts of constants, by name. */
  readonly constants: ReadonlyMap<string, string>
  /** Functions that stand in `routes!(…)`: what describes them registers them as well. */
  readonly registered: ReadonlySet<string>
}

/** @returns constants with a text, and functions in `routes!(…)` */
export function routeNames(sources: readonly RustSource[]): RouteNames {
  const constants = new Map<string, string>()
  const registered = new Set<string>()
  for (const { tokens } of sources)
    tokens.forEach((token, i) => {
      if (token.text === 'routes' && tokens[i + 1]?.text === '!')
        for (const inner of tokens.slice(i + 3, tokens[i + 2]?.partner))
          if (inner.kind === 'word') registered.add(inner.text)
      if (token.text !== 'const' && token.text !== 'static') return
      const equals = tokens.findIndex((other, at) => at > i && at < i + 9 && other.text === '=')
      const value = tokens[equals + 1]
      if (equals > 0 && value?.kind === 'string' && tokens[equals + 2]?.text === ';')
        constants.set(tokens[i + 1]?.text ?? '', stringValue(value))
    })
  return { constants, registered }
}

/** @returns the routes that a file registers, as `scope` asks for */
export function routesIn(source: RustSource, scope: RouteScope, names?: RouteNames): readonly Found[] {
  return [...literalRoutes(source, scope, names), ...filterPaths(source).filter(({ path }) => scope.wanted(path))]
}

/** Rocket takes what stands behind a question mark for parameters of the query. */
function routePath(text: string): string {
  return text.replace(/\?<.*$/, '')
}

function literalRoutes(source: RustSource, scope: RouteScope, names?: RouteNames): readonly Found[] {
  return source.tokens.flatMap((token, index) => {
    const path = token.kind === 'string' ? routePath(stringValue(token)) : names && constantAt(source, index, names)
    if (path === undefined || /\s/.test(path) || !scope.wanted(path)) return []
    if (!scope.every && path === '') return []
    const attribute = token.kind === 'string' ? attributeAt(source, index, scope) : undefined
    if (attribute) {
      const { handler, methods, isDocumentation } = attribute
      return isDocumentation && names?.registered.has(handler) === false
        ? []
        : [{ source, path, index, handler, methods }]
    }
    return routesAt(source, index, path, scope)
  })
}

/** @returns the route whose path stands at `index`, in whatever form; none where there is no route */
export function routesAt(source: RustSource, index: number, path: string, scope: RouteScope): readonly Found[] {
  const methods = scope.every ? registered(source, index, path) : probed(source, index, path)
  return methods.length ? [{ source, path, index, methods }] : []
}

/** `route(USERS, …)`, `route(paths::USERS, …)`: only at the place of a path, because any word may be a constant */
function constantAt({ tokens }: RustSource, index: number, { constants }: RouteNames): string | undefined {
  const name = tokens[index - 2]?.text ?? ''
  if (tokens[index]?.kind !== 'word' || tokens[index - 1]?.text !== '(' || !(ROUTE.test(name) || RESOURCE.test(name)))
    return undefined
  let at = index
  while (tokens[at + 1]?.text === '::') at += 2
  return /^[,)]$/.test(tokens[at + 1]?.text ?? '') ? constants.get(tokens[at]?.text ?? '') : undefined
}

/** A path may go without its slash where the call says that it is one: `with_path("health")`, but not `parameters.get("health")`. */
const NAMES_PATH = /^(?:route\w*|at|resource|path|with_path|path_prefix)$/

function probed(source: RustSource, index: number, path: string): readonly Method[] {
  const { tokens } = source
  const name = tokens[index - 2]?.text ?? ''
  const isPath = NAMES_PATH.test(name) || path.startsWith('/')
  const isRoute =
    isPath &&
    tokens[index - 1]?.text === '(' &&
    PROBE.test(name) &&
    !isAsked(source, index) &&
    !isWritten(source, index) &&
    !onlyWrites(source, index - 1)
  return isRoute ||
    isItself(source, index) ||
    isExporter(source, index) ||
    isCompared(source, index) ||
    isHandled(source, index) ||
    isNamed(source, index)
    ? ['GET']
    : []
}

/** `nest("/metrics", PrometheusExporter::new(registry))`: what is mounted answers itself and routes nothing. */
function isExporter({ tokens }: RustSource, index: number): boolean {
  const isMount = tokens[index - 1]?.text === '(' && /^nest(?:_service)?$/.test(tokens[index - 2]?.text ?? '')
  let at = index + 2
  while (tokens[at + 1]?.text === '::' && !(tokens[at]?.text ?? '').endsWith('Exporter')) at += 2
  return isMount && tokens[index + 1]?.text === ',' && (tokens[at]?.text ?? '').endsWith('Exporter')
}

/** `.route("/metrics", post(receive))` takes something in, and so does `resource("/metrics").route(web::post().to(receive))`. */
function onlyWrites({ tokens }: RustSource, open: number): boolean {
  const behind = RESOURCE.test(tokens[open - 1]?.text ?? '')
    ? chainedMethods(tokens, tokens[open]?.partner ?? open)
    : []
  if (behind.length && !behind.some(method => /^(?:GET|HEAD|ANY)$/.test(method))) return true
  const words = tokens.slice(open, tokens[open]?.partner).map(token => token.text)
  return (
    words.some(word => /^(post|put|patch|delete)$/.test(word)) &&
    !words.some(word => /^(get|any|head|get_with|to)$/.test(word))
  )
}

/** `path!("users" / u32)`: a route of warp, with its parameters as `{u32}` */
function filterPaths(source: RustSource): readonly Found[] {
  const { tokens } = source
  return tokens.flatMap((token, index) => {
    const bracket = tokens[index + 2]
    if (token.text !== 'path' || tokens[index + 1]?.text !== '!' || bracket?.text !== '(') return []
    const close = bracket.partner
    const inside = tokens.slice(index + 3, close)
    if (!inside.some(part => part.kind === 'string') && !inside.some(part => part.text === '/')) return []
    const parts = inside.flatMap(part =>
      part.kind === 'string' ? [stringValue(part)] : part.kind === 'word' ? [`{${part.text}}`] : [],
    )
    // `path!("api" / ..)` is put in front of others.
    const methods = inside.some(part => part.text === '..') ? [] : chainedMethods(tokens, close, true)
    return methods.length ? [{ source, path: parts.join('/'), index, methods }] : []
  })
}

/** @returns the methods of the route whose path stands at `index`; none where there is no route */
function registered(source: RustSource, index: number, path: string): readonly Method[] {
  const { tokens } = source
  const name = tokens[index - 2]?.text ?? ''
  const close = tokens[index - 1]?.partner ?? -1
  if (tokens[index - 1]?.text === '(' && close > index) {
    const [, second] = argumentRanges(tokens, index - 1)
    if (second && ROUTE.test(name)) {
      const methods = methodsIn(tokens, ...second)
      return methods.length || name === 'add' || name === 'at' ? methods : ['ANY']
    }
    if (!second && RESOURCE.test(name)) {
      const methods = chainedMethods(tokens, close)
      return methods.length || name !== 'resource' ? methods : ['ANY']
    }
  }
  if (!path.startsWith('/')) return []
  const compared = isCompared(source, index) ? comparedMethod(tokens, index) : undefined
  return compared ? [compared] : isProbe(path) ? probed(source, index, path) : []
}

/** `(&Method::GET, "/users") => …` */
function comparedMethod(tokens: readonly Token[], index: number): Method | undefined {
  for (let at = index - 1; at > index - 6; at--)
    if (tokens[at]?.text === 'Method') return methodOf(tokens[at + 2]?.text ?? '')
  return undefined
}

/** `get(list).post(create)`, `web::get().to(list)`, `on(MethodFilter::PUT, replace)`: what is called at the outermost level */
function methodsIn(tokens: readonly Token[], from: number, to: number): readonly Method[] {
  const found: Method[] = []
  for (let at = from; at < to; at++) {
    const token = tokens[at]
    const isCalled = tokens[at + 1]?.text === '(' || tokens[at + 1]?.text === '::'
    const method =
      token?.kind === 'word' && isCalled ? methodOf(token.text.replace(/_(service|with|docs)$/, '')) : undefined
    if (method !== undefined) found.push(method)
    if (token?.text === 'on' && tokens[at + 1]?.text === '(') found.push(...filtered(tokens, at + 1))
    if (token && '([{'.includes(token.text) && token.partner > at) at = token.partner
  }
  return [...new Set(found)]
}

function filtered(tokens: readonly Token[], open: number): readonly Method[] {
  const inside = tokens.slice(open, tokens[open]?.partner)
  return inside.flatMap((token, i) =>
    token.text === 'MethodFilter' ? (methodOf(inside[i + 2]?.text ?? '') ?? []) : [],
  )
}

/** `resource("/x").route(web::get().to(f))`, `with_path("x").get(f).post(g)`: the calls behind the bracket at `close` */
function chainedMethods(tokens: readonly Token[], close: number, any = false): readonly Method[] {
  const found: Method[] = []
  let at = close
  while (tokens[at + 1]?.text === '.' && tokens[at + 3]?.text === '(') {
    const name = tokens[at + 2]?.text ?? ''
    const end = tokens[at + 3]?.partner ?? -1
    if (end < 0) break
    const method = methodOf(name)
    if (method !== undefined) found.push(method)
    if (name === 'route') found.push(...methodsIn(tokens, at + 4, end))
    if (/^(to|to_async|goal)$/.test(name) && !found.length) found.push('ANY')
    // warp: `path("x").and(get()).map(f)`
    if (name === 'and') found.push(...methodsIn(tokens, at + 4, end).filter(word => word !== 'ANY'))
    if (/^(map|then|and_then)$/.test(name) && !found.length) found.push('ANY')
    at = end
  }
  return found.length || !any ? [...new Set(found)] : ['ANY']
}

const NO_TOKEN = { text: '""', kind: 'string', line: 0, from: 0, partner: -1 } as const

interface Attribute {
  readonly handler: string
  readonly methods: readonly Method[]
  /** True for an attribute that describes a route, and registers it only where the function stands in `routes!`. */
  readonly isDocumentation: boolean
}

/** `#[get("/health")] async fn health()`, `#[utoipa::path(get, path = "/health")]` */
function attributeAt(source: RustSource, index: number, scope: RouteScope): Attribute | undefined {
  const { tokens } = source
  for (let open = index - 1; open > index - 60 && open > 0; open--) {
    if (tokens[open]?.text !== '[' || tokens[open - 1]?.text !== '#' || (tokens[open]?.partner ?? -1) < index) continue
    let name = tokens[open + 1]?.text ?? ''
    for (let at = open + 2; tokens[at]?.text === '::'; at += 2) name += `::${tokens[at + 1]?.text ?? ''}`
    const before = tokens[index - 1]?.text
    const isFirst = before === '(' && tokens.slice(open + 1, index - 1).every(token => token.text !== '(')
    const isPath = (scope.every ? isFirst : before === '(') || (before === '=' && tokens[index - 2]?.text === 'path')
    // What other macros take for a path may be a piece of code.
    if (scope.every && !/^(?:\/|$)/.test(stringValue(tokens[index] ?? NO_TOKEN))) return undefined
    const word = isPath ? functionBehind(tokens, tokens[open]?.partner ?? index) : undefined
    if (word === undefined) return undefined
    const isKnown = ATTRIBUTES.has(name) || (scope.every && WRITING.test(name))
    if (!isKnown || (!scope.every && onlyWrites(source, open))) return undefined
    const methods = scope.every ? attributeMethods(tokens, open, name) : (['GET'] as const)
    return methods.length ? { handler: word, methods, isDocumentation: name.endsWith('path') } : undefined
  }
  return undefined
}

/** The name of the function that an attribute belongs to. */
function functionBehind(tokens: readonly Token[], close: number): string | undefined {
  for (let at = close + 1; at < tokens.length; at++) if (tokens[at]?.text === 'fn') return tokens[at + 1]?.text
  return undefined
}

function attributeMethods(tokens: readonly Token[], open: number, name: string): readonly Method[] {
  const own = methodOf(name.split('::').at(-1) ?? '')
  if (own !== undefined) return [own]
  const inside = tokens.slice(open + 1, tokens[open]?.partner)
  const named = inside.flatMap((token, i) =>
    token.kind === 'string' && (inside[i - 2]?.text ?? '').startsWith('method')
      ? (methodOf(stringValue(token)) ?? [])
      : [],
  )
  const words = inside.flatMap((token, i) =>
    token.kind === 'word' && /^[(,]$/.test(inside[i - 1]?.text ?? '') ? (methodOf(token.text) ?? []) : [],
  )
  return named.length ? named : words
}
