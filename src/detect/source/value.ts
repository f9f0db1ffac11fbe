import type { SyntaxNode } from '@lezer/common'
import { lineAt } from '../../text/lines.ts'
import { dotted, literalText, partsOf, propertyKey, propertyValue, type Script } from './script.ts'

/** What an expression comes to, as far as it can be told without running it. */
export interface Value {
  /** A literal: what stands there, or the fallback when variables are not set. */
  readonly literal?: string | number | boolean
  /** Environment variables that it is taken from, the first that wins first. */
  readonly variables: readonly string[]
  /** Where the literal stands; for a value without one, where the variable is read. */
  readonly path: string
  readonly line: number
  /** For an object literal or a namespace: where its members are looked up. */
  readonly scope?: Scope
  /** True for a path that begins at the folder of its file, whatever else paths begin at there. */
  readonly isPlaced?: true
}

interface Scope {
  readonly script: Script
  readonly node?: SyntaxNode
}

/** Looks up a key of a configuration that is kept in files (`config.get('server.port')`). */
export type Settings = (key: string) => Value | undefined

/** @returns the text of a literal; undefined for any other expression */
export function literalOf(script: Script, node: SyntaxNode | undefined): string | undefined {
  return node && literalText(script, node)
}

/** @returns the place of a node, as a value that is not known */
export function at(script: Script, node: SyntaxNode): Value {
  return { variables: [], path: script.path, line: lineAt(script.text, node.from) }
}

/** @returns the first value that is a literal, with the variables of both. */
export function either(a: Value | undefined, b: Value | undefined): Value | undefined {
  if (!a || !b) return a ?? b
  const best = a.literal !== undefined || a.scope ? a : b.literal !== undefined || b.scope ? b : a
  return { ...best, variables: [...new Set([...a.variables, ...b.variables])] }
}

/** @returns the port of an address: `new URL(process.env.API ?? 'http://localhost:3000').port`, which a variable of the same name does not set */
export function portIn(address: Value | undefined, key: string): Value | undefined {
  const [, port] =
    /^\w+:\/\/[^/:@]+:(\d{1,5})(?:[/?#]|$)/.exec(key === 'port' ? String(address?.literal ?? '') : '') ?? []
  return address && port !== undefined ? { ...address, literal: Number(port), variables: [] } : undefined
}

/** @returns the sign or word between the two sides of an expression */
export function operatorOf(script: Script, left: SyntaxNode | undefined, right: SyntaxNode | undefined): string {
  if (!left || !right) return ''
  return script.text
    .slice(left.to, right.from)
    .replace(/\/\*[^]*?\*\/|\/\/.*/g, '')
    .trim()
}

/** @returns true where a text that ends in a colon, or begins with one, is put together: `host + ':' + port` */
export function joinsPort(script: Script, left: SyntaxNode | undefined, right: SyntaxNode | undefined): boolean {
  const joint = left && right ? script.text.slice(left.to - 2, right.from + 2) : ''
  return /:['"`]\s*\+\s*.{0,2}$|\+\s*`:$/.test(joint)
}

const ENVIRONMENT = /^(?:process|import\.meta|Bun|Deno)\.env$/

/** @returns true for what the variables are read from, under a name of the file as well: `const env = process.env`, `const { env } = process` */
export function isEnvironment(script: Script, name: string): boolean {
  const binding = script.bindings.get(name)
  if (binding?.kind === 'value') return ENVIRONMENT.test(dotted(script, binding.node) ?? '')
  if (binding?.kind === 'property') return ENVIRONMENT.test(`${dotted(script, binding.from) ?? ''}.${binding.key}`)
  return ENVIRONMENT.test(name)
}

/** Functions that make one object of several. */
export const MERGES =
  /^(?:Object\.assign|(?:_|lodash)\.(?:assign|defaults|defaultsDeep|merge)|deepmerge|defu|merge|mergeDeep)$/

/** @returns the first of several objects that says something: defaults stand in front of what may be given */
export function merged(values: readonly (Value | undefined)[]): Value | undefined {
  const objects = values.filter(value => value?.scope)
  return objects.find(value => value?.scope?.node?.getChild('Property')) ?? objects[0]
}

/** The name of a variable of the environment. */
export const VARIABLE = /^[A-Z][A-Z0-9_]*$/

/**
 * @returns the value that `key` of `object` has, taken from the variable of that name where it is one; a plugin may have put the variables
 * there, and tell their values elsewhere: `app.config.PORT`
 */
export function underName(
  found: Value | undefined,
  script: Script,
  object: SyntaxNode,
  key: string,
): Value | undefined {
  if (!VARIABLE.test(key)) return found
  const isKept = /(?:configs?|env|settings)$/i.test(dotted(script, object) ?? '')
  const value = found ?? (isKept ? at(script, object) : undefined)
  return value && { ...value, variables: [...new Set([key, ...value.variables])] }
}

/** @returns the value of a key of an object literal */
export function optionOf(script: Script, object: SyntaxNode, key: string): SyntaxNode | undefined {
  const property = object.getChildren('Property').find(p => propertyKey(script, p) === key)
  return property && propertyValue(property)
}

/** @returns a template with the values of what is in it; undefined where one of them is not known */
export function templateText(
  script: Script,
  node: SyntaxNode,
  valueOf: (part: SyntaxNode) => string | undefined,
): string | undefined {
  let [text, from] = ['', node.from + 1]
  for (const inner of node.getChildren('Interpolation')) {
    const [part] = partsOf(inner).filter(child => !child.name.startsWith('Interpolation'))
    const value = part && valueOf(part)
    if (value === undefined) return undefined
    text += script.text.slice(from, inner.from) + value
    from = inner.to
  }
  return text + script.text.slice(from, node.to - 1)
}

/** @returns what a template string stands for that is nothing but one value, or an address with a port behind it */
export function onlyValueOf(script: Script, template: SyntaxNode): SyntaxNode | undefined {
  const inner = template.getChildren('Interpolation').at(-1)
  const isLast = inner?.to === template.to - 1
  const isAll = isLast && template.to - template.from === inner.to - inner.from + 2
  return isAll || (isLast && script.text[inner.from - 1] === ':')
    ? partsOf(inner).find(part => !part.name.startsWith('Interpolation'))
    : undefined
}

/** @returns a template of which every part is known, with the variables that it is made from */
export function templateValue(
  script: Script,
  node: SyntaxNode,
  valueOf: (part: SyntaxNode) => Value | undefined,
): Value | undefined {
  const parts: Value[] = []
  const literal = templateText(script, node, part => {
    const value = valueOf(part)
    if (value) parts.push(value)
    return value?.literal === undefined ? undefined : String(value.literal)
  })
  const variables = [...new Set(parts.flatMap(part => part.variables))]
  return literal === undefined ? undefined : { ...at(script, node), literal, variables }
}
