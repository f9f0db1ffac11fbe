import type { SyntaxNode } from '@lezer/common'
import {
  argumentsOf,
  calleeOf,
  childrenOf,
  dotted,
  literalText,
  memberKey,
  partsOf,
  sourceOf,
  type Script,
} from '../source/script.ts'
import { nodesOf } from '../source/script-nodes.ts'
import type { ScriptCode } from '../source/script-code.ts'
import { Evaluator } from '../source/script-values.ts'
import type { Value } from '../source/value.ts'
import { optionOf, templateText } from '../source/value.ts'
import type { Method } from '../types.ts'
import { declarationOf, type Place } from './node-classes.ts'
import { methodOf, type RouteScope } from './routes.ts'

/** A route of a class with decorators. */
export interface Controlled {
  readonly script: Script
  readonly path: string
  readonly method: Method
  /** Versions that the class or the method names. */
  readonly versions: readonly string[]
  readonly node: SyntaxNode
}

/** @returns the routes of classes: `@Controller('health') class … { @Get('ready') … }`, with those of the classes that they extend */
export function controllersIn(code: ScriptCode, script: Script, scope: RouteScope): readonly Controlled[] {
  const found: Controlled[] = []
  for (const node of nodesOf(script, 'ClassDeclaration')) {
    const base = decoratedBy(node)
      .flatMap(place => decoratorsOf(script, place, scope.every ? /^(Json)?[cC]ontroller$/ : /^[cC]ontroller$/))
      .at(0)
    if (base)
      for (const home of [{ script, node }, ...extendedBy(code, script, node)])
        found.push(...handlersOf(home.script, home.node, base, scope))
  }
  return found
}

/** Nobody stacks more classes than this: a circle ends as well. */
const MAX_BASES = 4

/** The classes of the repository that a class extends, the nearest first. */
function extendedBy(code: ScriptCode, script: Script, node: SyntaxNode, depth = 0): readonly Place[] {
  const heritage = node.getChild('extends')?.nextSibling
  const name = heritage && dotted(script, heritage)
  const base = name === undefined || name === null || depth >= MAX_BASES ? undefined : declarationOf(code, script, name)
  return base ? [base, ...extendedBy(code, base.script, base.node, depth + 1)] : []
}

/** The routes of the methods of a class, below what `base` says. */
function handlersOf(script: Script, node: SyntaxNode, base: Decorator, scope: RouteScope): readonly Controlled[] {
  const found: Controlled[] = []
  for (const handler of node.getChild('ClassBody')?.getChildren('MethodDeclaration') ?? [])
    for (const { name: verb, paths } of decoratorsOf(script, handler, scope.every ? ANY_METHOD : READ_METHOD))
      for (const front of base.paths)
        for (const path of paths) {
          const full = `${front}/${path}`
          const method = methodOf(verb.replace(/^http/, ''))
          const versions = [...versionsOf(script, handler), ...base.versions]
          if (method !== undefined && scope.wanted(full))
            found.push({ script, path: full, method, versions, node: handler })
        }
  return found
}

/** Nest, routing-controllers and, with `http` in front, Inversify. */
const ANY_METHOD = /^(?:http)?(Get|All|Head|Post|Put|Patch|Delete|Options)$/
const READ_METHOD = /^(?:http)?(Get|All|Head)$/

/** @returns the nodes that may have the decorators of a class: in front of `export` the grammar gives them a class of their own. */
export function decoratedBy(node: SyntaxNode): readonly SyntaxNode[] {
  const before = node.parent?.name === 'ExportDeclaration' ? node.parent.prevSibling : null
  const stray = before?.name === 'ClassDeclaration' && !before.getChild('ClassBody') ? [before] : []
  return [node, ...(node.parent ? [node.parent] : []), ...stray]
}

interface Decorator {
  readonly name: string
  readonly paths: readonly string[]
  readonly versions: readonly string[]
}

/** @returns the decorators of `node` that are called so, with the paths that they name: '' for one without */
function decoratorsOf(script: Script, node: SyntaxNode, name: RegExp): readonly Decorator[] {
  return childrenOf(node)
    .filter(child => child.name === 'Decorator')
    .flatMap(decorator => {
      const call = decorator.getChild('CallExpression')
      const called = call ? (dotted(script, calleeOf(call)) ?? '') : ''
      if (!call || !name.test(called)) return []
      const [first] = argumentsOf(call)
      const isObject = first?.name === 'ObjectExpression'
      const path = isObject ? optionOf(script, first, 'path') : first
      const version = isObject ? optionOf(script, first, 'version') : undefined
      return [{ name: called, paths: textsOf(script, path, ['']), versions: textsOf(script, version, []) }]
    })
}

