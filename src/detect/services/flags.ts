import { dotted, literalText, partsOf, type Script } from '../source/script.ts'
import { nodesOf } from '../source/script-nodes.ts'
import type { ScriptCode } from '../source/script-code.ts'
import { operatorOf } from '../source/value.ts'
import type { Setting } from './optional-needs.ts'

/** Text of a file that compares a variable with a word. */
const COMPARES = /\benv\??\.\w+\s*={2,3}\s*['"`]/
const ON = /^(?:true|1|yes|on)$/i

/** @returns the variables that switch something on only where they say so: `process.env.QUEUE_ENABLED === 'true'` */
export function flagSettings(code: ScriptCode, files: readonly string[]): readonly Setting[] {
  return files.flatMap(file => {
    const script = COMPARES.test(code.view.text(file) ?? '') ? code.script(file) : undefined
    return script ? flagsIn(script) : []
  })
}

function flagsIn(script: Script): readonly Setting[] {
  return nodesOf(script, 'MemberExpression').flatMap(node => {
    const comparison = node.parent?.name === 'BinaryExpression' ? node.parent : undefined
    const [left, right] = comparison ? partsOf(comparison) : []
    if (!right || left?.from !== node.from || !/^===?$/.test(operatorOf(script, left, right))) return []
    const name = /^process\.env\.(\w+)$/.exec(dotted(script, node) ?? '')?.[1]
    return name !== undefined && ON.test(literalText(script, right) ?? '') ? [{ name, optional: true }] : []
  })
}
