import type { SyntaxNode } from '@lezer/common'
import type { ScriptCode } from '../source/script-code.ts'
import { nodesOf } from '../source/script-nodes.ts'
import { DEFAULT, sourceOf, type Script } from '../source/script.ts'
import { importOf, originOf } from '../source/script-origin.ts'

/** A node with the file it stands in. */
export interface Place {
  readonly script: Script
  readonly node: SyntaxNode
}

/** @returns the file that declares what a name of `script` stands for, behind those that only export it again, and what it is called there */
export function homeOf(
  code: ScriptCode,
  script: Script,
  name: string,
): { readonly file: string; readonly name: string } | undefined {
  if (script.bindings.get(name)?.kind !== 'import') return { file: script.path, name }
  const from = importOf(script, name)
  const file = from && code.resolve(script.path, from.module)
  return from && file !== undefined ? originOf(code, file, from.name) : undefined
}

/** @returns the declaration of the class that a name of `script` stands for; undefined for one from elsewhere */
export function declarationOf(code: ScriptCode, script: Script, name: string): Place | undefined {
  const home = homeOf(code, script, name)
  const other = home && code.script(home.file)
  const node = other && nodesOf(other, 'ClassDeclaration').find(found => isCalled(other, found, home.name))
  return other && node ? { script: other, node } : undefined
}

function isCalled(script: Script, declaration: SyntaxNode, name: string): boolean {
  const own = declaration.getChild('VariableDefinition')
  return own !== null && (name === DEFAULT || sourceOf(script, own) === name)
}