/** `@Version('2')` */
function versionsOf(script: Script, node: SyntaxNode): readonly string[] {
  return decoratorsOf(script, node, /^Version$/).flatMap(({ paths }) => paths)
}

function textsOf(script: Script, node: SyntaxNode | undefined, other: readonly string[]): readonly string[] {
  const nodes = node?.name === 'ArrayExpression' ? partsOf(node) : node ? [node] : []
  const found = nodes.flatMap(part => literalText(script, part) ?? [])
  return found.length ? found : other
}

/** Versions in the path: `{ type: URI, defaultVersion: '1', prefix: 'v' }` */
export interface Versioning {
  readonly prefix: string
  /** For a route that has no version of its own. */
  readonly fallback?: string
}

/** @returns how versions stand in paths; undefined where they do not */
export function versioning(scripts: readonly Script[]): Versioning | undefined {
  for (const script of scripts) {
    for (const args of callsOf(script, 'enableVersioning')) {
      const [options] = args
      const option = (key: string): SyntaxNode | undefined => options && optionOf(script, options, key)
      const [type, version, prefix] = [option('type'), option('defaultVersion'), option('prefix')]
      if (type && !sourceOf(script, type).endsWith('URI')) continue
      const fallback = version && literalText(script, version)
      return {
        prefix: (prefix && literalText(script, prefix)) ?? 'v',
        ...(fallback === undefined ? {} : { fallback }),
      }
    }
  }
  return undefined
}

export interface GlobalPrefix {
  /** What it is when nothing is configured. */
  readonly value: string
  /** True when there is one, and what it is cannot be told. */
  readonly isUnknown: boolean
  readonly excluded: readonly string[]
  readonly excludesHealth: boolean
}

/** @returns the prefix in `app.setGlobalPrefix('api')`, and the paths that do not have it */
export function globalPrefix(
  code: ScriptCode,
  scripts: readonly Script[],
  settings: readonly Script[] = [],
): GlobalPrefix {
  const evaluator = new Evaluator(code, key => registered(new Evaluator(code), settings, key))
  for (const script of scripts) {
    for (const [first, options] of callsOf(script, 'setGlobalPrefix')) {
      if (!first) continue
      const textOf = (node: SyntaxNode): string | undefined => {
        const literal = evaluator.evaluate(script, node)?.literal
        return typeof literal === 'string' ? literal : undefined
      }
      const put = (other?: string): string | undefined =>
        first.name === 'TemplateString' ? templateText(script, first, part => textOf(part) ?? other) : undefined
      const known = literalText(script, first) ?? textOf(first) ?? put()
      const excluded = options && optionOf(script, options, 'exclude')
      return {
        // what is not known of a text is most often not set
        value: known ?? put('') ?? '',
        isUnknown: known === undefined,
        excluded: textsOf(script, excluded, []),
        excludesHealth: options !== undefined && sourceOf(script, options).includes('health'),
      }
    }
  }
  return { value: '', isUnknown: false, excluded: [], excludesHealth: false }
}

/** What `registerAs('app', () => ({ prefix: 'api' }))` says of `app.prefix`. */
function registered(evaluator: Evaluator, settings: readonly Script[], key: string): Value | undefined {
  const [space, name = ''] = key.split('.')
  for (const script of settings)
    for (const [first, factory] of callsOf(script, 'registerAs')) {
      if (!first || literalText(script, first) !== space) continue
      const made = evaluator.evaluate(script, factory)?.scope
      const value = made?.node && evaluator.evaluate(made.script, optionOf(made.script, made.node, name))
      if (value) return value
    }
  return undefined
}

function callsOf(script: Script, method: string): readonly (readonly SyntaxNode[])[] {
  const isCalled = (callee: SyntaxNode | null): boolean =>
    (callee?.name === 'MemberExpression' ? memberKey(script, callee) : callee && sourceOf(script, callee)) === method
  return nodesOf(script, 'CallExpression')
    .filter(node => isCalled(calleeOf(node)))
    .map(argumentsOf)
}
