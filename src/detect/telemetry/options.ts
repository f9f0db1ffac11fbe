import type { SyntaxNode } from '@lezer/common'
import { lineAt } from '../../text/lines.ts'
import type { Evidence } from '../evidence.ts'
import type { MetricsCode } from '../metrics/types.ts'
import {
  argumentsOf,
  calleeOf,
  dotted,
  literalText,
  partsOf,
  propertyKey,
  sourceOf,
  type Script,
} from '../source/script.ts'
import { nodesOf } from '../source/script-nodes.ts'
import type { ScriptCode } from '../source/script-code.ts'
import { Evaluator } from '../source/script-values.ts'
import type { Value } from '../source/value.ts'
import { optionOf } from '../source/value.ts'
import { port as toPort } from '../values.ts'

/** A setting that is there and cannot be read: a variable, a call, or it may hide in a spread. */
export const UNREADABLE: unique symbol = Symbol('unreadable')
/** What an option is set to; undefined where it is not set. */
export type Setting<T> = T | typeof UNREADABLE | undefined

/** An object of options, as far as it can be read. */
export class Options {
  readonly #evaluate: Evaluate

  /** @param node undefined where no options are given */
  constructor(
    readonly code: ScriptCode | undefined,
    readonly script: Script,
    readonly node: SyntaxNode | undefined,
  ) {
    const evaluator = code && new Evaluator(code)
    this.#evaluate = node => evaluator?.evaluate(script, node)
  }

  /** The object literal, also behind a name of the same file. */
  get #object(): SyntaxNode | undefined {
    if (this.node?.name === 'ObjectExpression') return this.node
    const binding =
      this.node?.name === 'VariableName' ? this.script.bindings.get(sourceOf(this.script, this.node)) : undefined
    return binding?.kind === 'value' && binding.node.name === 'ObjectExpression' ? binding.node : undefined
  }

  /** True where options may be set that cannot be seen. */
  get isOpen(): boolean {
    if (!this.node) return false
    const object = this.#object
    return !object || object.getChildren('Property').some(property => property.getChild('Spread') !== null)
  }

  /** A place that is no object: what is set there cannot be seen. */
  get #unseen(): SyntaxNode | undefined {
    const object = this.#object
    return object ? object.getChildren('Property').find(property => property.getChild('Spread')) : this.node
  }

  #at(key: string): SyntaxNode | undefined {
    return this.#object && optionOf(this.script, this.#object, key)
  }

  /** @returns true where the option is set, to whatever value but `undefined`, `null` and `false` */
  has(key: string): boolean {
    const node = this.#at(key)
    return node !== undefined && !/^(?:undefined|null|false)$/.test(sourceOf(this.script, node))
  }

  text(key: string): Setting<string> {
    const value = this.#value(key)
    return value === undefined || typeof value === 'string' ? value : UNREADABLE
  }

  flag(key: string): Setting<boolean> {
    const value = this.#value(key)
    return value === undefined || typeof value === 'boolean' ? value : UNREADABLE
  }

  /** A path that is answered unless a variable of the environment says another one. */
  path(key: string): Setting<string> {
    const value = this.#value(key, true)
    return value === undefined || typeof value === 'string' ? value : UNREADABLE
  }

  /** A port that is listened on unless a variable of the environment says another one. */
  port(key: string): Setting<number> {
    const value = this.#value(key, true)
    return value === undefined ? value : typeof value === 'symbol' ? UNREADABLE : (toPort(value) ?? UNREADABLE)
  }

  /** `[0.1, 1]`, `linearBuckets(0.1, 0.1, 10)`, `exponentialBuckets(0.001, 2, 12)`, or the name of a list */
  numbers(key: string): Setting<readonly number[]> {
    const node = this.#at(key)
    if (!node) return this.isOpen ? UNREADABLE : undefined
    return bucketsIn(this.script, this.#evaluate, node) ?? UNREADABLE
  }

  /** `['method', 'route'] as const` */
  texts(key: string): Setting<readonly string[]> {
    const node = this.#at(key)
    if (!node) return this.isOpen ? UNREADABLE : undefined
    const list = listOf(this.script, node)
    if (!list) return UNREADABLE
    const found = partsOf(list).map(part => {
      const value = this.#evaluate(part)
      return typeof value?.literal === 'string' && !value.variables.length ? value.literal : undefined
    })
    const known = found.filter(text => text !== undefined)
    return known.length === found.length ? known : UNREADABLE
  }

  /** The keys of an object. */
  keys(key: string): Setting<readonly string[]> {
    const node = this.#at(key)
    if (!node) return this.isOpen ? UNREADABLE : undefined
    if (node.name !== 'ObjectExpression') return UNREADABLE
    const keys = node.getChildren('Property').map(property => propertyKey(this.script, property))
    const known = keys.filter(name => name !== undefined)
    return known.length === keys.length ? known : UNREADABLE
  }

  /** The options within an option. */
  inner(key: string): Options {
    const node = this.#at(key)
    return new Options(this.code, this.script, node ?? this.#unseen)
  }

  /** @param usual true: a variable of the environment may say something else */
  #value(key: string, usual = false): Setting<string | number | boolean> {
    const node = this.#at(key)
    if (!node) return this.isOpen ? UNREADABLE : undefined
    if (/^(?:undefined|null)$/.test(sourceOf(this.script, node))) return undefined
    const value = this.#evaluate(node)
    return value?.literal === undefined || (value.variables.length && !usual) ? UNREADABLE : value.literal
  }
}

