import type { SyntaxNode } from '@lezer/common'
import { argumentsOf, childrenOf, dotted, memberKey, partsOf, sourceOf, type Script } from './script.ts'
import { firstOf, nodesOf } from './script-nodes.ts'

/** @returns what the parameter `name` of a function around `node` is given: the argument of the first call in the same file, else its default */
export function givenTo(script: Script, name: string, node: SyntaxNode): SyntaxNode | undefined {
  for (let outer = node.parent; outer; outer = outer.parent) {
    const list = outer.getChild('ParamList')
    const parameters = list ? parametersOf(script, list) : []
    const index = parameters.findIndex(parameter => parameter.name === name)
    if (index < 0) continue
    const promise = index === 0 ? promiseOf(script, outer) : undefined
    if (promise) return promise
    const called = nameOf(script, outer)
    const calls = nodesOf(script, called?.isMade ? 'NewExpression' : 'CallExpression')
    return (
      firstOf(calls, call => (calleeName(script, call) === called?.name ? argumentsOf(call)[index] : undefined)) ??
      parameters[index]?.fallback
    )
  }
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
function nameOf(script: Script, node: SyntaxNode): { readonly name: string; readonly isMade: boolean } | undefined {
  if (node.name === 'MethodDeclaration') {
    const key = node.getChild('PropertyDefinition')
    const made = node.parent?.parent?.getChild('VariableDefinition')
    return key && made && sourceOf(script, key) === 'constructor'
      ? { name: sourceOf(script, made), isMade: true }
      : undefined
  }
  const own = node.getChild('VariableDefinition') ?? node.parent?.getChild('VariableDefinition')
  return own ? { name: sourceOf(script, own), isMade: false } : undefined
}

function calleeName(script: Script, call: SyntaxNode): string | undefined {
  return call.name === 'NewExpression' ? sourceOf(script, partsOf(call)[0] ?? call) : dotted(script, call.firstChild)
}
