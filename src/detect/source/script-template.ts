import type { SyntaxNode } from '@lezer/common'
import { partsOf, type Script } from './script.ts'
import type { Value } from './value.ts'

/** What a template comes to. */
export interface Template {
  readonly text: string
  /** False where a value in it is not known: it is left out, as one that is not set. */
  readonly isWhole: boolean
}

/**
 * @param evaluate what an expression comes to
 * @returns the text of a template with the values in it: `api/v1` of `${BASE}v1`; undefined for any other expression
 */
export function templateText(
  script: Script,
  node: SyntaxNode,
  evaluate: (inner: SyntaxNode) => Value | undefined,
): Template | undefined {
  if (node.name !== 'TemplateString') return undefined
  let [text, from, isWhole] = ['', node.from + 1, true]
  for (const inner of node.getChildren('Interpolation')) {
    const expression = partsOf(inner).find(part => !part.name.startsWith('Interpolation'))
    const literal = expression && evaluate(expression)?.literal
    text += script.text.slice(from, inner.from) + String(literal ?? '')
    isWhole &&= literal !== undefined
    from = inner.to
  }
  return { text: text + script.text.slice(from, node.to - 1), isWhole }
}
