import type { SyntaxNode } from '@lezer/common'
import { calleeOf, childrenOf, partsOf, sourceOf, type Script } from '../source/script.ts'
import type { Listener } from './node-port.ts'

/**
 * @returns true when a file only declares and exports, and what listens lies in functions: whoever imports it may start a server,
 * the file starts none
 */
export function onlyOffers(script: Script, listeners: readonly Listener[]): boolean {
  return (
    listeners.every(({ call }) => isInFunction(call)) && childrenOf(script.top).every(node => declares(script, node))
  )
}

function isInFunction(node: SyntaxNode): boolean {
  for (let outer = node.parent; outer; outer = outer.parent)
    if (/^(ArrowFunction|Function(Declaration|Expression)|MethodDeclaration)$/.test(outer.name)) return true
  return false
}

const SILENT = /^(Function|Class|Interface|TypeAlias|Enum|Ambient|Namespace)Declaration$|Comment$|^;$/

function declares(script: Script, node: SyntaxNode): boolean {
  if (SILENT.test(node.name)) return true
  // `import './server'` is there for what the module does.
  if (node.name === 'ImportDeclaration') return childrenOf(node).some(child => child.name === 'from')
  if (node.name === 'VariableDeclaration') return childrenOf(node).every(child => isIdle(script, child))
  if (node.name === 'ExportDeclaration')
    return childrenOf(node).every(child => isIdle(script, child) && (SILENT.test(child.name) || holds(script, child)))
  const [first] = partsOf(node)
  if (node.name !== 'ExpressionStatement' || !first) return false
  if (first.name === 'String') return true
  return first.name === 'AssignmentExpression' && partsOf(first).every(part => isIdle(script, part))
}

function holds(script: Script, node: SyntaxNode): boolean {
  return node.name !== 'VariableDeclaration' || declares(script, node)
}

/** Nothing is called, apart from what brings a module in. */
function isIdle(script: Script, node: SyntaxNode): boolean {
  if (node.name === 'CallExpression') {
    const callee = calleeOf(node)
    return callee !== null && sourceOf(script, callee) === 'require'
  }
  return !/^(AwaitExpression|NewExpression|SequenceExpression)$/.test(node.name)
}
