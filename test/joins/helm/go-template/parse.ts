import { memo } from '../../../../src/text/memo.ts'
import { parsePipeline, tokensOf } from './expression.ts'
import type { Node, Nodes } from './types.ts'

type Piece = { readonly text: string } | { readonly action: readonly string[] }

/** @returns a template as a tree @throws Error where it is none */
export const parseTemplate: (text: string) => Nodes = memo((text: string): Nodes => {
  const pieces = [...piecesOf(text)]
  const nodes = block(pieces, [])
  if (pieces.length > 0) throw new Error('an end too many')
  return nodes
}, 2000)

/** Comments are left out; a hyphen at the inner side of braces takes the blanks outside. */
function* piecesOf(text: string): Generator<Piece> {
  let at = 0
  let trims = false
  for (const match of text.matchAll(/\{\{(-(?=\s))?([^]*?)(\s-)?\}\}/g)) {
    const [whole, before, inner = '', after] = match
    const between = text.slice(at, match.index)
    yield { text: cut(between, trims, before !== undefined) }
    if (!/^\s*\/\*[^]*\*\/\s*$/.test(inner)) yield { action: tokensOf(inner) }
    trims = after !== undefined
    at = match.index + whole.length
  }
  yield { text: cut(text.slice(at), trims, false) }
}

function cut(text: string, start: boolean, end: boolean): string {
  const from = start ? text.trimStart() : text
  return end ? from.trimEnd() : from
}

/** Takes pieces until one of `ends`, which stays. */
function block(pieces: Piece[], ends: readonly string[]): Nodes {
  const nodes: Node[] = []
  for (;;) {
    const [piece] = pieces
    if (piece === undefined) {
      if (ends.length === 0) return nodes
      throw new Error(`an ${ends.join(' or ')} is missing`)
    }
    if ('action' in piece && ends.includes(piece.action[0] ?? '')) return nodes
    if ('action' in piece && piece.action[0] === 'end') return nodes
    pieces.shift()
    if ('action' in piece) nodes.push(action(piece.action, pieces))
    else if (piece.text !== '') nodes.push({ kind: 'text', text: piece.text })
  }
}

function action(words: readonly string[], pieces: Piece[]): Node {
  const [word = '', ...rest] = words
  if (word === 'define') {
    const body = block(pieces, ['end'])
    pieces.shift()
    return { kind: 'define', name: JSON.parse(rest[0] ?? '""') as string, body }
  }
  if (word === 'if' || word === 'with') return { kind: word, expr: parsePipeline(rest), ...branches(pieces) }
  if (word === 'range') {
    const [names, expr] = rest.includes(':=')
      ? [rest.slice(0, rest.indexOf(':=')).filter(name => name !== ','), rest.slice(rest.indexOf(':=') + 1)]
      : [[], rest]
    return { kind: 'range', names, expr: parsePipeline(expr), ...branches(pieces) }
  }
  if (rest[0] === ':=' || rest[0] === '=')
    return { kind: 'assign', name: word, declares: rest[0] === ':=', expr: parsePipeline(rest.slice(1)) }
  return { kind: 'output', expr: parsePipeline(words) }
}

function branches(pieces: Piece[]): { readonly body: Nodes; readonly otherwise: Nodes } {
  const body = block(pieces, ['else', 'end'])
  const end = pieces.shift()
  const words = end && 'action' in end ? end.action : []
  if (words[0] === 'end') return { body, otherwise: [] }
  if (words.length > 1) return { body, otherwise: [action(words.slice(1), pieces)] }
  const otherwise = block(pieces, ['end'])
  pieces.shift()
  return { body, otherwise }
}
