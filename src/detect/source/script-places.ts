import type { SyntaxNode } from '@lezer/common'
import { argumentsOf, calleeOf, dotted, literalText, sourceOf, type Script } from './script.ts'
import { at, type Value } from './value.ts'

const JOINS = /^(?:path\.)?(?:posix\.)?(?:join|resolve)$/
const HERE = /^(?:__dirname|import\.meta\.dirname)$/
const NAMES = /^(?:fileURLToPath|url\.fileURLToPath)$/

/**
 * @returns the folder or file that an expression puts together from that of its own file, as a value that begins with `.`:
 * `path.join(__dirname, 'a', 'b')`, `fileURLToPath(new URL('./a', import.meta.url))`; undefined for any other expression
 */
export function placed(script: Script, node: SyntaxNode | undefined): Value | undefined {
  if (!node) return undefined
  const text = joined(script, node) ?? linked(script, node)
  return text === undefined ? undefined : { ...at(script, node), literal: `./${text}`, isPlaced: true }
}

function joined(script: Script, node: SyntaxNode): string | undefined {
  if (node.name !== 'CallExpression' || !JOINS.test(dotted(script, calleeOf(node)) ?? '')) return undefined
  const [here, ...rest] = argumentsOf(node)
  if (!here || !HERE.test(sourceOf(script, here))) return undefined
  const parts = rest.map(part => literalText(script, part))
  return parts.every(part => part !== undefined && !part.startsWith('/')) ? parts.join('/') : undefined
}

function linked(script: Script, node: SyntaxNode): string | undefined {
  const [first, second] = argumentsOf(node)
  if (!first) return undefined
  if (node.name === 'CallExpression')
    return NAMES.test(dotted(script, calleeOf(node)) ?? '') ? linked(script, first) : undefined
  const isHere = second !== undefined && sourceOf(script, second) === 'import.meta.url'
  const isLink = node.name === 'NewExpression' && dotted(script, calleeOf(node)) === 'URL' && isHere
  const text = isLink ? literalText(script, first) : undefined
  return text === undefined || /^(?:\/|\w+:)/.test(text) ? undefined : text
}
