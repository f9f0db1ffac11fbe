import type { SyntaxNode } from '@lezer/common'
import {
  argumentsOf,
  calleeOf,
  childrenOf,
  dotted,
  literalText,
  memberKey,
  partsOf,
  propertyKey,
  propertyValue,
  sourceOf,
  type Script,
} from '../source/script.ts'
import { nodesOf } from '../source/script-nodes.ts'
import type { ScriptCode } from '../source/script-code.ts'
import { Evaluator } from '../source/script-values.ts'
import { literalOf, optionOf, templateText } from '../source/value.ts'
import type { Method } from '../types.ts'
import { isProbe, PROBE_LITERAL } from './endpoints.ts'
import { comparedIn } from './node-compared.ts'
import { mountArguments } from './node-koa-mount.ts'
import { listedIn } from './node-listed.ts'
import { CLIENT, CLIENT_MODULES, isAwaited } from './node-requests.ts'
import { methodOf, type RouteScope } from './routes.ts'

/** A route as it is written, before what its router is mounted under. */
export interface Literal {
  readonly script: Script
  readonly path: string
  /** Name of the router; '' where none can be told. */
  readonly receiver: string
  readonly node: SyntaxNode
  readonly methods: readonly Method[]
}

/** Methods whose argument may be the path of a probe. */
const PROBE_METHODS = /^(get|head|all|use|route|options|openapi|any|mount)$/

const ROUTE_METHODS = /^(get|head|post|put|patch|delete|del|options|all|any|route|on|use)$/

/** @returns the routes that a file registers */
export function literalsIn(code: ScriptCode, script: Script, scope: RouteScope): readonly Literal[] {
  const reader = new Paths(code, script, scope)
  const written = nodesOf(script, 'CallExpression', 'Property').flatMap(node =>
    node.name === 'Property' ? propertyLiterals(reader, node) : callLiterals(reader, node),
  )
  return [...written, ...comparedIn(script), ...listedIn(script)].filter(({ path }) => scope.wanted(path))
}

/** Reads what stands in the place of a path: for probes only literals, because they were looked for in the text. */
class Paths {
  readonly #evaluator: Evaluator

  constructor(
    code: ScriptCode,
    readonly script: Script,
    readonly scope: RouteScope,
  ) {
    this.#evaluator = new Evaluator(code)
  }

  of(node: SyntaxNode): readonly string[] {
    const literal = literalText(this.script, node)
    if (literal !== undefined) return [literal]
    if (!this.scope.every) return this.#probes(node)
    if (node.name === 'ArrayExpression') return partsOf(node).flatMap(part => this.of(part))
    const text = this.#text(node)
    return text === undefined ? [] : [text]
  }

  /** `PATHS.health`, where the constant stands in the code. */
  named(node: SyntaxNode): string | undefined {
    return /^(?:VariableName|MemberExpression)$/.test(node.name) ? this.#text(node) : undefined
  }

  /** A template that ends in the name of a probe, with what stands before it where that is known: `${base}/health` */
  #probes(node: SyntaxNode): readonly string[] {
    if (node.name !== 'TemplateString' || !PROBE_LITERAL.test(sourceOf(this.script, node))) return []
    const value = this.#evaluator.evaluate(this.script, node)
    return typeof value?.literal === 'string' ? [value.literal] : []
  }

  #text(node: SyntaxNode): string | undefined {
    if (node.name === 'TemplateString') return templateText(this.script, node, part => this.of(part)[0])
    if (node.name === 'BinaryExpression') {
      const [left, right] = partsOf(node)
      const [a, b] = [left && this.of(left)[0], right && this.of(right)[0]]
      return a === undefined || b === undefined ? undefined : a + b
    }
    if (node.name !== 'VariableName' && node.name !== 'MemberExpression') return literalText(this.script, node)
    const value = this.#evaluator.evaluate(this.script, node)
    return typeof value?.literal === 'string' && !value.variables.length ? value.literal : undefined
  }
}

