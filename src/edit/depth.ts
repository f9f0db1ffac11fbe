import { lineAt } from '../text/lines.ts'
import { EditError } from './types.ts'
import { MAX_DEPTH } from './value.ts'

/** How a language writes what can hide a bracket. */
export interface Lexis {
  readonly quotes: string
  /** Three quotes open a text of several lines. */
  readonly triple: boolean
  /** What begins a comment that ends with its line, and one that ends with an asterisk and a slash. */
  readonly line: string
  readonly block?: string
}

/** Throws EditError when brackets are nested deeper than any parser should be asked to follow. Does not recurse. */
export function assertShallow(text: string, lexis: Lexis): void {
  let depth = 0
  for (let i = 0; i < text.length; i++) {
    const c = text.charAt(i)
    if (c === '[' || c === '{') depth++
    else if (c === ']' || c === '}') depth--
    else i = skip(text, i, lexis)
    if (depth > MAX_DEPTH) throw new EditError('the file is nested too deeply', lineAt(text, i))
  }
}

/** @returns offset of the last character of the string or comment that begins at `at`; `at` when none does */
function skip(text: string, at: number, lexis: Lexis): number {
  const c = text.charAt(at)
  if (lexis.quotes.includes(c)) return skipString(text, at, c, lexis)
  if (text.startsWith(lexis.line, at)) return endOf(text, '\n', at)
  if (lexis.block && text.startsWith(lexis.block, at)) return endOf(text, '*/', at + lexis.block.length)
  return at
}

function skipString(text: string, at: number, quote: string, lexis: Lexis): number {
  const triple = quote.repeat(3)
  const long = lexis.triple && text.startsWith(triple, at)
  for (let i = at + (long ? 3 : 1); i < text.length; i++) {
    const c = text.charAt(i)
    if (c === '\\' && quote === '"') i++
    else if (c === '\n' && !long) return i
    else if (long ? text.startsWith(triple, i) : c === quote) return long ? i + 2 : i
  }
  return text.length
}

function endOf(text: string, mark: string, from: number): number {
  const at = text.indexOf(mark, from)
  return at === -1 ? text.length : at + mark.length - 1
}
