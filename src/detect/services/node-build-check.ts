import type { SyntaxNode } from '@lezer/common'
import { lineAt } from '../../text/lines.ts'
import { likely } from '../fact.ts'
import { argumentsOf, calleeOf, dotted, partsOf, sourceOf, type Script } from '../source/script.ts'
import { nodesOf } from '../source/script-nodes.ts'
import type { ScriptCode } from '../source/script-code.ts'
import { operatorOf, optionOf } from '../source/value.ts'
import type { Fact } from '../types.ts'

/** `!!process.env.NAME`, `Boolean(process.env.NAME)`, `process.env.NAME` */
const SWITCH = /^(?:!!|Boolean\()?\s*process\.env\.([A-Z][A-Z0-9_]*)\s*\)?$/

/**
 * @returns the variables that, set to anything, leave out the check of all others (`skipValidation` of t3-env), one for each schema that has one: what
 * renders pages runs that check when it builds, where no secret is
 */
export function checkSwitches(code: ScriptCode, files: readonly string[]): readonly Fact<string>[] {
  const found = files
    .filter(file => /\bskipValidation\b/.test(code.view.text(file) ?? ''))
    .flatMap(file => {
      const script = code.script(file)
      return script ? switchesIn(code, script) : []
    })
  return [...new Map(found.map(fact => [fact.value, fact])).values()]
}

function switchesIn(code: ScriptCode, script: Script): readonly Fact<string>[] {
  return nodesOf(script, 'CallExpression').flatMap(call => {
    const [options] = argumentsOf(call)
    const called = dotted(script, calleeOf(call)) ?? ''
    const skips = /(?:^|\.)createEnv$/.test(called) && options ? optionOf(script, options, 'skipValidation') : undefined
    if (!skips) return []
    const names = alternatives(script, skips).flatMap(node => SWITCH.exec(sourceOf(script, node))?.[1] ?? [])
    // other programs go by CI as well
    const name = names.find(name => name !== 'CI') ?? names[0]
    const evidence = code.view.evidence(
      script.path,
      lineAt(script.text, skips.from),
      'leaves out the check of variables',
    )
    return name === undefined ? [] : [likely(name, evidence)]
  })
}

/** The sides of `a || b || c`. */
function alternatives(script: Script, node: SyntaxNode): readonly SyntaxNode[] {
  const [left, right] = partsOf(node)
  if (node.name !== 'BinaryExpression' || !left || !right || operatorOf(script, left, right) !== '||') return [node]
  return [...alternatives(script, left), ...alternatives(script, right)]
}
