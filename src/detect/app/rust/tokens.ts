import type { RustSource, Token } from '../../source/rust.ts'

/** Tokens from the first index up to, but not including, the second. */
export type Range = readonly [from: number, to: number]

/** @returns the text of a range, as it is written */
export function textOf(text: string, tokens: readonly Token[], [from, to]: Range): string {
  const [first, last] = [tokens[from], tokens[to - 1]]
  return first && last && to > from ? text.slice(first.from, last.from + last.text.length) : ''
}

/** @returns the range as one word without blanks, to compare it */
export function compact(tokens: readonly Token[], [from, to]: Range): string {
  return tokens
    .slice(from, to)
    .map(token => token.text)
    .join('')
}

/** @returns indices of the opening brackets around a token, the innermost first */
export function bracketsAround(tokens: readonly Token[], index: number): readonly number[] {
  const found: number[] = []
  for (let i = index - 1; i >= 0; i--) {
    const { text = '', partner = -1 } = tokens[i] ?? {}
    if (/^[)\]}]$/.test(text) && partner >= 0 && partner < i) i = partner
    else if (/^[([{]$/.test(text) && partner > index) found.push(i)
  }
  return found
}

/** @returns index of the first token of the statement or item that a token is in, with its attributes */
export function statementStart(tokens: readonly Token[], index: number): number {
  let start = index
  for (let i = index - 1; i >= 0; i--) {
    const { text = '', partner = -1 } = tokens[i] ?? {}
    if (text === ';' || text === '{' || text === '}' || text === '(' || text === ',') break
    start = /^[)\]]$/.test(text) && partner >= 0 ? partner : i
    i = start
  }
  return start
}

/** @returns the name of the macro whose arguments a token is among; undefined for plain code */
export function macroAround({ tokens }: RustSource, index: number): string | undefined {
  const open = bracketsAround(tokens, index).find(
    at => tokens[at - 1]?.text === '!' && tokens[at - 2]?.kind === 'word' && tokens[at - 2]?.text !== '=',
  )
  return open === undefined ? undefined : tokens[open - 2]?.text
}

/** @returns true when a statement, block, function or module around a token is compiled under a condition only */
export function isConditional({ tokens }: RustSource, index: number): boolean {
  return [index, ...bracketsAround(tokens, index)].some(at => {
    for (let i = statementStart(tokens, at); tokens[i]?.text === '#'; i = (tokens[i + 1]?.partner ?? i) + 1) {
      if (/^cfg(_attr)?$/.test(tokens[i + 2]?.text ?? '')) return true
      if ((tokens[i + 1]?.partner ?? -1) < 0) return false
    }
    return false
  })
}

/** A method call, field, `await` or `?` behind an expression. */
export interface Link {
  /** `await`, `?`, or the name of the method. */
  readonly name: string
  /** Index of the dot, or of the question mark. */
  readonly start: number
  /** Index of the opening bracket of the arguments; -1 where there is none. */
  readonly args: number
  /** Index of its last token. */
  readonly end: number
}

/** @returns what follows the expression whose last token is at `end` */
export function linksAfter(tokens: readonly Token[], end: number): readonly Link[] {
  const links: Link[] = []
  for (let at = end + 1; ;) {
    if (tokens[at]?.text === '?') {
      links.push({ name: '?', start: at, args: -1, end: at })
      at++
      continue
    }
    const name = tokens[at + 1]
    if (tokens[at]?.text !== '.' || name?.kind !== 'word') return links
    const args = argumentsAt(tokens, at + 2)
    const last = args < 0 ? at + 1 : (tokens[args]?.partner ?? -1)
    if (last < 0) return links
    links.push({ name: name.text, start: at, args, end: last })
    at = last + 1
  }
}

/** The bracket at `at`, or behind generic arguments there. */
function argumentsAt(tokens: readonly Token[], at: number): number {
  let open = at
  if (tokens[at]?.text === '::' && tokens[at + 1]?.text === '<') {
    let depth = 0
    for (open = at + 1; open < tokens.length; open++) {
      if (tokens[open]?.text === '<') depth++
      if (tokens[open]?.text === '>' && --depth === 0) break
    }
    open++
  }
  return tokens[open]?.text === '(' ? open : -1
}

/** @returns index of the opening brace of the innermost function around a token; -1 when there is none */
export function functionAround({ functions }: RustSource, index: number): number {
  return functions.filter(f => f.open < index && index < f.close).at(-1)?.open ?? -1
}
