import type { SyntaxNode } from '@lezer/common'
import {
  argumentsOf,
  calleeOf,
  DEFAULT,
  dotted,
  literalText,
  memberKey,
  propertyKey,
  propertyValue,
  sourceOf,
  WHOLE,
  type Script,
} from '../source/script.ts'
import { nodesOf } from '../source/script-nodes.ts'
import type { ScriptCode } from '../source/script-code.ts'
import { Evaluator } from '../source/script-values.ts'
import { optionOf, templateText } from '../source/value.ts'
import { classOf } from './node-instances.ts'
import { calledModule, importOf, originOf } from '../source/script-origin.ts'
import { mountArguments } from './node-koa-mount.ts'
import { functionOf, receiverOf } from './node-route-calls.ts'

/** A router that is mounted: the file it comes from, a name in the same file, or the function that stands there. */
export interface Mount {
  readonly script: Script
  readonly prefix: string
  readonly receiver: string
  /** Where it is mounted. */
  readonly node: SyntaxNode
  readonly target?: string
  /** What of the target is mounted, by the name that it is exported under; undefined for all of it. */
  readonly name?: string
  readonly local?: string
  readonly inline?: SyntaxNode
}

/** What a function is given that adds routes to it. */
const ROUTERS = 'app|api|router|routes?|server|fastify'
const ROUTER = new RegExp(`^(?:${ROUTERS})$`)

/** Text of a file that mounts routers. */
export const MOUNTING = new RegExp(
  String.raw`\.(?:use|register|route|mount|basePath|group|prefix)\(|\broute:\s*\w|[\w)]\((?:${ROUTERS})\)`,
)

/** @returns what a file mounts, with or without something in front of it */
export function mountsIn(code: ScriptCode, script: Script): readonly Mount[] {
  const found: Mount[] = []
  const listed: { readonly receiver: string; readonly node: SyntaxNode }[] = []
  for (const node of nodesOf(script, 'CallExpression')) {
    const callee = calleeOf(node)
    const method = callee?.name === 'MemberExpression' ? memberKey(script, callee) : undefined
    const giver = callee && method !== undefined ? callee.firstChild : callee
    const given = giver ? handed(code, script, giver, node) : []
    found.push(...given)
    if (given.length) continue
    if (!callee || method === undefined || !/^(use|route|register|mount|group)$/.test(method)) continue
    const args = mountArguments(script, argumentsOf(node))
    const receiver = receiverOf(script, callee.firstChild)
    const [first, ...rest] = args
    const text =
      first && (literalText(script, first) ?? (rest.length > 0 ? constantIn(code, script, first) : undefined))
    if (first?.name === 'MemberExpression' && rest.length && /^(path|prefix|url)$/.test(memberKey(script, first) ?? ''))
      listed.push({ receiver, node })
    const prefix = text ?? optionPrefix(code, script, args) ?? ''
    for (const target of text === undefined ? args : rest)
      found.push(...mounted(code, { script, prefix, receiver, node }, target))
  }
  const [list] = listed
  return list ? [...found, ...listedMounts(code, script, list.receiver, list.node)] : found
}

/** `users(router)`, `require('./users')(router)`, `require('./users').register(router)`: a function of another file adds its routes to the router */
function handed(code: ScriptCode, script: Script, callee: SyntaxNode, node: SyntaxNode): readonly Mount[] {
  const [router, ...rest] = argumentsOf(node)
  const receiver = router && sourceOf(script, router)
  if (receiver === undefined || rest.length > 0 || !ROUTER.test(receiver)) return []
  return mounted(code, { script, prefix: '', receiver, node }, callee).filter(mount => mount.target !== undefined)
}

/** `[{ path: '/users', route: users }].forEach(({ path, route }) => router.use(path, route))` */
function listedMounts(code: ScriptCode, script: Script, receiver: string, node: SyntaxNode): readonly Mount[] {
  const found: Mount[] = []
  for (const object of nodesOf(script, 'ObjectExpression')) {
    const option = (keys: RegExp): SyntaxNode | undefined => {
      const property = object.getChildren('Property').find(p => keys.test(propertyKey(script, p) ?? ''))
      return property && propertyValue(property)
    }
    const [path, target] = [option(/^(path|prefix|url)$/), option(/^(route|router|routes|controller)$/)]
    const prefix = path && literalText(script, path)
    if (prefix !== undefined && target) found.push(...mounted(code, { script, prefix, receiver, node }, target))
  }
  return found
}

