import type { SyntaxNode } from '@lezer/common'
import type { ScriptCode } from './script-code.ts'
import { calleeOf, dotted, partsOf, propertyKey, sourceOf, type Script } from './script.ts'

/** Bound for names that are handed on from file to file. */
const MAX_DEPTH = 14

/** @returns the file in which the outermost name of an expression gets its value */
export function homeOf(code: ScriptCode, script: Script, node: SyntaxNode, depth: number): Script | undefined {
  const first = dotted(script, node)?.split('.')[0]
  const binding = first === undefined ? undefined : script.bindings.get(first)
  if (binding?.kind !== 'import') return binding ? script : undefined
  const path = code.resolve(script.path, binding.module)
  const target = path === undefined ? undefined : code.script(path)
  const exported = target?.exports.get(binding.name)
  if (target && exported?.kind === 'from' && depth < MAX_DEPTH) {
    const further = code.resolve(target.path, exported.module)
    return further === undefined ? target : code.script(further)
  }
  return target
}

/** @returns the other file whose function gives a name its value: `const env = await readEnv()` */
export function makerOf(code: ScriptCode, script: Script, object: SyntaxNode, depth: number): Script | undefined {
  const binding = object.name === 'VariableName' ? script.bindings.get(sourceOf(script, object)) : undefined
  const value = binding?.kind === 'value' ? binding.node : undefined
  const made = value?.name === 'AwaitExpression' ? partsOf(value)[0] : value
  const callee = made?.name === 'CallExpression' ? calleeOf(made) : null
  const home = callee?.name === 'VariableName' ? homeOf(code, script, callee, depth) : undefined
  return home === script ? undefined : home
}

/** Keys of what somebody else answers: a database, a mail server. */
const ACCOUNT = /^(?:user|username|password|passwd|database|auth(?:User|Password)?)$/i

/** @returns true for a property beside which an account stands: `{ user: …, password: …, port: … }` is where to find another server */
export function isElsewhere(script: Script, property: SyntaxNode): boolean {
  const object = property.parent
  return (
    object?.name === 'ObjectExpression' &&
    object.getChildren('Property').some(it => ACCOUNT.test(propertyKey(script, it) ?? ''))
  )
}
