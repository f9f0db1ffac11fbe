/** A word, literal or sign of Rust code; comments are gone. */
export interface Token {
  readonly text: string
  readonly kind: 'word' | 'string' | 'number' | 'sign'
  readonly line: number
  /** Offset of its first character in the text. */
  readonly from: number
  /** For an opening bracket the index of its partner, and the other way round. */
  partner: number
}

const WORD = /(?:r#)?[\p{L}_][\p{L}\p{N}_]*/uy
const NUMBER = /0[xob]\w+|\d[\d_]*(?:\.(?:\d[\d_]*|(?![.\p{L}_])))?(?:[eE][+-]?\d[\d_]*)?[\p{L}\d_]*/uy
/** In `pair.0.1` there is no number with a point. */
const INTEGER = /\d\w*/y
/** What may stand in front of the quotes of a literal. */
const RAW = /(?:br|cr|r)(#*)"/y
const TEXT = /[bc]?"[^"\\]*(?:\\[^][^"\\]*)*"?/y
const CHARACTER = /b?'(?:\\(?:u\{[^}']*\}|x[0-9a-fA-F]{2}|.)|[^\\'\n])'/uy
const LIFETIME = /'[\p{L}_][\p{L}\p{N}_]*/uy
/** `<` and `>` stand alone: only the grammar knows whether `>>` closes two lists of types. */
const SIGN = /::|->|=>|==|!=|<=|>=|&&|\|\||\.\.=|\.\.\.|\.\.|[-+*/%^&|]=|\$[\p{L}_][\p{L}\p{N}_]*|[^]/uy
const COMMENT_MARK = /\/\*|\*\//g

/** @returns the tokens of a Rust file; any text gives some, also one that is no Rust */
export function tokensOf(text: string): Token[] {
  const tokens: Token[] = []
  let line = 1
  for (let at = 0; at < text.length;) {
    const code = text.charCodeAt(at)
    if (code === NEWLINE) line++
    if (code <= SPACE) {
      at++
      continue
    }
    const from = at
    at = code === SLASH ? endOfComment(text, at) : at
    if (at === from) {
      const [kind, end] = tokenAt(text, at, code, tokens)
      at = end
      if (kind) tokens.push({ text: text.slice(from, end), kind, line, from, partner: -1 })
      if (kind !== 'string') continue
    }
    for (let i = text.indexOf('\n', from); i >= 0 && i < at; i = text.indexOf('\n', i + 1)) line++
  }
  return tokens
}

const [NEWLINE, SPACE, QUOTE, APOSTROPHE, SLASH, UNDERSCORE] = [10, 32, 34, 39, 47, 95]
const ASCII = 128

function isLetter(code: number): boolean {
  const lower = code | 32
  return (lower >= 97 && lower <= 122) || code === UNDERSCORE
}

function tokenAt(
  text: string,
  at: number,
  code: number,
  before: readonly Token[],
): readonly [kind: Token['kind'] | undefined, end: number] {
  if (code === QUOTE) return ['string', endOf(TEXT, text, at) ?? text.length]
  if (code >= 48 && code <= 57)
    return ['number', endOf(before.at(-1)?.text === '.' ? INTEGER : NUMBER, text, at) ?? at + 1]
  if (isLetter(code)) {
    const end = prefixed(text, at, code)
    return end === undefined ? ['word', endOf(WORD, text, at) ?? at + 1] : ['string', end]
  }
  if (code === APOSTROPHE) {
    const end = endOf(CHARACTER, text, at)
    return end === undefined ? ['sign', endOf(LIFETIME, text, at) ?? at + 1] : ['string', end]
  }
  const word = code >= ASCII ? endOf(WORD, text, at) : undefined
  if (word !== undefined) return ['word', word]
  const end = endOf(SIGN, text, at) ?? at + 1
  return [text.slice(at, end).trim() === '' ? undefined : 'sign', end]
}

/** `r"…"`, `b'x'`: @returns the end of a literal that begins with a letter; undefined for a word */
function prefixed(text: string, at: number, code: number): number | undefined {
  // Of b, c and r.
  if (code !== 98 && code !== 99 && code !== 114) return undefined
  RAW.lastIndex = at
  const raw = RAW.exec(text)
  if (!raw) return endOf(TEXT, text, at) ?? endOf(CHARACTER, text, at)
  const end = text.indexOf(`"${raw[1] ?? ''}`, RAW.lastIndex)
  return end < 0 ? text.length : end + 1 + (raw[1] ?? '').length
}

function endOf(pattern: RegExp, text: string, at: number): number | undefined {
  pattern.lastIndex = at
  return pattern.test(text) ? pattern.lastIndex : undefined
}

/** @returns the index behind the comment at `from`; `from` where there is none. Those in the manner of C may hold others. */
function endOfComment(text: string, from: number): number {
  const second = text[from + 1]
  if (second === '/') {
    const end = text.indexOf('\n', from)
    return end < 0 ? text.length : end
  }
  if (second !== '*') return from
  let depth = 0
  COMMENT_MARK.lastIndex = from
  for (let mark = COMMENT_MARK.exec(text); mark; mark = COMMENT_MARK.exec(text)) {
    depth += mark[0] === '/*' ? 1 : -1
    if (depth === 0) return COMMENT_MARK.lastIndex
  }
  return text.length
}
