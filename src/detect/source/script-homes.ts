import type { SyntaxNode } from '@lezer/common'
import type { ScriptCode } from './script-code.ts'
import { importOf, originOf } from './script-origin.ts'
import { calleeOf, DEFAULT, dotted, partsOf, propertyKey, sourceOf, WHOLE, type Script } from './script.ts'

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

/** @returns the other file that declares a name, and what it exports under it where that is an expression */
function declared(
  code: ScriptCode,
  script: Script,
  name: string | undefined,
): readonly [Script, SyntaxNode | undefined] | undefined {
  const from = importOf(script, name)
  const file = from && code.resolve(script.path, from.module)
  // `require` gives the whole module, which is what CommonJS exports
  const origin =
    file === undefined ? undefined : originOf(code, file, from?.name === WHOLE ? DEFAULT : (from?.name ?? ''))
  const home = origin && code.script(origin.file)
  const exported = home?.exports.get(origin?.name ?? '')
  return home && [home, exported?.kind === 'local' ? exported.node : undefined]
}

/** @returns the other file whose function gives a name its value: `const env = await readEnv()` */
export function makerOf(code: ScriptCode, script: Script, object: SyntaxNode): Script | undefined {
  const binding = object.name === 'VariableName' ? script.bindings.get(sourceOf(script, object)) : undefined
  const value = binding?.kind === 'value' ? binding.node : undefined
  const made = value?.name === 'AwaitExpression' ? partsOf(value)[0] : value
  const callee = made?.name === 'CallExpression' ? calleeOf(made) : null
  return callee?.name === 'VariableName' ? declared(code, script, sourceOf(script, callee))?.[0] : undefined
}

/**
 * @param callee what is called on an object: `app.get`
 * @returns the files in which the object may have been filled: its own, where its name gets its value, and that of the function that makes it
 */
export function homesOf(code: ScriptCode, script: Script, callee: SyntaxNode): readonly Script[] {
  const first = dotted(script, callee)?.split('.')[0]
  const [home, object] = declared(code, script, first) ?? [script, callee.firstChild ?? undefined]
  const maker = object && makerOf(code, home, object)
  return [...new Set([script, home, ...(maker ? [maker] : [])])]
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
