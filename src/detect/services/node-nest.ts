import { lineAt } from '../../text/lines.ts'
import { argumentsOf, calleeOf, dotted, sourceOf, type Script } from '../source/script.ts'
import { firstOf, nodesBelow, nodesOf } from '../source/script-nodes.ts'
import type { ScriptCode } from '../source/script-code.ts'
import { optionOf } from '../source/value.ts'
import type { SyntaxNode } from '@lezer/common'
import type { Standalone } from '../catalogue.ts'

/** Text of a file that may make such a program. */
const MAKES = /\bcreate(?:ApplicationContext|Microservice)\b|\bCommandFactory\b/
/** Transports whose server is a broker of messages. */
const BROKERED = /^(RMQ|KAFKA|NATS|REDIS|MQTT)$/

/** @returns what the files that a program reaches make with Nest, when that is no HTTP server */
export function standaloneOf(code: ScriptCode, files: readonly string[]): Standalone | undefined {
  const scripts = files.flatMap(file => {
    const script = /\bNestFactory\b|\bCommandFactory\b/.test(code.view.text(file) ?? '') ? code.script(file) : undefined
    return script ? [script] : []
  })
  if (scripts.some(script => callOf(script, /^NestFactory\.create$/))) return undefined
  for (const script of scripts) {
    const call = MAKES.test(script.text)
      ? callOf(script, /^(NestFactory\.create(ApplicationContext|Microservice)|CommandFactory\.\w+)$/)
      : undefined
    if (!call) continue
    const name = dotted(script, calleeOf(call)) ?? ''
    const evidence = code.view.evidence(script.path, lineAt(script.text, call.from), `makes no HTTP server: ${name}`)
    const served = BROKERED.test(transportOf(script, call)) ? 'worker' : 'socket'
    return { kind: name.endsWith('Microservice') ? served : ends(script) ? 'command' : 'worker', evidence }
  }
  return undefined
}

/** The context is there for one run: for commands, or for a script that closes it. What a signal closes runs until then. */
function ends(script: Script): boolean {
  if (script.bindings.has('CommandFactory') || script.bindings.has('CommandService')) return true
  return nodesOf(script, 'CallExpression').some(node => {
    const [argument] = argumentsOf(node)
    const isDone = argument === undefined || sourceOf(script, argument) === '0'
    return isDone && /\.close$|^process\.exit$/.test(dotted(script, calleeOf(node)) ?? '') && !isOnSignal(script, node)
  })
}

/** `process.on('SIGTERM', () => app.close())` */
function isOnSignal(script: Script, node: SyntaxNode): boolean {
  for (let outer = node.parent; outer; outer = outer.parent)
    if (outer.name === 'CallExpression' && /^process\.(on|once)$/.test(dotted(script, calleeOf(outer)) ?? ''))
      return true
  return false
}

/** @returns `GRPC` of `createMicroservice(Module, { transport: Transport.GRPC })`; `TCP` where the code does not say */
export function transportOf(script: Script, call: SyntaxNode): string {
  const options = optionsOf(call)
  const transport = options && optionOf(script, options, 'transport')
  return (transport && sourceOf(script, transport).split('.').at(-1)) ?? 'TCP'
}

/** @returns where the address of a microservice stands: `url` for gRPC, `port` for TCP */
export function addressOf(script: Script, call: SyntaxNode): SyntaxNode | undefined {
  const options = optionsOf(call)
  const inner = options && optionOf(script, options, 'options')
  return inner?.name === 'ObjectExpression'
    ? optionOf(script, inner, transportOf(script, call) === 'GRPC' ? 'url' : 'port')
    : undefined
}

function optionsOf(call: SyntaxNode): SyntaxNode | undefined {
  const [, options] = argumentsOf(call)
  // the type may be asserted: `{ … } as MicroserviceOptions`
  return options?.name === 'ObjectExpression' ? options : options && nodesBelow(options, /^ObjectExpression$/)[0]
}

function callOf(script: Script, name: RegExp): SyntaxNode | undefined {
  return firstOf(nodesOf(script, 'CallExpression'), node =>
    name.test(dotted(script, calleeOf(node)) ?? '') ? node : undefined,
  )
}
