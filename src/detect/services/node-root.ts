import type { SyntaxNode } from '@lezer/common'
import { lineAt } from '../../text/lines.ts'
import { guess } from '../fact.ts'
import type { ScriptCode } from '../source/script-code.ts'
import { argumentsOf, literalText, memberKey, walk, type Script } from '../source/script.ts'
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
  let line: number | undefined
  walk(script.top, ({ name, node }) => {
    const callee = name === 'CallExpression' ? node.firstChild : null
    if (line !== undefined || callee?.name !== 'MemberExpression' || memberKey(script, callee) !== 'get')
      return undefined
    const [path, handler, ...rest] = argumentsOf(node)
    if (path && handler && !rest.length && literalText(script, path) === '/' && isPlain(script, handler))
      line = lineAt(script.text, node.from)
    return undefined
  })
  return line
}

/** One call that sends literals, and nothing that waits. */
function isPlain(script: Script, handler: SyntaxNode): boolean {
  if (!/^(ArrowFunction|FunctionExpression)$/.test(handler.name)) return false
  const [first, ...others] = nodesIn(handler, /^CallExpression$/)
  const key = first?.firstChild?.name === 'MemberExpression' ? memberKey(script, first.firstChild) : undefined
  const body = first && argumentsOf(first)[0]
  if (others.length || key === undefined || !body || !/^(json|send|end|text|write)$/.test(key)) return false
  return (
    nodesIn(handler, /^AwaitExpression$/).length === 0 &&
    nodesIn(body, /^(VariableName|MemberExpression|CallExpression|Interpolation)$/).length === 0
  )
}

function nodesIn(top: SyntaxNode, name: RegExp): readonly SyntaxNode[] {
  const found: SyntaxNode[] = []
  walk(top, ({ name: kind, node }) => {
    if (name.test(kind)) found.push(node)
    return undefined
  })
  return found
}