/** `fastify.register(routes, { prefix: '/api' })`, `new Router({ prefix: '/api' })` */
function optionPrefix(code: ScriptCode, script: Script, args: readonly SyntaxNode[]): string | undefined {
  const options = args.find(argument => argument.name === 'ObjectExpression')
  const value = options && (optionOf(script, options, 'prefix') ?? optionOf(script, options, 'basePath'))
  if (!value) return undefined
  const known = (node: SyntaxNode): string | undefined => literalText(script, node) ?? constantIn(code, script, node)
  return value.name === 'TemplateString'
    ? templateText(script, value, part => known(part) ?? `:${lastWord(script, part)}`)
    : (known(value) ?? `/:${lastWord(script, value)}`)
}

/** What only the running program knows stands for a parameter: without it the path would be another one. */
function lastWord(script: Script, node: SyntaxNode): string {
  return /(\w+)\W*$/.exec(sourceOf(script, node))?.[1] ?? 'prefix'
}

/**
 * @returns the text of a constant, of this file or of another one, for a setting what holds when nothing is set; undefined for what a function
 * is given, and for all that is no path
 */
function constantIn(code: ScriptCode, script: Script, node: SyntaxNode): string | undefined {
  const [name = ''] = dotted(script, node)?.split('.') ?? []
  const kind = script.bindings.get(name)?.kind
  if (!/^(VariableName|MemberExpression)$/.test(node.name) || (kind !== 'value' && kind !== 'import')) return undefined
  const value = new Evaluator(code).evaluate(script, node)
  return typeof value?.literal === 'string' ? value.literal : undefined
}

type Place = Pick<Mount, 'script' | 'prefix' | 'receiver' | 'node'>

function mounted(code: ScriptCode, place: Place, target: SyntaxNode): readonly Mount[] {
  const { script } = place
  if (target.name === 'ArrowFunction' || target.name === 'FunctionExpression') return [{ ...place, inline: target }]
  const words = dotted(script, target)?.split('.')
  const name = words?.[0]
  const required = calledModule(script, target)
  const from =
    required === undefined ? importOf(script, classOf(script, target) ?? name) : { module: required, name: WHOLE }
  const file = from && code.resolve(script.path, from.module)
  if (from && file !== undefined) {
    const origin = originOf(code, file, from.name)
    const isWhole = origin.name === WHOLE || origin.name === DEFAULT
    const part = isWhole && target.name === 'MemberExpression' ? partOf(code, origin.file, words?.[1]) : undefined
    if (part) return [{ ...place, target: part.file, ...(part.name === undefined ? {} : { name: part.name }) }]
    return [{ ...place, target: origin.file, ...(isWhole ? {} : { name: origin.name }) }]
  }
  return name === undefined ? [] : [{ ...place, local: name === 'this' ? `this.${words?.[1] ?? ''}` : name }]
}

/**
 * `module.exports = { api: apiRouter, users: require('./users') }`, or the file that one hands on
 * @returns where what the object has under `key` is made, and its name there; undefined where the file exports no such object
 */
function partOf(
  code: ScriptCode,
  file: string,
  key: string | undefined,
  depth = 0,
): { readonly file: string; readonly name?: string } | undefined {
  const script = key === undefined || depth > MOST ? undefined : code.script(file)
  const exported = script?.exports.get(DEFAULT)
  if (!script || exported?.kind !== 'local') return undefined
  const resolved = (node: SyntaxNode): string | undefined => {
    const module = node.name === 'CallExpression' ? calledModule(script, node) : undefined
    return module === undefined ? undefined : code.resolve(file, module)
  }
  const next = resolved(exported.node)
  if (next !== undefined) return partOf(code, next, key, depth + 1)
  if (exported.node.name !== 'ObjectExpression') return undefined
  const property = exported.node.getChildren('Property').find(p => propertyKey(script, p) === key)
  const value = property && propertyValue(property)
  const required = value && resolved(value)
  if (required !== undefined) return { file: required }
  const name = value?.name === 'PropertyDefinition' ? sourceOf(script, value) : value && dotted(script, value)
  const origin = name === undefined ? undefined : importOf(script, name)
  const home = origin && code.resolve(file, origin.module)
  if (home !== undefined) return { file: home }
  return name === undefined ? undefined : { file, name }
}

/** Most places that one router is mounted at. */
const MOST = 4
const DEEPEST = 20

