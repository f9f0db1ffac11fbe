import type { SyntaxNode } from '@lezer/common'
import { argumentsOf, childrenOf, dotted, memberKey, partsOf, sourceOf, type Script } from './script.ts'
import { firstOf, nodesOf } from './script-nodes.ts'

/** A parameter of a function, and how the function is called. */
export interface Given {
  /** Function that has it. */
  readonly owner: SyntaxNode
  readonly index: number
  /** By name, or by that of the class that it constructs; undefined for a function without a name. */
  readonly called: { readonly name: string; readonly isMade: boolean } | undefined
  readonly fallback?: SyntaxNode
}

/** @returns the parameter `name` of the innermost function around `node` that has one */
export function parameterAt(script: Script, name: string, node: SyntaxNode): Given | undefined {
  for (let owner = node.parent; owner; owner = owner.parent) {
    const list = owner.getChild('ParamList')
    const parameters = list ? parametersOf(script, list) : []
    const index = parameters.findIndex(parameter => parameter.name === name)
    if (index < 0) continue
    const fallback = parameters[index]?.fallback
    return { owner, index, called: nameOf(script, owner), ...(fallback ? { fallback } : {}) }
  }
  return undefined
}

/** @returns what the parameter `name` of a function around `node` is given by the first call in the same file */
export function givenTo(script: Script, name: string, node: SyntaxNode): SyntaxNode | undefined {
  const given = parameterAt(script, name, node)
  if (!given) return undefined
  const { owner, index, called } = given
  const promise = index === 0 ? promiseOf(script, owner) : undefined
  if (promise) return promise
  const calls = nodesOf(script, called?.isMade ? 'NewExpression' : 'CallExpression')
  return firstOf(calls, call => (calleeName(script, call) === called?.name ? argumentsOf(call)[index] : undefined))
}

/**
 * @returns what the class around `node` keeps under `this.key`: what is assigned to it, else the parameter of the constructor that declares it,
 * else what the field begins with
 */
export function keptUnder(script: Script, key: string, node: SyntaxNode): SyntaxNode | undefined {
  const body = bodyAround(node)
  if (!body) return undefined
  const assigned = firstOf(nodesOf(script, 'AssignmentExpression'), assignment => {
    const [left, right] = partsOf(assignment)
    const isIts =
      left && assignment.from > body.from && assignment.to < body.to && dotted(script, left) === `this.${key}`
    return isIts ? right : undefined
  })
  const constructor = body
    .getChildren('MethodDeclaration')
    .find(method => sourceOf(script, method.getChild('PropertyDefinition') ?? method) === 'constructor')
  // `constructor(private readonly port: number)`
  const parameters = constructor?.getChild('ParamList')?.getChildren('VariableDefinition') ?? []
  const field = body
    .getChildren('PropertyDeclaration')
    .find(it => sourceOf(script, it.getChild('PropertyDefinition') ?? it) === key)
  // `readonly port = 3000`
  const initial = field?.getChild('Equals')?.nextSibling
  return assigned ?? parameters.find(it => sourceOf(script, it) === key) ?? initial ?? undefined
}

function bodyAround(node: SyntaxNode): SyntaxNode | undefined {
  for (let outer = node.parent; outer; outer = outer.parent) if (outer.name === 'ClassBody') return outer
  return undefined
}

/** What a function waits for: `detect(3000).then(port => …)` */
function promiseOf(script: Script, callback: SyntaxNode): SyntaxNode | undefined {
  const call = callback.parent?.name === 'ArgList' ? callback.parent.parent : null
  const callee = call?.name === 'CallExpression' ? call.firstChild : null
  const isFirst = call !== null && argumentsOf(call)[0]?.from === callback.from
  const isThen = callee?.name === 'MemberExpression' && memberKey(script, callee) === 'then'
  return isFirst && isThen ? (callee.firstChild ?? undefined) : undefined
}

interface Parameter {
  readonly name: string
  readonly fallback?: SyntaxNode
}

function parametersOf(script: Script, list: SyntaxNode): readonly Parameter[] {
  const found: Parameter[] = []
  for (const child of childrenOf(list)) {
    if (child.name === 'VariableDefinition') found.push({ name: sourceOf(script, child) })
    else if (child.name.endsWith('Pattern')) found.push({ name: '' })
    else if (child.prevSibling?.name === 'Equals' && found.length)
      found.push({ name: found.pop()?.name ?? '', fallback: child })
  }
  return found
}

/** How a function is called: by its name, or by that of the class that it constructs. */
function nameOf(script: Script, node: SyntaxNode): Given['called'] {
  if (node.name === 'MethodDeclaration') {
    const key = node.getChild('PropertyDefinition')
    const made = node.parent?.parent?.getChild('VariableDefinition')
    return key && made && sourceOf(script, key) === 'constructor'
      ? { name: sourceOf(script, made), isMade: true }
      : undefined
  }
  const own = node.getChild('VariableDefinition') ?? node.parent?.getChild('VariableDefinition')
  // `internals.start = async function (settings) { … }`
  const [left, right] = node.parent?.name === 'AssignmentExpression' ? partsOf(node.parent) : []
  const name = own ? sourceOf(script, own) : left && right?.from === node.from ? dotted(script, left) : undefined
  return name === undefined ? undefined : { name, isMade: false }
}

function calleeName(script: Script, call: SyntaxNode): string | undefined {
  return call.name === 'NewExpression' ? sourceOf(script, partsOf(call)[0] ?? call) : dotted(script, call.firstChild)
}
