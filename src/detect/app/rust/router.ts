import { argumentRanges, type RustSource, type Token } from '../../source/rust.ts'
import { branchesOf } from './branches.ts'
import { compact, functionAround, linksAfter, type Range } from './tokens.ts'

/** The files that functions may be defined in. */
export type Sources = readonly RustSource[]

/** Methods of `axum::Router` that return a router. */
const ROUTER_METHODS =
  /^(route|route_service|nest|nest_service|merge|layer|route_layer|with_state|fallback|fallback_service|method_not_allowed_fallback|clone)$/

/** What takes a value out of a `Result` or a future. */
const UNWRAPS = /^(await|\?|unwrap|expect|context|with_context|wrap_err|map_err|unwrap_or_else)$/

/** @returns true when an expression is an `axum::Router` without a missing state, for certain */
export function isRouter(source: RustSource, range: Range, sources: Sources, depth = 0): boolean {
  const { tokens } = source
  const [from, to] = range
  if (tokens[from]?.kind !== 'word' || depth > 5) return false
  const branches = branchesOf(tokens, range)
  if (branches) return branches.every(branch => isRouter(source, branch, sources, depth + 1))
  const end = pathEnd(tokens, from)
  const call = tokens[end + 1]?.text === '(' ? (tokens[end + 1]?.partner ?? -1) : -1
  const links = linksAfter(tokens, call < 0 ? end : call).filter(link => link.end < to)
  const last = links.at(-1)?.end ?? (call < 0 ? end : call)
  if (last !== to - 1) return false
  const methods = links.map(link => link.name)
  const given = methods.includes('with_state')
  const path = pathText(tokens, from, end)
  if (call < 0) {
    const chained = from === end && methods.every(name => ROUTER_METHODS.test(name))
    return chained && isVariable(source, from, sources, depth, given)
  }
  if (fullName(source, path) === 'axum::Router::new') return methods.every(name => ROUTER_METHODS.test(name))
  const taken = methods.filter(name => UNWRAPS.test(name))
  const kind = returned(path, sources)
  if (kind === undefined || !methods.every(name => ROUTER_METHODS.test(name) || UNWRAPS.test(name))) return false
  if (kind === 'result') return taken.some(name => name !== 'await')
  return taken.every(name => name === 'await') && (kind === 'router' || given)
}

function pathEnd(tokens: readonly Token[], from: number): number {
  let end = from
  while (tokens[end + 1]?.text === '::' && tokens[end + 2]?.kind === 'word') end += 2
  return end
}

function pathText(tokens: readonly Token[], from: number, end: number): string {
  return compact(tokens, [from, end + 1])
}

/** @returns a path with its first part replaced by what `use` says; `axum::routing::Router` is the same type */
function fullName({ imports }: RustSource, path: string): string {
  const [first = '', ...rest] = path.split('::')
  return [imports.get(first) ?? first, ...rest].join('::').replace('axum::routing::Router', 'axum::Router')
}

function isRouterType(source: RustSource, type: string): boolean {
  const name = type.replace(/<\(\)>$/, '')
  return /^\w+(::\w+)*$/.test(name) && fullName(source, name) === 'axum::Router'
}

function withoutState(type: string): string {
  return type.replace(/<.*>$/, '')
}

/** What a function returns that is called `path`: all that could be meant must agree. */
function returned(path: string, sources: Sources): Kind | undefined {
  const name = path.split('::').at(-1) ?? ''
  const kinds = sources.flatMap(source =>
    source.functions.filter(f => f.name === name).map(f => kindOf(source, returnType(source.tokens, f.open))),
  )
  const [kind] = kinds
  return kinds.every(other => other === kind) ? kind : undefined
}

/** `stateless`: a router that is still to be given its state. */
type Kind = 'router' | 'stateless' | 'result'

function kindOf(source: RustSource, type: string): Kind | undefined {
  if (isRouterType(source, type)) return 'router'
  if (isRouterType(source, withoutState(type))) return 'stateless'
  const inner = /^(?:\w+::)*Result<(.*)>$/.exec(type)?.[1] ?? ''
  const ok = /^((?:\w+::)*\w+(?:<\(\)>)?)(?:,.*)?$/.exec(inner)?.[1]
  return ok !== undefined && isRouterType(source, ok) ? 'result' : undefined
}

function returnType(tokens: readonly Token[], open: number): string {
  for (let i = open - 1; i > 0 && open - i < 60; i--) {
    const { text } = tokens[i] ?? {}
    if (text === '->') return compact(tokens, [i + 1, untilWhere(tokens, i, open)])
    if (text === '>' && tokens[i - 1]?.text === '-') return compact(tokens, [i + 1, untilWhere(tokens, i, open)])
    if (text === ';' || text === '}') return ''
  }
  return ''
}