/** @returns what stands in front of what `receiver` registers at `node`: the mounts of its name, of the function around it, or of its file */
export function prefixesOf(
  script: Script,
  receiver: string,
  node: SyntaxNode,
  mounts: Mounts,
  seen: ReadonlySet<string> = new Set(),
): readonly string[] {
  const around = functionOf(script, receiver, node)
  const key = `${script.path}\0${receiver}\0${around ? String(around.from) : ''}`
  if (seen.has(key) || seen.size > DEEPEST) return ['']
  const path = new Set([...seen, key])
  const own = mounts.own(script, receiver)
  const here = mounts.of(script, receiver, around)
  if (!here.length) return [own]
  const all = here.flatMap(mount =>
    prefixesOf(mount.script, mount.receiver, mount.node, mounts, path).map(
      prefix => `${prefix}/${mount.prefix}/${own}`,
    ),
  )
  return [...new Set(all.map(prefix => prefix.replace(/\/+/g, '/')))].slice(0, MOST)
}

/** All mounts of a service, found by what is mounted. */
export class Mounts {
  readonly #all: readonly Mount[]
  readonly #targets = new Map<string, Mount[]>()
  readonly #own = new Map<string, string>()
  readonly #code: ScriptCode

  constructor(code: ScriptCode, scripts: readonly Script[]) {
    this.#code = code
    this.#all = scripts.flatMap(script => mountsIn(code, script))
    for (const mount of this.#all) {
      if (mount.target === undefined) continue
      const list = this.#targets.get(mount.target)
      if (list) list.push(mount)
      else this.#targets.set(mount.target, [mount])
    }
  }

  /** @returns true when the code mounts what the file exports */
  mounts(script: Script): boolean {
    return this.#targets.has(script.path)
  }

  of(script: Script, receiver: string, around: SyntaxNode | undefined): readonly Mount[] {
    const same = this.#all.filter(mount => mount.script === script)
    const local = same.filter(mount => mount.local !== undefined && mount.local === receiver && !around)
    if (local.length) return local
    const inline = same.filter(mount => around && mount.inline?.from === around.from)
    if (inline.length) return inline
    const name = around && nameOf(script, around)
    const named = same.filter(mount => name !== undefined && mount.local === name)
    if (named.length) return named
    const files = this.#targets.get(script.path) ?? []
    const wanted = new Set([receiver, name ?? receiver])
    const exact = files.filter(mount => mount.name !== undefined && wanted.has(localName(script, mount.name)))
    return exact.length ? exact : files
  }

  /** What the router itself says: `new Router({ prefix: '/api' })`, `new Hono().basePath('/api')`, `router.prefix('/api')` */
  own(script: Script, receiver: string): string {
    const key = `${script.path}\0${receiver}`
    let known = this.#own.get(key)
    if (known === undefined) this.#own.set(key, (known = ownPrefix(this.#code, script, receiver)))
    return known
  }
}

/** `const name = () => …`, `function name() { … }` */
function nameOf(script: Script, node: SyntaxNode): string | undefined {
  for (const [name, binding] of script.bindings)
    if (binding.kind === 'value' && binding.node.from === node.from && binding.node.to === node.to) return name
  return undefined
}

/** The name in the file of what it exports under another one: `export const UserRoutes = router`, `export { router as users }` */
function localName(script: Script, exported: string): string {
  const found = script.exports.get(exported)
  const name =
    found?.kind === 'local' && found.node.name.startsWith('Variable') ? sourceOf(script, found.node) : exported
  const binding = script.bindings.get(name)
  return binding?.kind === 'value' && binding.node.name === 'VariableName' ? sourceOf(script, binding.node) : name
}

function ownPrefix(code: ScriptCode, script: Script, receiver: string): string {
  const binding = script.bindings.get(receiver)
  let node: SyntaxNode | null = binding?.kind === 'value' ? binding.node : null
  while (node && /^(NewExpression|CallExpression|MemberExpression|AwaitExpression)$/.test(node.name)) {
    const [first] = node.name === 'MemberExpression' ? [] : argumentsOf(node)
    const called = node.name === 'MemberExpression' ? null : calleeOf(node)
    const callee = called?.name === 'MemberExpression' ? memberKey(script, called) : undefined
    const text = callee === 'basePath' && first ? literalText(script, first) : undefined
    const option = node.name === 'MemberExpression' ? undefined : optionPrefix(code, script, argumentsOf(node))
    if (text !== undefined || option !== undefined) return text ?? option ?? ''
    node = node.name === 'NewExpression' ? null : (called ?? node.firstChild)
  }
  return script.text.includes('.prefix(') ? setPrefix(script, receiver) : ''
}

function setPrefix(script: Script, receiver: string): string {
  let found = ''
  for (const node of nodesOf(script, 'CallExpression')) {
    const callee = calleeOf(node)
    if (callee?.name !== 'MemberExpression' || memberKey(script, callee) !== 'prefix') continue
    const [first, ...more] = argumentsOf(node)
    if (first && !more.length && dotted(script, callee.firstChild) === receiver)
      found = literalText(script, first) ?? found
  }
  return found
}
