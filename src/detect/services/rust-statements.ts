import type { RustSource, Token } from '../source/rust.ts'

type Range = readonly [number, number]

/** @returns the value of `let port = var("PORT")?.unwrap_or(8888);` in a function that reads the settings, with a text or a constant for the variable */
export function environmentRange(tokens: readonly Token[], index: number): readonly Range[] {
  return untilSemicolon(tokens, index).filter(([from, to]) =>
    tokens
      .slice(from, to)
      .some(
        ({ kind, text }, i) =>
          (kind === 'string' || kind === 'word') && VARIABLE.test(text) && !isFallback(tokens, from + i),
      ),
  )
}

/** `unwrap_or(DEFAULT_PORT)`: a constant that stands in for what is missing is no name of a variable. */
function isFallback(tokens: readonly Token[], index: number): boolean {
  return tokens[index - 1]?.text === '(' && (tokens[index - 2]?.text ?? '').startsWith('unwrap_or')
}

const VARIABLE = /^(?:"\w*(?:PORT|ADDR|ADDRESS|LISTEN|BIND)\w*"|[A-Z\d_]*(?:PORT|ADDR|LISTEN|BIND)[A-Z\d_]*)$/

/** @returns the tokens between the next `=` and its semicolon; none where there is no value */
export function untilSemicolon(tokens: readonly Token[], index: number): readonly Range[] {
  let start = index
  for (let i = index; i < tokens.length; i++) {
    if (tokens[i]?.text === '=' && start === index) start = i + 1
    if (tokens[i]?.text === ';') return start > index ? [[start, i]] : []
  }
  return []
}

/** @returns the tokens between the next `=` and the semicolon of its statement, whatever stands in brackets between; undefined where there is no value */
export function valueBehind(tokens: readonly Token[], name: number): Range | undefined {
  let start = -1
  for (let i = name + 1; i < tokens.length; i++) {
    const token = tokens[i]
    if (token?.text === '=' && start < 0) start = i + 1
    else if (token?.text === ';') return start < 0 ? undefined : [start, i]
    else if (token && '([{'.includes(token.text) && token.kind === 'sign' && token.partner > i) i = token.partner
  }
  return undefined
}

/** @returns the tokens of `config.addresses()` behind the name in `for address in config.addresses() {`; undefined anywhere else */
export function loopedOver(tokens: readonly Token[], name: number): Range | undefined {
  const end = tokens.findIndex(({ text }, i) => i > name && /^[{;]$/.test(text))
  return tokens[name + 1]?.text === 'in' && tokens[end]?.text === '{' ? [name + 2, end] : undefined
}

/** @returns true for a token in the value of a `static` or `const`: `static CONFIG: LazyLock<Config> = LazyLock::new(|| Config { port: 8080 })` */
export function isInStatic({ tokens }: RustSource, index: number): boolean {
  let isBefore = false
  for (let i = index - 1; i >= 0; i--) {
    const token = tokens[i]
    if (!token) continue
    const isBracket = token.kind === 'sign' && /^[()[\]{}]$/.test(token.text)
    // what stands in front of it in the same brackets is another statement; further out is what it is a part of
    if (isBracket && token.partner > i) isBefore = false
    else if (isBracket && token.partner >= 0) i = token.partner
    if (token.text === ';' || token.text === '}') isBefore = true
    else if (!isBefore && /^(?:static|const)$/.test(token.text)) return true
  }
  return false
}
