import type { SyntaxNode } from '@lezer/common'
import { calleeOf, dotted, sourceOf, type Script } from '../source/script.ts'
import { nodesOf } from '../source/script-nodes.ts'

/** @returns the name of the class that `node` is an object of, or a member of one: `new Users().router`, `users.router` and `this.users.router` where they are made in the same file */
export function classOf(script: Script, node: SyntaxNode): string | undefined {
  let root = node
  while (root.name === 'MemberExpression' && root.firstChild && root.firstChild.name !== 'this') {
    if (isOfThis(script, root)) break
    root = root.firstChild
  }
  const made = root.name === 'NewExpression' ? root : keptIn(script, root)
  const name = made && calleeOf(made)
  return name?.name === 'VariableName' ? sourceOf(script, name) : undefined
}

/** `this.users` */
function isOfThis(script: Script, node: SyntaxNode): boolean {
  return /^this\.[\w$#]+$/.test(dotted(script, node) ?? '')
}

/** The object that a variable or a property of the class is set to. */
function keptIn(script: Script, node: SyntaxNode): SyntaxNode | undefined {
  const name = dotted(script, node) ?? ''
  const binding = script.bindings.get(name)
  if (binding?.kind === 'value') return binding.node.name === 'NewExpression' ? binding.node : undefined
  if (!isOfThis(script, node)) return undefined
  const assigned = nodesOf(script, 'AssignmentExpression').find(
    ({ firstChild, lastChild }) => lastChild?.name === 'NewExpression' && dotted(script, firstChild) === name,
  )
  return assigned?.lastChild ?? undefined
}
