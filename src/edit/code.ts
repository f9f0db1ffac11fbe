import type { Tree } from '@lezer/common'
import { grammarOf } from '../text/grammars.ts'
import { eolOf, lineAt } from '../text/lines.ts'
import { memo } from '../text/memo.ts'
import { LINE, SWAP, type CodeLanguage } from './code-path.ts'
import { afterEol, beforeEol, indentAt, isBlank, lineEnd, lineStart, splice, type Span } from './splice.ts'
import { EditError, type Editor, type KeyPath, type Place } from './types.ts'

/**
 * Adds and takes out single lines of source code, and swaps one piece of a line for another. What is in comments and strings is not
 * taken for code, and a result with more errors of syntax than the text before is refused. Value: true.
 */
export const codeEditor: Editor = {
  empty: '',
  get: (text, path) => (spanOf(text, wishOf(path)) === undefined ? undefined : true),
  set: (text, path, value, _comment, place) => {
    const wish = wishOf(path)
    if (value !== true) throw new EditError('the value of a change of code is true')
    if (spanOf(text, wish)) return text
    if (!place) throw new EditError('the place of the change is not known')
    return verified(wish.language, text, wish.old === undefined ? insert(text, wish, place) : swap(text, wish, place))
  },
  remove: (text, path) => {
    const wish = wishOf(path)
    const span = spanOf(text, wish)
    return span ? verified(wish.language, text, takenOut(text, wish, span)) : text
  },
}

interface Wish {
  readonly language: CodeLanguage
  /** What is in the file afterwards: a line, or a piece of one. */
  readonly text: string
  /** What stood there before: undefined for a line. */
  readonly old?: string
}

const LANGUAGES: ReadonlySet<unknown> = new Set<CodeLanguage>(['javascript', 'typescript', 'tsx', 'rust'])

function wishOf(path: KeyPath): Wish {
  const [language, kind, first, second, ...rest] = path
  if (LANGUAGES.has(language) && typeof first === 'string' && first.trim() !== '' && rest.length === 0) {
    if (kind === LINE && second === undefined) return { language: language as CodeLanguage, text: first }
    if (kind === SWAP && typeof second === 'string')
      return { language: language as CodeLanguage, text: second, old: first }
  }
  throw new EditError('this is not the path of a change of code')
}

/** Comments and literals of both grammars; code within a template string is looked at. */
const OPAQUE = /^(LineComment|BlockComment|String|RawString|Char|RegExp|JSXText|Interpolation|TemplateString)$/

interface Syntax {
  readonly opaque: readonly Span[]
  readonly errors: number
}

const syntaxOf = memo((language: CodeLanguage, text: string): Syntax => {
  const opaque: Span[] = []
  let errors = 0
  parse(language, text).iterate({
    enter: ({ type, from, to }) => {
      if (type.isError) errors++
      if (OPAQUE.test(type.name) && type.name !== 'Interpolation') opaque.push({ start: from, end: to })
    },
  })
  return { opaque, errors }
}, 40)

function parse(language: CodeLanguage, text: string): Tree {
  if (language === 'rust') return grammarOf('rust').parse(text)
  const dialect = { javascript: 'jsx', typescript: 'ts', tsx: 'ts jsx' }[language]
  return grammarOf('javascript').configure({ dialect }).parse(text)
}

function isCode(language: CodeLanguage, text: string, at: number): boolean {
  return !syntaxOf(language, text).opaque.some(({ start, end }) => start <= at && at < end)
}

function verified(language: CodeLanguage, before: string, after: string): string {
  if (syntaxOf(language, after).errors > syntaxOf(language, before).errors)
    throw new EditError('the change would not parse')
  return after
}

/** Formatters change the ends and the quotes of statements. */
function plain(line: string): string {
  return line.trim().replace(/;$/, '').replaceAll('"', "'")
}

/** @returns where it is in the text; undefined when it is not there @throws EditError when a piece is there twice */
function spanOf(text: string, wish: Wish): Span | undefined {
  const found = wish.old === undefined ? linesLike(text, wish) : piecesLike(text, wish)
  const [first, second] = found
  if (wish.old !== undefined && first && second)
    throw new EditError(`${wish.text} is there twice`, lineAt(text, second.start))
  return first
}

function linesLike(text: string, { language, text: line }: Wish): readonly Span[] {
  const wanted = plain(line)
  return lines(text).filter(
    ({ start, end }) => plain(text.slice(start, end)) === wanted && isCode(language, text, firstOf(text, start)),
  )
}

function lines(text: string): readonly Span[] {
  const found: Span[] = []
  for (let start = 0; start <= text.length;) {
    const end = lineEnd(text, start)
    found.push({ start, end })
    const next = afterEol(text, end)
    if (next === end) break
    start = next
  }
  return found
}

/** @returns offset of the first character of a line that is not blank */
function firstOf(text: string, start: number): number {
  return start + indentAt(text, start).length
}

const NAME = /[\w$]/

function piecesLike(text: string, { language, text: piece }: Wish): readonly Span[] {
  const found: Span[] = []
  for (let at = text.indexOf(piece); at !== -1; at = text.indexOf(piece, at + 1)) {
    const end = at + piece.length
    const cutsName =
      (NAME.test(piece[0] ?? '') && NAME.test(text[at - 1] ?? '')) ||
      (NAME.test(piece.at(-1) ?? '') && NAME.test(text[end] ?? ''))
    if (!cutsName && isCode(language, text, at)) found.push({ start: at, end })
  }
  return found
}

/** @returns the line that a place names @throws EditError when it is not there any more */
function anchorOf(text: string, { line, nth }: Place): Span {
  const found = lines(text).filter(({ start, end }) => text.slice(start, end).trim() === line)[nth]
  if (!found) throw new EditError(`the line "${line}" is not there`)
  return found
}

function insert(text: string, { text: line }: Wish, place: Place): string {
  const anchor = anchorOf(text, place)
  const eol = eolOf(text)
  const indent = indentAt(text, anchor.start) + (place.deeper ?? '')
  const body = indent + line.trimEnd()
  const gap = line.endsWith('\n') ? eol : ''
  return place.side === 'before'
    ? splice(text, { start: anchor.start, end: anchor.start, text: body + eol + gap })
    : splice(text, { start: anchor.end, end: anchor.end, text: eol + body + gap })
}

function swap(text: string, { language, text: now, old = '' }: Wish, place: Place): string {
  const anchor = anchorOf(text, place)
  const start = firstOf(text, anchor.start) + (place.column ?? 0)
  if (!text.startsWith(old, start) || start + old.length > anchor.end || !isCode(language, text, start))
    throw new EditError(`"${old}" does not stand there any more`, lineAt(text, anchor.start))
  return splice(text, { start, end: start + old.length, text: now })
}

function takenOut(text: string, { text: line, old }: Wish, { start, end }: Span): string {
  if (old !== undefined) return splice(text, { start, end, text: old })
  const from = lineStart(text, start)
  const next = afterEol(text, end)
  const below = lineEnd(text, next)
  const gap = line.endsWith('\n') && next < text.length && isBlank(text.slice(next, below))
  if (next === end) return splice(text, { start: beforeEol(text, from), end, text: '' })
  return splice(text, { start: from, end: gap ? afterEol(text, below) : next, text: '' })
}
