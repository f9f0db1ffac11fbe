import type { Bare } from './bare.ts'
import { widthWith, type Layout } from './layout.ts'
import { bracketsAround, linksAfter, textOf } from './tokens.ts'

/** A piece of a line that is replaced, or a line that is added. */
export interface Piece {
  /** Offset in the text; for a line, of the one that it goes above. */
  readonly from: number
  readonly old: string
  readonly now: string
  /** Opening bracket of the arguments that it is among; -1: none, -2: several. */
  readonly args: number
  readonly line?: boolean
}

/** @returns true when rustfmt would leave the lines as they are with the pieces in them */
export function fits(bare: Bare, pieces: readonly Piece[], layout: Layout): boolean {
  return pieces.every(piece => piece.line === true || fitsIn(bare, piece, layout))
}

function fitsIn({ text, source }: Bare, { from, old, now }: Piece, layout: Layout): boolean {
  const { tokens } = source
  if (widthWith(text, from, from + old.length, now) > layout.maxWidth) return false
  const index = tokens.findIndex(token => token.from === from)
  const grown = now.length - old.length
  return (
    [...bracketsAround(tokens, index)].every(open => {
      const close = tokens[open]?.partner ?? -1
      if (tokens[open]?.text !== '(') return true
      const inside = textOf(text, tokens, [open + 1, close])
      return inside.includes('\n') || inside.length + grown <= layout.callWidth
    }) && chainFits(text, tokens, index, grown, layout)
  )
}

/** A chain of two or more methods on one line may be as long as `chain_width`. */
function chainFits(
  text: string,
  tokens: Bare['source']['tokens'],
  index: number,
  grown: number,
  layout: Layout,
): boolean {
  const call = [index, ...bracketsAround(tokens, index)]
  return call.every(at => {
    const { text: sign, partner = -1 } = tokens[at] ?? {}
    let end = at === index ? at : partner
    if (at !== index && sign !== '(') return true
    while (tokens[end + 1]?.text === '::' && tokens[end + 2]?.kind === 'word') end += 2
    if (at === index && tokens[end + 1]?.text === '(') end = tokens[end + 1]?.partner ?? end
    const links = linksAfter(tokens, end)
    const children = links.filter(link => link.name !== '?')
    const last = links.at(-1)
    if (!last || children.length < 2) return true
    let start = at
    while (start > 0 && /^(::|\.)$/.test(tokens[start - 1]?.text ?? '')) start -= 2
    if (at !== index) while (tokens[start - 1]?.kind === 'word' || tokens[start - 1]?.text === '::') start--
    const chain = textOf(text, tokens, [start, last.end + 1])
    return chain.includes('\n') || chain.length + grown <= layout.chainWidth
  })
}