type Evaluate = (node: SyntaxNode) => Value | undefined

function listOf(script: Script, node: SyntaxNode): SyntaxNode | undefined {
  if (node.name === 'ArrayExpression') return node
  if (node.name === 'BinaryExpression' || node.name === 'ParenthesizedExpression') {
    const [first] = partsOf(node)
    return first && listOf(script, first)
  }
  const binding = node.name === 'VariableName' ? script.bindings.get(sourceOf(script, node)) : undefined
  return binding?.kind === 'value' && binding.node.from !== node.from && binding.node.name !== 'VariableName'
    ? listOf(script, binding.node)
    : undefined
}

function bucketsIn(script: Script, evaluate: Evaluate, node: SyntaxNode): readonly number[] | undefined {
  const list = listOf(script, node)
  const numbers = (nodes: readonly SyntaxNode[]): readonly number[] | undefined => {
    const found = nodes.map(part => evaluate(part)?.literal)
    const known = found.filter(value => typeof value === 'number')
    return known.length === found.length ? known : undefined
  }
  if (list) return numbers(partsOf(list))
  if (node.name !== 'CallExpression') return undefined
  const called = (dotted(script, calleeOf(node)) ?? '').split('.').at(-1) ?? ''
  const [start, step, count] = numbers(argumentsOf(node)) ?? []
  if (start === undefined || step === undefined || count === undefined || count > 200) return undefined
  const each = Array.from({ length: count }, (_, i) => i)
  if (called === 'linearBuckets') return each.map(i => rounded(start + i * step))
  return called === 'exponentialBuckets' ? each.map(i => rounded(start * step ** i)) : undefined
}

/** Without what binary fractions add. */
function rounded(value: number): number {
  return Number(value.toPrecision(12))
}

/** A call of something that a module exports, with where it stands. */
export interface Call {
  readonly script: Script
  readonly node: SyntaxNode
  /** The last word of what is called. */
  readonly name: string
  readonly args: readonly SyntaxNode[]
}

/** @returns the calls in a file of what `module` exports, plain or as a member: `prom.Counter`, `new Counter`, `bundle()` */
export function callsOf(script: Script, module: RegExp): readonly Call[] {
  const found: Call[] = []
  for (const node of nodesOf(script, 'CallExpression', 'NewExpression')) {
    const callee = calleeOf(node)
    const path = dotted(script, callee)?.split('.')
    // `require('x')(…)`, `require('x').make(…)`
    const required = path && callee && path[0] === 'require' ? requiredModule(script, callee) : undefined
    if (path && required !== undefined && module.test(required))
      found.push({ script, node, name: path.slice(1).at(-1) ?? '', args: argumentsOf(node) })
    if (path && isFrom(script, path[0] ?? '', module)) {
      const binding = script.bindings.get(path[0] ?? '')
      const imported = path.length === 1 && binding?.kind === 'import' ? binding.name : undefined
      const last = path.length === 1 && binding?.kind === 'property' ? binding.key : path.at(-1)
      found.push({
        script,
        node,
        name: (imported === undefined || imported === 'default' || imported === '*' ? last : imported) ?? '',
        args: argumentsOf(node),
      })
    }
  }
  return found
}

/** A call of a library, with its first argument as options. */
export interface LibraryCall extends Call {
  readonly options: Options
  readonly evidence: Evidence
}

/** @returns the first call of what a package exports that is `wanted` */
export function libraryCall(
  code: MetricsCode,
  name: string,
  wanted: (call: Call) => boolean = () => true,
): LibraryCall | undefined {
  for (const script of code.scripts(new RegExp(name))) {
    const call = callsOf(script, new RegExp(`^${name}$`)).find(wanted)
    if (!call) continue
    const line = lineAt(script.text, call.node.from)
    return {
      ...call,
      options: new Options(code.node, script, call.args[0]),
      evidence: code.view.evidence(script.path, line, `options of ${name}`),
    }
  }
  return undefined
}

/** @returns true for a name that is imported, or required, from a module */
export function isFrom(script: Script, name: string, module: RegExp, depth = 0): boolean {
  const binding = script.bindings.get(name)
  if (binding?.kind === 'import') return module.test(binding.module)
  const node = binding?.kind === 'value' ? binding.node : binding?.kind === 'property' ? binding.from : undefined
  const required = node && requiredModule(script, node)
  if (required !== undefined) return module.test(required)
  // `const { Counter } = promClient`, `const Registry = promClient.Registry`
  const root = node ? dotted(script, node)?.split('.')[0] : undefined
  return root !== undefined && root !== name && depth < 3 && isFrom(script, root, module, depth + 1)
}

function requiredModule(script: Script, node: SyntaxNode): string | undefined {
  for (let at: SyntaxNode | null = node; at; at = at.firstChild) {
    if (at.name !== 'CallExpression' || !/^(?:require|import)$/.test(sourceOf(script, at.firstChild ?? at))) continue
    const [argument] = argumentsOf(at)
    return argument && literalText(script, argument)
  }
  return undefined
}
