import type { SyntaxNode } from '@lezer/common'
import { dirname } from '../../text/paths.ts'
import { lineAt } from '../../text/lines.ts'
import {
  argumentsOf,
  dotted,
  literalText,
  memberKey,
  propertyKey,
  propertyValue,
  sourceOf,
  walk,
  type Script,
} from '../source/script.ts'
import type { ScriptCode } from '../source/script-code.ts'
import { isProbe, PROBE_LITERAL, type Route } from './endpoints.ts'
import { controllersIn, globalPrefix, versionPrefix } from './node-controllers.ts'

const METHODS = /^(get|head|all|use|route|options|openapi|any|mount)$/
/** A router that is mounted under a path: the file it comes from, or a name in the same file. */
interface Mount {
  readonly script: Script
  readonly prefix: string
  readonly receiver: string
  readonly target?: string
  readonly local?: string
}

interface Literal {
  readonly script: Script
  readonly path: string
  readonly receiver: string
  readonly node: SyntaxNode
}

/** @returns the routes for health checks and metrics in the code, each with what its router is mounted under */
export function nodeRoutes(code: ScriptCode, files: readonly string[]): readonly Route[] {
  const matching = (pattern: RegExp): readonly Script[] =>
    files.filter(file => pattern.test(code.view.text(file) ?? '')).flatMap(file => code.script(file) ?? [])
  const literals = matching(PROBE_LITERAL).flatMap(script => literalsIn(script))
  const controllers = matching(/@Controller\b[^]*(?:health|ready|live|ping|metrics|status)/i).flatMap(script =>
    controllersIn(script),
  )
  if (!literals.length && !controllers.length) return []
  const mounts = literals.length
    ? matching(/\.(?:use|register|route|mount|basePath)\(/).flatMap(script => mountsIn(code, script))
    : []
  const global = controllers.length
    ? `${globalPrefix(matching(/setGlobalPrefix/))}/${versionPrefix(matching(/enableVersioning/))}`
    : ''
  const route = (script: Script, path: string, node: SyntaxNode): Route => ({
    path: `/${path
      .split('/')
      .filter(part => part !== '')
      .join('/')}`,
    evidence: code.view.evidence(script.path, lineAt(script.text, node.from), 'route'),
  })
  return [
    ...literals.flatMap(literal =>
      prefixesOf(literal.script, literal.receiver, mounts, new Set()).map(prefix =>
        route(literal.script, `${autoPrefix(literal)}${prefix}/${literal.path}`, literal.node),
      ),
    ),
    ...controllers.map(found => route(found.script, `${global}/${found.path}`, found.node)),
  ]
}

function literalsIn(script: Script): readonly Literal[] {
  const found: Literal[] = []
  walk(script.top, ({ name, node }) => {
    const literal =
      name === 'CallExpression'
        ? callLiteral(script, node)
        : name === 'Property'
          ? propertyLiteral(script, node)
          : undefined
    if (literal && isProbe(literal.path)) found.push(literal)
    return undefined
  })
  return found
}

/** `app.get('/health', …)` */
function callLiteral(script: Script, node: SyntaxNode): Literal | undefined {
  const callee = node.firstChild
  const method = callee?.name === 'MemberExpression' ? memberKey(script, callee) : undefined
  if (!callee || method === undefined || !METHODS.test(method)) return undefined
  for (const argument of argumentsOf(node).slice(0, 2)) {
    const path = literalText(script, argument)
    if (path?.startsWith('/'))
      return { script, path, receiver: (dotted(script, callee.firstChild) ?? '').split('.')[0] ?? '', node: argument }
  }
  return undefined
}

/** `{ method: 'GET', url: '/health', handler }`, `{ path: '/health' }` */
function propertyLiteral(script: Script, node: SyntaxNode): Literal | undefined {
  const key = propertyKey(script, node)
  const value =
    key === 'url' || key === 'path' || key === 'endpoint' || key === 'metricsPath' ? propertyValue(node) : undefined
  const path = value && literalText(script, value)
  const object = node.parent
  const isRoute =
    object
      ?.getChildren('Property')
      .some(other => /^(method|handler|schema|responses|tags|get)$/.test(propertyKey(script, other) ?? '')) ?? false
  return value && path?.startsWith('/') && (isRoute || key === 'endpoint' || key === 'metricsPath')
    ? { script, path, receiver: '', node: value }
    : undefined
}

function mountsIn(code: ScriptCode, script: Script): readonly Mount[] {
  const found: Mount[] = []
  walk(script.top, ({ name, node }) => {
    if (name !== 'CallExpression' && name !== 'NewExpression') return undefined
    const callee = node.firstChild
    const args = argumentsOf(node)
    const receiver =
      (dotted(script, callee?.name === 'MemberExpression' ? callee.firstChild : callee) ?? '').split('.')[0] ?? ''
    const method = callee?.name === 'MemberExpression' ? memberKey(script, callee) : undefined
    if (method !== undefined && /^(use|route|register|mount|basePath)$/.test(method)) {
      const [first, ...rest] = args
      const prefix = (first && literalText(script, first)) ?? optionPrefix(script, args)
      const targets = prefix !== undefined && first && literalText(script, first) !== undefined ? rest : args
      if (prefix !== undefined)
        for (const target of targets) found.push(...mounted(code, script, prefix, receiver, target))
    }
    return undefined
  })
  return found
}

/** `fastify.register(routes, { prefix: '/api' })`, `new Router({ prefix: '/api' })` */
function optionPrefix(script: Script, args: readonly SyntaxNode[]): string | undefined {
  const options = args.find(argument => argument.name === 'ObjectExpression')
  const property = options?.getChildren('Property').find(p => propertyKey(script, p) === 'prefix')
  const value = property && propertyValue(property)
  return value && literalText(script, value)
}

function mounted(
  code: ScriptCode,
  script: Script,
  prefix: string,
  receiver: string,
  target: SyntaxNode,
): readonly Mount[] {
  const name = dotted(script, target)?.split('.')[0]
  const required = target.name === 'CallExpression' && name === 'require' ? argumentsOf(target)[0] : undefined
  const module = required ? literalText(script, required) : moduleOf(script, name)
  const file = module === undefined ? undefined : code.resolve(script.path, module)
  if (file !== undefined) return [{ script, prefix, receiver, target: file }]
  return name === undefined ? [] : [{ script, prefix, receiver, local: name }]
}

function moduleOf(script: Script, name: string | undefined): string | undefined {
  const binding = name === undefined ? undefined : script.bindings.get(name)
  if (binding?.kind === 'import') return binding.module
  const from = binding?.kind === 'value' ? binding.node : binding?.kind === 'property' ? binding.from : undefined
  if (from?.name !== 'CallExpression' || sourceOf(script, from.firstChild ?? from) !== 'require') return undefined
  const [argument] = argumentsOf(from)
  return argument && literalText(script, argument)
}

/** What stands in front of the routes of a router: the mounts of its name in the file, and those of its file. */
function prefixesOf(script: Script, receiver: string, mounts: readonly Mount[], seen: Set<string>): readonly string[] {
  const key = `${script.path}\0${receiver}`
  if (seen.has(key) || seen.size > 20) return ['']
  seen.add(key)
  const own = ownPrefix(script, receiver)
  const local = mounts.filter(mount => mount.script === script && mount.local !== undefined && mount.local === receiver)
  const here = local.length ? local : mounts.filter(mount => mount.target === script.path)
  if (!here.length) return [own]
  return [
    ...new Set(
      here.flatMap(mount =>
        prefixesOf(mount.script, mount.receiver, mounts, seen).map(prefix => `${prefix}/${mount.prefix}/${own}`),
      ),
    ),
  ].slice(0, 4)
}

/** `const router = new Router({ prefix: '/api' })` */
function ownPrefix(script: Script, receiver: string): string {
  const binding = script.bindings.get(receiver)
  if (binding?.kind !== 'value' || (binding.node.name !== 'NewExpression' && binding.node.name !== 'CallExpression'))
    return ''
  return optionPrefix(script, argumentsOf(binding.node)) ?? ''
}

/** @fastify/autoload puts the folders below `routes/` in front of what the files in them register. */
function autoPrefix({ script, receiver }: Literal): string {
  if (
    !/^(fastify|app|server|instance)$/.test(receiver) ||
    !/(^|\/)routes\//.test(script.path) ||
    script.modules.some(module => /^(express|koa|hono)/.test(module))
  )
    return ''
  const below = dirname(script.path).split('/')
  const at = below.lastIndexOf('routes')
  const isPlugin = [...script.exports.values()].some(
    exported => exported.kind === 'local' && /Function|Arrow/.test(exported.node.name),
  )
  return at < 0 || !isPlugin ? '' : below.slice(at + 1).join('/')
}
