import type { SyntaxNode } from '@lezer/common'
import { lineAt } from '../../text/lines.ts'
import { literally } from '../../text/patterns.ts'
import type { Framework } from '../catalogue.ts'
import { DETECTORS } from '../frameworks/index.ts'
import { certain, likely } from '../fact.ts'
import type { ScriptCode } from '../source/script-code.ts'
import {
  argumentsOf,
  DEFAULT,
  dotted,
  partsOf,
  propertyKey,
  propertyValue,
  sourceOf,
  type Script,
} from '../source/script.ts'
import { firstOf, nodesOf } from '../source/script-nodes.ts'
import { calledModule } from '../source/script-origin.ts'
import { passedIn } from '../source/script-passed.ts'
import type { Evaluator } from '../source/script-values.ts'
import type { Value } from '../source/value.ts'
import type { Evidence, Service } from '../types.ts'
import { port } from '../values.ts'
import { addressOf, transportOf } from './node-nest.ts'

export type Listening = Pick<Service, 'port' | 'portVariable' | 'host' | 'extraPorts'>

/** Where a script opens a socket. */
export interface Listener {
  readonly script: Script
  readonly call: SyntaxNode
  /** `http`, `grpc`, or `tcp` for a bare socket. */
  readonly kind: 'http' | 'grpc' | 'tcp'
  readonly evidence: Evidence
  readonly port?: Value
  readonly host?: Value
}

/** What starts a server of a framework. */
const OPENS = (DETECTORS as readonly Framework[]).flatMap(({ opens }) => opens ?? [])
/** Text that a file must have to hold such a call. */
const CALLS = new RegExp(
  [
    String.raw`\blisten\s*\(|\b(?:Bun|Deno)\s*\.\s*serve\s*\(|startStandaloneServer|\bbindAsync\b|\bcreateMicroservice\b`,
    String.raw`\bServer\s*\(\s*\{|\bWebSocketServer\s*\(`,
    ...OPENS.flatMap(({ modules }) => modules.map(module => `['"]${literally(module)}['"]`)),
  ].join('|'),
)

/** @returns what a program listens with: calls in `files`, of which the first starts it, and what that one exports for the runtime to serve */
export function listenersFrom(code: ScriptCode, evaluator: Evaluator, files: readonly string[]): readonly Listener[] {
  return [...exportedServer(code, evaluator, files[0]), ...listenersIn(code, evaluator, files)]
}

/** Bun serves what the file that it is given exports: `export default { port: 3000, fetch: app.fetch }` */
function exportedServer(code: ScriptCode, evaluator: Evaluator, entry = ''): readonly Listener[] {
  const text = code.view.text(entry) ?? ''
  const script = /\bexport default\b/.test(text) && /\bfetch\b/.test(text) ? code.script(entry) : undefined
  const exported = script?.exports.get(DEFAULT)
  const scope = script && exported?.kind === 'local' ? evaluator.evaluate(script, exported.node)?.scope : undefined
  const served = scope?.node
  if (!served || !option(served, scope.script, 'fetch') || !option(served, scope.script, 'port')) return []
  const line = lineAt(scope.script.text, served.from)
  const evidence = code.view.evidence(scope.script.path, line, 'exports what Bun serves')
  return [{ script: scope.script, call: served, kind: 'http', evidence, ...addressIn(evaluator, scope.script, served) }]
}

/** @returns the calls in `files` that start to listen, in their order */
export function listenersIn(code: ScriptCode, evaluator: Evaluator, files: readonly string[]): readonly Listener[] {
  const informed = evaluator.within(passedIn(code, files))
  const all = files.flatMap(file => {
    const text = code.view.text(file)
    const script = text !== undefined && CALLS.test(text) ? code.script(file) : undefined
    return script ? listenersOf(code, informed, script) : []
  })
  // on port 0 a program only tries something out: nobody could find it there
  const found = all.filter(({ port: { literal, variables } = {} }) => literal !== 0 || variables?.length)
  return found.length ? found : all
}

function listenersOf(code: ScriptCode, evaluator: Evaluator, script: Script): readonly Listener[] {
  const found: Listener[] = []
  for (const node of nodesOf(script, 'CallExpression', 'NewExpression')) {
    const { name } = node
    const callee = dotted(script, name === 'NewExpression' ? (node.firstChild?.nextSibling ?? null) : node.firstChild)
    const args = argumentsOf(node)
    if (callee !== undefined && listens(script, callee, name, args)) {
      const evidence = code.view.evidence(
        script.path,
        lineAt(script.text, node.from),
        `starts to listen with ${callee.split('.').at(-1) ?? callee}`,
      )
      found.push({
        script,
        call: node,
        kind: kindOf(script, callee, node),
        evidence,
        ...(callee === MICROSERVICE
          ? values(evaluator.evaluate(script, addressOf(script, node)), undefined)
          : address(evaluator, script, callee, args)),
      })
    }
  }
  return found
}