function untilWhere(tokens: readonly Token[], from: number, open: number): number {
  const where = tokens.findIndex((token, i) => i > from && i < open && token.text === 'where')
  return where === -1 ? open : where
}

/** @param given the variable is given its state where it is used */
function isVariable(source: RustSource, at: number, sources: Sources, depth: number, given: boolean): boolean {
  const value = valueOf(source, at)
  if (!value) return false
  if (value.type !== undefined) return isRouterType(source, given ? withoutState(value.type) : value.type)
  if (value.range && value.destructured) return compact(source.tokens, value.range).endsWith('.split_for_parts()')
  return value.range !== undefined && isRouter(source, value.range, sources, depth + 1)
}

/** What is known of a variable. */
interface Value {
  /** As it is annotated. */
  readonly type?: string
  /** What it is set to. */
  readonly range?: Range
  /** It is the first part of a pair. */
  readonly destructured?: boolean
}

/** @returns the value of a variable where it is used: of the last `let` before, or its type among the parameters of the function */
export function valueOf(source: RustSource, at: number): Value | undefined {
  const { tokens } = source
  const name = tokens[at]?.text
  const body = functionAround(source, at)
  if (body < 0) return undefined
  for (let i = at - 1; i > body; i--) {
    if (tokens[i]?.text !== 'let' || tokens[i]?.kind !== 'word') continue
    const value = letValue(tokens, i, name)
    if (value && (value.range?.[1] ?? i) <= at) return value
  }
  return parameter(tokens, body, name)
}

function letValue(tokens: readonly Token[], at: number, name: string | undefined): Value | undefined {
  const names = tokens[at + 1]?.text === 'mut' ? at + 2 : at + 1
  const pair = tokens[names]?.text === '(' && tokens[names + 1]?.text === name
  if (tokens[names]?.text !== name && !pair) return undefined
  const behind = pair ? (tokens[names]?.partner ?? names) + 1 : names + 1
  const equals = tokens.findIndex((token, i) => i >= behind && /^[=;]$/.test(token.text))
  if (tokens[equals]?.text !== '=') return undefined
  if (tokens[behind]?.text === ':' && !pair) return { type: compact(tokens, [behind + 1, equals]) }
  if (equals !== behind) return undefined
  let end = equals + 1
  while (end < tokens.length && tokens[end]?.text !== ';') end = Math.max(tokens[end]?.partner ?? 0, end) + 1
  return { range: [equals + 1, end], destructured: pair }
}

function parameter(tokens: readonly Token[], body: number, name: string | undefined): Value | undefined {
  let open = body - 1
  while (open > 0 && tokens[open]?.text !== 'fn') open--
  while (open < body && tokens[open]?.text !== '(') open++
  for (const [from, to] of argumentRanges(tokens, open)) {
    const start = tokens[from]?.text === 'mut' ? from + 1 : from
    if (tokens[start]?.text === name && tokens[start + 1]?.text === ':')
      return { type: compact(tokens, [start + 2, to]) }
  }
  return undefined
}

/** Methods that leave a listener what it is. */
const SAME_LISTENER = /^(await|\?|unwrap|expect|context|with_context|wrap_err|map_err|unwrap_or_else)$/

/** @returns true when an expression is tokio's `TcpListener`, for certain */
export function isTcpListener(source: RustSource, [from, to]: Range): boolean {
  const { tokens } = source
  const end = pathEnd(tokens, from)
  if (tokens[from]?.kind !== 'word') return false
  if (from === end && to === from + 1) {
    const value = valueOf(source, from)
    if (value?.type !== undefined) return isListenerType(source, value.type)
    return value?.range !== undefined && !value.destructured && isTcpListener(source, value.range)
  }
  const close = tokens[end + 1]?.text === '(' ? (tokens[end + 1]?.partner ?? -1) : -1
  if (close < 0 || !/^(bind|from_std)$/.test(tokens[end]?.text ?? '')) return false
  const links = linksAfter(tokens, close).filter(link => link.end < to)
  return (
    (links.at(-1)?.end ?? close) === to - 1 &&
    links.every(link => SAME_LISTENER.test(link.name)) &&
    isListenerType(source, pathText(tokens, from, end - 2))
  )
}

function isListenerType(source: RustSource, type: string): boolean {
  const [first = '', ...rest] = type.split('::')
  return [source.imports.get(first) ?? first, ...rest].join('::') === 'tokio::net::TcpListener'
}
