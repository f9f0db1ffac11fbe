import type { SyntaxNode } from '@lezer/common'
import { lineAt } from '../../../text/lines.ts'
import { literally } from '../../../text/patterns.ts'
import { argumentsOf, dotted, propertyKey, propertyValue, sourceOf, type Script } from '../../source/script.ts'
import { firstOf, nodesOf } from '../../source/script-nodes.ts'
import type { ScriptCode } from '../../source/script-code.ts'
import { exposingPackages } from '../../services/metrics.ts'
import type { OwnPart } from '../types.ts'
import { callLike, FILE, literalLike } from './site.ts'

type Look = (script: Script) => number | undefined

/** Modules that do the work of a part. */
const LIBRARIES: readonly (readonly [OwnPart['feature'], RegExp, string])[] = [
  ['metrics', new RegExp(`^(?:${exposingPackages('node').join('|')})$`), 'exports metrics'],
  [
    'logging',
    /^(pino|pino-http|express-pino-logger|winston|express-winston|bunyan|express-bunyan-logger|log4js|tslog|roarr|@google-cloud\/logging-(winston|bunyan))$/,
    'logger',
  ],
  [
    'request-id',
    /^(express-request-id|express-requests-id|cls-rtracer|@fastify\/request-context|express-http-context)$/,
    'identifies requests',
  ],
  ['headers', /^(helmet|@fastify\/helmet|fastify-helmet|lusca)$/, 'sets headers'],
  [
    'drain',
    /^(@godaddy\/terminus|http-terminator|stoppable|http-graceful-shutdown|http-shutdown|close-with-grace|fastify-graceful-shutdown|lightship|server-destroy|async-exit-hook)$/,
    'shuts down',
  ],
]

const LOOKS: readonly (readonly [OwnPart['feature'], Look, string])[] = [
  ['request-id', script => literalLike(script, /^x-(request|correlation)-id$/i), 'header that identifies requests'],
  [
    'headers',
    script => literalLike(script, /^(strict-transport-security|x-content-type-options)$/i),
    'security header',
  ],
  ['request-id', script => optionLike(script, /^(genReqId|requestIdHeader)$/), 'option for identifiers'],
  ['error-boundary', errorHandler, 'handler of errors'],
  [
    'drain',
    script => (/\bprocess\b/.test(script.text) ? literalLike(script, /^SIGTERM$/) : undefined),
    'handles SIGTERM',
  ],
  ['crash', script => literalLike(script, /^(uncaughtException|unhandledRejection)$/), 'handles what nobody caught'],
  ['logging', loggerOption, 'options of the logger'],
]

/** @returns what the code does already that the module would; what stands in the module itself does not count */
export function ownParts(code: ScriptCode, files: readonly string[]): readonly OwnPart[] {
  const found = new Map<OwnPart['feature'], OwnPart>()
  const add = (feature: OwnPart['feature'], script: Script, line: number | undefined, rule: string): void => {
    if (line !== undefined && !found.has(feature))
      found.set(feature, { feature, evidence: [code.view.evidence(script.path, line, rule)] })
  }
  for (const file of files) {
    const script = FILE.test(file) ? undefined : code.script(file)
    if (!script) continue
    for (const [feature, pattern, rule] of LIBRARIES) {
      const module = script.modules.find(name => pattern.test(name))
      if (module !== undefined) add(feature, script, lineOf(script, module), rule)
    }
    for (const [feature, look, rule] of LOOKS) add(feature, script, look(script), rule)
  }
  return [...found.values()]
}

function lineOf(script: Script, module: string): number {
  return lineAt(script.text, Math.max(0, script.text.search(new RegExp(`['"]${literally(module)}['"]`))))
}

function optionLike(script: Script, key: RegExp): number | undefined {
  const property = nodesOf(script, 'Property').find(node => key.test(propertyKey(script, node) ?? ''))
  return property && lineAt(script.text, property.from)
}

/** `app.use((error, request, response, next) => …)`, `app.setErrorHandler(…)` */
function errorHandler(script: Script): number | undefined {
  const own = callLike(script, /\.setErrorHandler$/)
  if (own !== undefined) return own
  const handler = nodesOf(script, 'ArrowFunction', 'FunctionExpression', 'FunctionDeclaration').find(node => {
    const [first, ...rest] = parametersOf(script, node)
    return rest.length === 3 && first !== undefined && /^_*(err|error|e|ex|exception)$/i.test(first)
  })
  return handler && lineAt(script.text, handler.from)
}

function parametersOf(script: Script, node: SyntaxNode): readonly string[] {
  return (node.getChild('ParamList')?.getChildren('VariableDefinition') ?? []).map(name => sourceOf(script, name))
}

/** `Fastify({ logger: { … } })`, `build({ logger: { … } })`: what is said in so many words. */
function loggerOption(script: Script): number | undefined {
  const option = firstOf(nodesOf(script, 'CallExpression'), node => {
    if (dotted(script, node.firstChild) === undefined) return undefined
    const options = argumentsOf(node).find(argument => argument.name === 'ObjectExpression')
    return options?.getChildren('Property').findLast(property => {
      const value = propertyValue(property)
      const told = /^logger(Instance)?$/.test(propertyKey(script, property) ?? '')
      return told && value && !/^(true|false|prodReady\.logging)$/.test(sourceOf(script, value))
    })
  })
  return option && lineAt(script.text, option.from)
}
