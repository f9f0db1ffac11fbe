import type { SyntaxNode } from '@lezer/common'
import { lineAt } from '../../text/lines.ts'
import { guess } from '../fact.ts'
import type { ScriptCode } from '../source/script-code.ts'
import { argumentsOf, literalText, memberKey, type Script } from '../source/script.ts'
import { nodesBelow, nodesOf } from '../source/script-nodes.ts'
import type { Fact } from '../types.ts'

const ROOT = /\.get\(\s*['"`]\/['"`]/

/**
 * @returns `/` where the code answers it with words of its own, asking nothing and nobody: without a path for health checks
 * it is the one that tells at least that the process is there
 */
export function rootAnswer(code: ScriptCode, files: readonly string[]): readonly Fact<string>[] {
  for (const file of files) {
    const script = ROOT.test(code.view.text(file) ?? '') ? code.script(file) : undefined
    const line = script && answerLine(script)
    if (line !== undefined) return [guess('/', code.view.evidence(file, line, 'route that answers without asking'))]
  }
  return []
}

function answerLine(script: Script): number | undefined {
  const call = nodesOf(script, 'CallExpression').find(node => {
    const callee = node.firstChild
    if (callee?.name !== 'MemberExpression' || memberKey(script, callee) !== 'get') return false
    const [path, ...rest] = argumentsOf(node)
    // Between the two may stand what the framework is told of the route: `get('/', { schema }, handler)`.
    const handler = rest[0]?.name === 'ObjectExpression' ? rest[1] : rest[0]
    const isLast = handler !== undefined && handler === rest.at(-1)
    return path && isLast && literalText(script, path) === '/' && isPlain(script, handler)
  })
  return call && lineAt(script.text, call.from)
}

/** One call that sends literals, and nothing that waits. */
function isPlain(script: Script, handler: SyntaxNode): boolean {
  if (!/^(ArrowFunction|FunctionExpression)$/.test(handler.name)) return false
  const [first, ...others] = nodesBelow(handler, /^CallExpression$/)
  const key = first?.firstChild?.name === 'MemberExpression' ? memberKey(script, first.firstChild) : undefined
  const body = first && argumentsOf(first)[0]
  if (others.length || key === undefined || !body || !/^(json|send|end|text|write)$/.test(key)) return false
  return (
    nodesBelow(handler, /^AwaitExpression$/).length === 0 &&
    nodesBelow(body, /^(VariableName|MemberExpression|CallExpression|Interpolation)$/).length === 0
  )
}
