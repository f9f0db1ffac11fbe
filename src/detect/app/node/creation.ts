import type { SyntaxNode } from '@lezer/common'
import { argumentsOf, dotted, literalText, sourceOf, WHOLE, type Script } from '../../source/script.ts'
import { nodesBelow, nodesOf } from '../../source/script-nodes.ts'

/** A place in the code where the application is made: `const app = express()`. */
export interface Creation {
  readonly script: Script
  /** The call itself. */
  readonly call: SyntaxNode
  /** How the code names the application from there on; undefined where it is not kept. */
  readonly target?: string
  /** The statement that the call is the value of, when another one can follow it. */
  readonly statement?: SyntaxNode
}

/** A function that makes an application: the package, and the names of its exports that do. */
export interface Factory {
  readonly package: string
  readonly exports: ReadonlySet<string>
}

/** @returns the calls of `factory` in a file */
export function creationsIn(script: Script, factory: Factory): readonly Creation[] {
  return nodesOf(script, 'CallExpression')
    .filter(node => isFactory(script, node.firstChild, factory))
    .map(node => creationOf(script, node))
}

/** @returns the creation whose application is served, where that is one of them: the others are mounted in it; else all of them */
export function outermost(creations: readonly Creation[]): readonly Creation[] {
  const served = creations.filter(isServed)
  return served.length === 1 ? served : creations
}

/** `app.listen(…)`, `http.createServer(app)`, `createServer(options, app)` in the function or file that makes it. */
function isServed({ script, target, call }: Creation): boolean {
  if (target === undefined) return false
  let scope = call
  while (scope.parent && !FUNCTION.test(scope.name)) scope = scope.parent
  return nodesBelow(scope, /^CallExpression$/).some(node => {
    const callee = dotted(script, node.firstChild) ?? ''
    return (
      callee === `${target}.listen` ||
      (/(^|\.)create(Secure)?Server$/.test(callee) && argumentsOf(node).some(arg => dotted(script, arg) === target))
    )
  })
}

const FUNCTION = /^(ArrowFunction|FunctionExpression|FunctionDeclaration|MethodDeclaration)$/

function isFactory(script: Script, callee: SyntaxNode | null, factory: Factory): boolean {
  if (!callee) return false
  if (callee.name === 'CallExpression') return isRequire(script, callee, factory)
  if (callee.name !== 'VariableName') return false
  const binding = script.bindings.get(sourceOf(script, callee))
  if (binding?.kind === 'import')
    return binding.module === factory.package && (binding.name === WHOLE || factory.exports.has(binding.name))
  if (binding?.kind === 'value') return isRequire(script, binding.node, factory)
  return binding?.kind === 'property' && factory.exports.has(binding.key) && isRequire(script, binding.from, factory)
}

function isRequire(script: Script, node: SyntaxNode, factory: Factory): boolean {
  if (node.name !== 'CallExpression' || dotted(script, node.firstChild) !== 'require') return false
  const [argument] = argumentsOf(node)
  return argument !== undefined && literalText(script, argument) === factory.package
}

/** What may stand around the call without making the value another one. */
const AROUND = /^(AwaitExpression|ParenthesizedExpression|AsExpression|InstantiationExpression)$/

function creationOf(script: Script, call: SyntaxNode): Creation {
  let node = call
  for (let up = node.parent; up && keeps(script, node, up); up = node.parent) node = up
  const parent = node.parent
  const target = parent ? targetOf(script, parent, node) : undefined
  const statement = parent && target !== undefined ? statementOf(parent) : undefined
  return { script, call, ...(target === undefined ? {} : { target }), ...(statement ? { statement } : {}) }
}

/** `(await f())`, `f() as T`, `f().withTypeProvider<T>()` */
function keeps(script: Script, node: SyntaxNode, parent: SyntaxNode): boolean {
  if (parent.name === 'BinaryExpression') return / (as|satisfies) /.test(script.text.slice(node.to, parent.to))
  if (AROUND.test(parent.name)) return true
  if (parent.name === 'MemberExpression')
    return /\.\s*withTypeProvider$/.test(sourceOf(script, parent)) && parent.firstChild?.from === node.from
  return (
    parent.name === 'CallExpression' &&
    /^(Member|Instantiation)Expression$/.test(parent.firstChild?.name ?? '') &&
    parent.from === node.from
  )
}

function targetOf(script: Script, parent: SyntaxNode, value: SyntaxNode): string | undefined {
  if (parent.name === 'VariableDeclaration') {
    let name: SyntaxNode | undefined
    for (let child = parent.firstChild; child && child.from < value.from; child = child.nextSibling)
      if (child.name === 'VariableDefinition' || child.name === 'ObjectPattern' || child.name === 'ArrayPattern')
        name = child
    return name?.name === 'VariableDefinition' ? sourceOf(script, name) : undefined
  }
  if (parent.name !== 'AssignmentExpression' || parent.lastChild?.from !== value.from) return undefined
  const left = dotted(script, parent.firstChild)
  return left !== undefined && /^(this\.)?[\w$]+$/.test(left) ? left : undefined
}

/** Only in a block another statement may follow. */
function statementOf(parent: SyntaxNode): SyntaxNode | undefined {
  let node = parent
  if (node.name === 'AssignmentExpression') {
    if (node.parent?.name !== 'ExpressionStatement') return undefined
    node = node.parent
  }
  if (node.parent?.name === 'ExportDeclaration') node = node.parent
  return node.parent && /^(Script|Block)$/.test(node.parent.name) ? node : undefined
}