const MICROSERVICE = 'NestFactory.createMicroservice'

function kindOf(script: Script, callee: string, node: SyntaxNode): Listener['kind'] {
  if (callee.endsWith('.bindAsync')) return 'grpc'
  if (callee === MICROSERVICE) return transportOf(script, node) === 'GRPC' ? 'grpc' : 'tcp'
  return isSocket(script, callee) ? 'tcp' : 'http'
}

function listens(script: Script, callee: string, kind: string, args: readonly SyntaxNode[]): boolean {
  const [first = '', ...rest] = callee.split('.')
  const last = rest.at(-1)
  if (callee === MICROSERVICE) return true
  // what was made for a transport listens where its options say
  if (last === 'listen' && !args.length && script.text.includes(MICROSERVICE)) return false
  if (opens(script, first, last ?? first)) return true
  if (kind === 'NewExpression') return listensForSockets(script, first, args)
  if (last === 'listen')
    return (
      !/^(window|document|events?|emitter|router|history|socket|io)$/i.test(first) &&
      args.every(arg => arg.name !== 'String' || /^.\d/.test(sourceOf(script, arg)) || args.length > 1)
    )
  // @grpc/grpc-js
  if (last === 'bindAsync') return args.length > 1
  if (callee === 'Bun.serve' || callee === 'Deno.serve') return true
  // a method of the code may have the name that Apollo's function has
  return (last === 'startStandaloneServer' || callee === 'startStandaloneServer') && args.length > 0
}

function opens(script: Script, name: string, called: string): boolean {
  return OPENS.some(
    ({ modules, calls }) =>
      calls.includes(called) &&
      modules.some(module => imported(script, name, module) || madeBy(script, classOf(script, name)) === module),
  )
}

/** ws listens by itself where it is given a port, and joins an HTTP server where it is given that: `new WebSocketServer({ port: 8080 })` */
function listensForSockets(script: Script, name: string, [options]: readonly SyntaxNode[]): boolean {
  const isWs = madeBy(script, name) === 'ws'
  return isWs && options?.name === 'ObjectExpression' && option(options, script, 'port') !== undefined
}

/** The class that a name stands for an object of; the name itself where it is made of none. */
function classOf(script: Script, name: string): string {
  const binding = script.bindings.get(name)
  const made = binding?.kind === 'value' && binding.node.name === 'NewExpression' ? binding.node : null
  return dotted(script, made) ?? name
}

/** The module that a name comes from, or that made what it stands for. */
function madeBy(script: Script, name: string): string | undefined {
  const binding = script.bindings.get(name)
  if (binding?.kind === 'import') return binding.module
  const made = binding?.kind === 'value' ? binding.node : binding?.kind === 'property' ? binding.from : undefined
  return made && calledModule(script, made)
}

function imported(script: Script, name: string, module: string): boolean {
  const binding = script.bindings.get(name)
  if (binding?.kind === 'import') return binding.module === module
  return binding?.kind === 'value' && sourceOf(script, binding.node).includes(module)
}

/** Modules whose servers speak a protocol of their own: mail, files, terminals. */
export const SOCKETS: readonly string[] = ['smtp-server', 'ftp-srv', 'ssh2', 'ldapjs']

/** `net.createServer().listen(…)`, `new SMTPServer(options).listen(…)` */
function isSocket(script: Script, callee: string): boolean {
  const binding = script.bindings.get(callee.split('.')[0] ?? '')
  const made = binding?.kind === 'value' ? dotted(script, binding.node) : undefined
  if (SOCKETS.includes(madeBy(script, classOf(script, callee.split('.')[0] ?? '')) ?? '')) return true
  return (
    made === 'net.createServer' ||
    made === 'tls.createServer' ||
    callee.startsWith('net.createServer') ||
    keeps(script, callee)
  )
}

