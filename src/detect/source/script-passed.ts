import type { SyntaxNode } from '@lezer/common'
import { calledModule, importOf, originOf } from './script-origin.ts'
import type { ScriptCode } from './script-code.ts'
import { firstOf, nodesOf } from './script-nodes.ts'
import { parameterAt, type Given } from './script-params.ts'
import {
  argumentsOf,
  DEFAULT,
  dotted,
  memberKey,
  partsOf,
  propertyKey,
  propertyValue,
  sourceOf,
  WHOLE,
} from './script.ts'
import type { Script } from './script.ts'

/** Where an expression stands. */
interface Placed {
  readonly script: Script
  readonly node: SyntaxNode
}

/** @returns what other files give to the parameter `name` of a function around `node` */
export type Passed = (script: Script, name: string, node: SyntaxNode) => Placed | undefined

/** @param files of one program: what others, and tests, give to a function says nothing of it */
export function passedIn(code: ScriptCode, files: readonly string[]): Passed {
  return (script, name, node) => {
    const given = parameterAt(script, name, node)
    const names = given ? exportedAs(script, given) : []
    if (!given || !names.length) return undefined
    return firstOf(files, file => {
      const caller = file === script.path ? undefined : code.script(file)
      const calls = caller ? nodesOf(caller, given.called?.isMade ? 'NewExpression' : 'CallExpression') : []
      const call = caller && calls.find(it => names.some(exported => isCallOf(code, caller, it, script.path, exported)))
      const argument = call && argumentsOf(call)[given.index]
      return argument && { script: caller, node: argument }
    })
  }
}

/** Names under which other files know the function, or the class that it constructs. */
function exportedAs(script: Script, { owner, called }: Given): readonly string[] {
  const isIt = (node: SyntaxNode | undefined): boolean =>
    node !== undefined &&
    (sourceOf(script, node) === called?.name ||
      (node.from === owner.from && node.to === owner.to) ||
      (node.name.startsWith('Class') && node.from <= owner.from && owner.to <= node.to))
  return [...script.exports].flatMap(([name, exported]) => {
    if (exported.kind !== 'local') return []
    if (isIt(exported.node)) return [name]
    // `module.exports = { start, stop }`
    const members = name === DEFAULT ? exported.node.getChildren('Property') : []
    return members.flatMap(member => (isIt(propertyValue(member)) ? (propertyKey(script, member) ?? []) : []))
  })
}

function isCallOf(code: ScriptCode, caller: Script, call: SyntaxNode, path: string, exported: string): boolean {
  const callee = call.name === 'NewExpression' ? partsOf(call)[0] : (call.firstChild ?? undefined)
  const required = requiredBy(caller, callee)
  const [first, key, further] = required ? [] : ((callee && dotted(caller, callee)?.split('.')) ?? [])
  const from = required ?? importOf(caller, first)
  const file = from && code.resolve(caller.path, from.module)
  if (!from || file === undefined || further !== undefined) return false
  const asked = key ?? from.name
  const origin = originOf(code, file, asked === WHOLE ? DEFAULT : asked)
  return origin.file === path && origin.name === exported
}

/** `require('./server')(port)`, `require('./server').start(port)` */
function requiredBy(
  caller: Script,
  callee: SyntaxNode | undefined,
): { readonly module: string; readonly name: string } | undefined {
  const module = callee && calledModule(caller, callee)
  const name = callee?.name === 'MemberExpression' ? memberKey(caller, callee) : DEFAULT
  return module === undefined || name === undefined ? undefined : { module, name }
}
