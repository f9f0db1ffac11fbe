import type { Token } from '../../source/rust.ts'
import type { Range } from './tokens.ts'

/** @returns what an `if` with all its `else` may come to: the last expression of each block; undefined for any other expression */
export function branchesOf(tokens: readonly Token[], [from, to]: Range): readonly Range[] | undefined {
  const found: Range[] = []
  let at = from
  while (tokens[at]?.text === 'if') {
    const open = blockAfter(tokens, at, to)
    const close = tokens[open]?.partner ?? -1
    if (close < 0 || tokens[close + 1]?.text !== 'else') return undefined
    found.push(tailOf(tokens, open))
    at = close + 2
  }
  if (found.length === 0 || tokens[at]?.text !== '{' || tokens[at]?.partner !== to - 1) return undefined
  return [...found, tailOf(tokens, at)]
}

/** The brace behind a condition: one that is part of the condition stands in brackets. */
function blockAfter(tokens: readonly Token[], start: number, end: number): number {
  let at = start
  while (at < end && tokens[at]?.text !== '{') at = pastBrackets(tokens, at)
  return at
}

function tailOf(tokens: readonly Token[], open: number): Range {
  const close = tokens[open]?.partner ?? open
  let from = open + 1
  for (let at = from; at < close; at = pastBrackets(tokens, at)) if (tokens[at]?.text === ';') from = at + 1
  return [from, close]
}

/** The token behind this one, and behind what is in brackets where it opens some. */
function pastBrackets(tokens: readonly Token[], at: number): number {
  return Math.max(at, tokens[at]?.partner ?? at) + 1
}