/** `app.get('/health', …)` */
function callLiterals(reader: Paths, node: SyntaxNode): readonly Literal[] {
  const { script, scope } = reader
  const callee = calleeOf(node)
  const called = callee?.name === 'MemberExpression' ? memberKey(script, callee) : undefined
  if (!callee || called === undefined) return []
  if (!(scope.every ? ROUTE_METHODS : PROBE_METHODS).test(called)) return []
  const args = mountArguments(script, argumentsOf(node))
  if (!scope.every) {
    const written = args.slice(0, 2).find(argument => reader.of(argument)[0]?.startsWith('/'))
    const place = written ?? (args.length > 1 ? args[0] : undefined)
    const found = place && (reader.of(place)[0] ?? reader.named(place))
    // `router.get('api/ping', () => …)`: a slash inside is enough where a function answers
    const isAnswered = /^(?:ArrowFunction|FunctionExpression)$/.test(args[1]?.name ?? '')
    const path = (isAnswered ? /^\/|^[\w-]+\// : /^\//).test(found ?? '') ? found : undefined
    const receiver = receiverOf(script, callee.firstChild)
    const isNamed = CLIENT.test((dotted(script, callee.firstChild) ?? '').split('.').at(-1) ?? '')
    const isAsked = (isNamed && !isMadeRouter(script, receiver)) || isAwaited(node, called)
    return place && path !== undefined && !isAsked ? [{ script, path, receiver, node: place, methods: ['GET'] }] : []
  }
  const found = registered(reader, node, called, args)
  if (!found) return []
  const receiver = receiverOf(script, callee.firstChild)
  return isRouter(script, callee.firstChild, receiver)
    ? found.paths.map(path => ({ script, path, receiver, node: args[0] ?? node, methods: found.methods }))
    : []
}

interface Registered {
  readonly paths: readonly string[]
  readonly methods: readonly Method[]
}

function registered(
  reader: Paths,
  node: SyntaxNode,
  called: string,
  args: readonly SyntaxNode[],
): Registered | undefined {
  const { script } = reader
  const [first, second] = args
  if (!first) return undefined
  if (called === 'route' && args.length === 1) return { paths: pathsOf(reader, first), methods: chained(script, node) }
  // hono: `app.on(['GET', 'POST'], '/x', …)`
  if (called === 'on' && second && args.length > 2) {
    const methods = reader.of(first).flatMap(word => methodOf(word) ?? [])
    return methods.length ? { paths: pathsOf(reader, second), methods } : undefined
  }
  const method = methodOf(called)
  const isHandled = args.length > 1 && args.slice(1).some(isHandler)
  if (method !== undefined && isHandled) return { paths: pathsOf(reader, first, true), methods: [method] }
  // What is mounted is no route, but a probe may well be a handler for all methods.
  const paths = called === 'use' && isHandled ? pathsOf(reader, first).filter(isProbe) : []
  return paths.length ? { paths, methods: ['ANY'] } : undefined
}

/** A path begins with a slash, or is the root of its router; koa names routes with a text in front of the path. */
function pathsOf(reader: Paths, node: SyntaxNode, root = false): readonly string[] {
  return reader.of(node).filter(path => path.startsWith('/') || path === '*' || (root && path === ''))
}

function isHandler(node: SyntaxNode): boolean {
  return /^(ArrowFunction|FunctionExpression|VariableName|MemberExpression|CallExpression|ArrayExpression|String)$/.test(
    node.name,
  )
}

/** `router.route('/x').get(…).post(…)` */
function chained(script: Script, call: SyntaxNode): readonly Method[] {
  const methods: Method[] = []
  for (let at = call; at.parent?.name === 'MemberExpression' && at.parent.parent?.name === 'CallExpression';) {
    const method = methodOf(memberKey(script, at.parent) ?? '')
    if (method !== undefined) methods.push(method)
    at = at.parent.parent
  }
  return methods
}

const MAKERS =
  /^(?:\w+\.)?(?:express|fastify|Fastify|Hono|OpenAPIHono|Elysia|Koa|polka|restify|server|createServer|create\w*(?:App|Router|Server)|\w*Router|\w*App|FastifyInstance)$/

/** `express` of `require('express')()` */
function requiredIn(script: Script, node: SyntaxNode | null): string | undefined {
  for (let at = node; at?.firstChild; at = at.firstChild)
    if (at.name === 'CallExpression' && sourceOf(script, at.firstChild) === 'require')
      return argumentsOf(at).map(argument => literalText(script, argument))[0]
  return undefined
}

/** True for `const api = express()`: what a name stands for says more than the name. */
function isMadeRouter(script: Script, receiver: string): boolean {
  const binding = script.bindings.get(receiver)
  const made = binding?.kind === 'value' ? binding.node : null
  const maker = requiredIn(script, made) ?? dotted(script, made) ?? ''
  const parts = maker.split('.')
  return !CLIENT_MODULES.test(parts[0] ?? '') && (MAKERS.test(maker) || parts.some(part => MAKERS.test(part)))
}

/** @returns true where the methods of `object` register routes */
function isRouter(script: Script, object: SyntaxNode | null, receiver: string): boolean {
  const name = (dotted(script, object) ?? '').split('.').at(-1) ?? ''
  const binding = script.bindings.get(receiver)
  if (binding?.kind === 'import') return !CLIENT_MODULES.test(binding.module) && !CLIENT.test(name)
  if (binding?.kind === 'value' && CLIENT_MODULES.test((dotted(script, binding.node) ?? '').split('.')[0] ?? ''))
    return false
  if (isMadeRouter(script, receiver)) return true
  // A plugin calls what it is given as it likes.
  if (receiver === 'api') return object !== null && functionOf(script, receiver, object) !== undefined
  return !CLIENT.test(name) && !CLIENT.test(receiver)
}

/** @returns the innermost function around `node` that has a parameter called `receiver` */
export function functionOf(script: Script, receiver: string, node: SyntaxNode): SyntaxNode | undefined {
  for (let at: SyntaxNode | null = node; at; at = at.parent) {
    if (!/^(ArrowFunction|FunctionExpression|FunctionDeclaration|MethodDeclaration)$/.test(at.name)) continue
    const list = at.getChild('ParamList')
    const names = list ? childrenOf(list).filter(child => child.name === 'VariableDefinition') : []
    if (names.some(name => sourceOf(script, name) === receiver)) return at
  }
  return undefined
}

/** @returns the name of the router that a chain of calls begins with; for one that is made there, the variable that keeps it */
export function receiverOf(script: Script, object: SyntaxNode | null): string {
  const parts = (dotted(script, object) ?? '').split('.')
  const root = parts[0] === 'this' && parts[1] !== undefined ? `this.${parts[1]}` : (parts[0] ?? '')
  const isKept = script.bindings.has(root) && script.bindings.get(root)?.kind !== 'import'
  return isKept || !object || !isMade(object) ? root : (keeperOf(script, object) ?? root)
}

/** `new Hono().get(…)`, `Router().get(…)`, `express.Router().get(…)` */
function isMade(object: SyntaxNode): boolean {
  let [at, call]: [SyntaxNode | null, SyntaxNode | undefined] = [object, undefined]
  while (
    at &&
    /^(CallExpression|MemberExpression|InstantiationExpression|ParenthesizedExpression|AwaitExpression)$/.test(at.name)
  ) {
    if (at.name === 'CallExpression') call = at
    at = at.firstChild
  }
  return at?.name === 'NewExpression' || call !== undefined
}

function keeperOf(script: Script, node: SyntaxNode): string | undefined {
  let at: SyntaxNode = node
  while (
    at.parent &&
    /^(CallExpression|MemberExpression|AwaitExpression|ParenthesizedExpression)$/.test(at.parent.name)
  )
    at = at.parent
  for (const [name, binding] of script.bindings)
    if (binding.kind === 'value' && binding.node.from === at.from && binding.node.to === at.to) return name
  return undefined
}

/** Methods of registries of OpenAPI, and those that count requests: what they are given describes a route, and answers nothing. */
const DESCRIBES = /^(?:register(?:Path|Webhook|Component)|labels|inc|dec|observe|startTimer)$/

/** `{ method: 'GET', url: '/health', handler }`, `{ path: '/health' }` */
function propertyLiterals(reader: Paths, node: SyntaxNode): readonly Literal[] {
  const { script, scope } = reader
  const key = propertyKey(script, node)
  if (key === 'exposeStatusRoute') return statusRoute(script, node)
  if (key === undefined || !/^(url|path|endpoint|metricsPath)$/.test(key)) return []
  const [value, object] = [propertyValue(node), node.parent]
  if (!value || object?.name !== 'ObjectExpression') return []
  const call = callAround(script, object)
  if (DESCRIBES.test(call.name)) return []
  const keys = object.getChildren('Property').map(other => propertyKey(script, other) ?? '')
  const has = (pattern: RegExp): boolean => keys.some(other => pattern.test(other))
  if (!scope.every) {
    const path = /^(?:post|put|patch|delete)$/i.test(literalOf(script, optionOf(script, object, 'method')) ?? '')
      ? undefined // nobody probes with it
      : literalText(script, value)
    const isRoute = has(/^(method|handler|schema|responses|tags|get)$/) || key === 'endpoint' || key === 'metricsPath'
    const receiver = call.name === 'route' ? call.receiver : ''
    return path?.startsWith('/') && isRoute ? [{ script, path, receiver, node: value, methods: ['GET'] }] : []
  }
  const verb = optionOf(script, object, 'method')
  const methods = verb ? reader.of(verb).flatMap(word => (word === '*' ? 'ANY' : (methodOf(word) ?? []))) : []
  const isRoute = /route/i.test(call.name) || (has(/^(handler|preHandler|responses)$/) && !CLIENT.test(call.name))
  if (!methods.length || !isRoute || (key !== 'url' && key !== 'path')) return []
  return pathsOf(reader, value).map(path => ({ script, path, receiver: call.receiver, node: value, methods }))
}

/** `register(underPressure, { exposeStatusRoute: '/healthz' })`, `{ exposeStatusRoute: { url: '/healthz' } }`: of @fastify/under-pressure */
function statusRoute(script: Script, property: SyntaxNode): readonly Literal[] {
  const value = propertyValue(property)
  const place = value?.name === 'ObjectExpression' ? optionOf(script, value, 'url') : value
  const path = place && literalText(script, place)
  const { receiver } = property.parent ? callAround(script, property.parent) : { receiver: '' }
  return place && path?.startsWith('/') ? [{ script, path, receiver, node: place, methods: ['GET'] }] : []
}

/** The call that an object, or the list that it stands in, is an argument of. */
function callAround(script: Script, object: SyntaxNode): { readonly name: string; readonly receiver: string } {
  const list = object.parent?.name === 'ArrayExpression' ? object.parent.parent : object.parent
  const call = list?.name === 'ArgList' ? list.parent : null
  const callee = call?.name === 'CallExpression' ? calleeOf(call) : null
  if (!callee) return { name: '', receiver: '' }
  return callee.name === 'MemberExpression'
    ? { name: memberKey(script, callee) ?? '', receiver: receiverOf(script, callee.firstChild) }
    : { name: sourceOf(script, callee), receiver: '' }
}