/** `this.mail = new SMTPServer(options)`, `server = net.createServer(talk)`: what is kept under a name before it listens. */
function keeps(script: Script, callee: string): boolean {
  const kept = callee.slice(0, callee.lastIndexOf('.'))
  if (!kept.startsWith('this.') && script.bindings.get(kept)?.kind === 'import') return false
  return nodesOf(script, 'AssignmentExpression').some(assignment => {
    const [left, right] = partsOf(assignment)
    if (!left || !right || dotted(script, left) !== kept) return false
    const made = right.name === 'NewExpression' ? dotted(script, right) : dotted(script, right.firstChild)
    return (
      SOCKETS.includes(madeBy(script, made ?? '') ?? '') || made === 'net.createServer' || made === 'tls.createServer'
    )
  })
}

function address(
  evaluator: Evaluator,
  script: Script,
  callee: string,
  args: readonly SyntaxNode[],
): Pick<Listener, 'port' | 'host'> {
  const options = args.find(arg => arg.name === 'ObjectExpression')
  const [first, second] = args.filter(arg => arg.name !== 'ArrowFunction' && arg.name !== 'FunctionExpression')
  const scope = options || second ? undefined : evaluator.evaluate(script, first)?.scope
  const settled = options ?? scope?.node
  const inner = callee === 'startStandaloneServer' ? option(settled, script, 'listen') : settled
  if (inner?.name === 'ObjectExpression') return addressIn(evaluator, scope?.script ?? script, inner)
  return values(
    evaluator.evaluate(script, first) ?? assigned(evaluator, script, first),
    evaluator.evaluate(script, second),
  )
}

/** What the file itself puts where its settings may say nothing: `if (settings.port === undefined) settings.port = 3000`. */
function assigned(evaluator: Evaluator, script: Script, node: SyntaxNode | undefined): Value | undefined {
  const name = node?.name === 'MemberExpression' ? dotted(script, node) : undefined
  if (name === undefined) return undefined
  return firstOf(nodesOf(script, 'AssignmentExpression'), assignment => {
    const [left, right] = partsOf(assignment)
    const value = left && dotted(script, left) === name ? evaluator.evaluate(script, right) : undefined
    return port(value?.literal) === undefined ? undefined : value
  })
}

function addressIn(evaluator: Evaluator, script: Script, options: SyntaxNode): Pick<Listener, 'port' | 'host'> {
  return values(
    evaluator.evaluate(script, option(options, script, 'port')),
    evaluator.evaluate(script, option(options, script, 'host') ?? option(options, script, 'hostname')),
  )
}

function option(node: SyntaxNode | undefined, script: Script, key: string): SyntaxNode | undefined {
  const property = node?.getChildren('Property').find(p => propertyKey(script, p) === key)
  return property && propertyValue(property)
}

function values(portValue: Value | undefined, host: Value | undefined): Pick<Listener, 'port' | 'host'> {
  return {
    ...(portValue ? { port: portValue } : {}),
    ...(host && (typeof host.literal === 'string' || host.variables.length) ? { host } : {}),
  }
}

/** The number, or what stands behind the colon of an address. */
function portOf(value: Value | undefined): number | undefined {
  const literal = value?.literal
  return port(literal) ?? (typeof literal === 'string' ? port(/:(\d+)$/.exec(literal)?.[1]) : undefined)
}

/** @returns port, its variable and the address, as facts, of the first listener whose port is known; a bare socket comes beside a server */
export function listeningOf(code: ScriptCode, all: readonly Listener[], loopbackByDefault: boolean): Listening {
  const servers = all.filter(({ kind }) => kind !== 'tcp')
  const listeners = servers.length ? servers : all
  const listener =
    listeners.find(l => portOf(l.port) !== undefined) ?? listeners.find(l => l.port?.variables.length) ?? listeners[0]
  if (!listener) return {}
  const number = portOf(listener.port)
  const evidence = listener.port
    ? code.view.evidence(listener.port.path, listener.port.line, 'port that the code listens on')
    : listener.evidence
  const variable = listener.port?.variables[0]
  const host = typeof listener.host?.literal === 'string' ? listener.host.literal : undefined
  const loopbackOnly =
    host === undefined ? loopbackByDefault && !listener.host?.variables.length : /^(localhost|127\.|::1$)/.test(host)
  const hostVariable = listener.host?.variables[0]
  return {
    ...(number === undefined
      ? {}
      : { port: certain(number, evidence, ...(evidence === listener.evidence ? [] : [listener.evidence])) }),
    ...(variable === undefined ? {} : { portVariable: certain(variable, evidence) }),
    host: (host === undefined ? likely : certain)(
      { loopbackOnly, ...(hostVariable === undefined ? {} : { variable: hostVariable }) },
      listener.evidence,
    ),
  }
}
