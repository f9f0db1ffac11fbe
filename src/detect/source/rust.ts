import { memo } from '../../text/memo.ts'
import { tokensOf, type Token } from './rust-tokens.ts'

export type { Token } from './rust-tokens.ts'

/** A plan reads the repository again as it will be: nearly all of its files are the same. */
const SOURCES_KEPT = 400

/** A function with a body: the indices of the body's braces. */
export interface FunctionRange {
  readonly name: string
  readonly open: number
  readonly close: number
}

/** A Rust file as a flat list of tokens: calls look the same in code and inside of macros. */
export interface RustSource {
  readonly path: string
  readonly tokens: readonly Token[]
  /** Local name -> full path, from `use`. */
  readonly imports: ReadonlyMap<string, string>
  readonly functions: readonly FunctionRange[]
}

/** @returns the tokens of a Rust file, with its imports and functions */
export const readRust = memo((path: string, text: string): RustSource => {
  const tokens = pair(withoutTests(tokensOf(text)))
  return { path, tokens, imports: importsOf(tokens), functions: functionsOf(tokens) }
}, SOURCES_KEPT)

const PAIRS: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' }

function pair(tokens: Token[]): Token[] {
  const open: number[] = []
  tokens.forEach((token, i) => {
    token.partner = -1
    if (token.kind !== 'sign') return
    if (token.text in PAIRS) open.push(i)
    const at = open.at(-1)
    const opener = at === undefined ? undefined : tokens[at]
    if (opener && at !== undefined && PAIRS[opener.text] === token.text) {
      opener.partner = i
      token.partner = at
      open.pop()
    }
  })
  return tokens
}

/** Leaves out items behind `#[cfg(test)]` and `#[test]`. */
function withoutTests(all: Token[]): Token[] {
  const tokens = pair(all)
  const kept: Token[] = []
  for (let i = 0; i < tokens.length; i++) {
    const token = tokens[i]
    const bracket = tokens[i + 1]
    if (token?.text === '#' && bracket?.text === '[' && isTest(tokens, i + 1)) {
      i = endOfItem(tokens, bracket.partner + 1)
    } else if (token) kept.push(token)
  }
  return kept
}

function isTest(tokens: readonly Token[], open: number): boolean {
  const words = tokens.slice(open + 1, tokens[open]?.partner).map(token => token.text)
  if (words[0] === 'cfg')
    return words[2] === 'test' || (words[2] === 'all' && words.includes('test')) || isTestFeature(words.slice(2))
  return words.join('') === 'test' || words.join('').endsWith('::test') || words[0] === 'rstest'
}

/** `feature = "test_mode"`: what is compiled in for tests only. */
function isTestFeature([feature, equals, name = '', close]: readonly string[]): boolean {
  return feature === 'feature' && equals === '=' && close === ')' && /^"(?:tests?|testing|test[-_]\w+)"$/.test(name)
}

/** Index of the last token of the item that begins at `start`: its closing brace, or its semicolon; of an arm of a `match` its comma. */
function endOfItem(tokens: readonly Token[], start: number): number {
  let isArm = false
  for (let i = start; i < tokens.length; i++) {
    const token = tokens[i]
    if (token?.text === '=>') isArm = true
    if (token?.text === '{') {
      if (token.partner < 0) return tokens.length
      // The pattern of an arm may have braces of its own: `Route::Mail { .. } => 25,`
      if (isArm || tokens[token.partner + 1]?.text !== '=>') return token.partner
      i = token.partner
    }
    if (token?.text === ';' || (isArm && token?.text === ',')) return i
    if ((token?.text === '(' || token?.text === '[') && token.partner > i) i = token.partner
    else if (token?.text === '}' || token?.text === ')') return i - 1
  }
  return tokens.length
}

function importsOf(tokens: readonly Token[]): ReadonlyMap<string, string> {
  const found = new Map<string, string>()
  for (let i = 0; i < tokens.length; i++) {
    if (tokens[i]?.text === 'use' && tokens[i]?.kind === 'word') i = readUse(tokens, i + 1, '', found)
  }
  return found
}

/** Reads one path of a `use`, with its groups; @returns the index behind it */
function readUse(tokens: readonly Token[], start: number, prefix: string, found: Map<string, string>): number {
  let path = prefix
  let last = ''
  for (let i = start; i < tokens.length; i++) {
    const { text = '', kind = 'sign' } = tokens[i] ?? {}
    if (text === '{') {
      const close = tokens[i]?.partner ?? -1
      for (let at = i + 1; at < close; at++) at = readUse(tokens, at, path, found)
      return close < 0 ? tokens.length : close
    }
    if (text === ';' || text === ',' || text === '}') {
      if (last !== '') found.set(last, path)
      return text === '}' ? i - 1 : i
    }
    if (text === 'as') {
      found.set(tokens[i + 1]?.text ?? '', path)
      last = ''
      i++
    } else if (text === '*') {
      found.set(`*${path}`, path)
      last = ''
    } else if (kind === 'word') {
      if (text !== 'self') path = path === '' ? text : `${path}::${text}`
      last = text === 'self' ? (path.split('::').at(-1) ?? '') : text
    }
  }
  return tokens.length
}

function functionsOf(tokens: readonly Token[]): readonly FunctionRange[] {
  const found: FunctionRange[] = []
  tokens.forEach((token, i) => {
    const name = tokens[i + 1]
    if (token.text !== 'fn' || token.kind !== 'word' || name?.kind !== 'word') return
    for (let at = i + 2; at < tokens.length; at++) {
      const next = tokens[at]
      if (next?.text === ';') return
      if (next?.text === '{') {
        if (next.partner > at) found.push({ name: name.text, open: at, close: next.partner })
        return
      }
      if ((next?.text === '(' || next?.text === '[') && next.partner > at) at = next.partner
    }
  })
  return found
}

/** A path that is called, or used as a value: `axum::serve`. */
export interface PathUse {
  /** As written, without generic arguments. */
  readonly path: string
  /** The path with its first part replaced by what `use` says. */
  readonly full: string
  /** Index of the first and of the last token of the path. */
  readonly start: number
  readonly end: number
  readonly line: number
  /** Index of the opening bracket of the arguments; -1 for a path that is not called. */
  readonly args: number
  /** True for a method or field: the path has a dot in front. */
  readonly member: boolean
}

const all = new WeakMap<RustSource, readonly PathUse[]>()
const byName = new WeakMap<RustSource, ReadonlyMap<string, readonly PathUse[]>>()

/** @returns the paths in `source` (between the indices, where there are any), in their order */
export function pathsIn(source: RustSource, from?: number, to?: number): readonly PathUse[] {
  if (from !== undefined || to !== undefined) return readPaths(source, from ?? 0, to ?? source.tokens.length)
  let found = all.get(source)
  if (!found) all.set(source, (found = readPaths(source, 0, source.tokens.length)))
  return found
}

/** @returns the paths in `source` of which `name` is a part, in their order */
export function pathsWith(source: RustSource, name: string): readonly PathUse[] {
  let index = byName.get(source)
  if (!index) {
    const made = new Map<string, PathUse[]>()
    for (const use of pathsIn(source))
      for (const part of new Set(use.path.split('::'))) {
        const uses = made.get(part)
        if (uses) uses.push(use)
        else made.set(part, [use])
      }
    byName.set(source, (index = made))
  }
  return index.get(name) ?? []
}

function readPaths(source: RustSource, from: number, to: number): readonly PathUse[] {
  const { tokens } = source
  const found: PathUse[] = []
  for (let i = from; i < to; i++) {
    const token = tokens[i]
    if (token?.kind !== 'word' || tokens[i - 1]?.text === '::') continue
    let [end, path] = [i, token.text]
    while (tokens[end + 1]?.text === '::' && tokens[end + 2]?.kind === 'word') {
      end += 2
      path += `::${tokens[end]?.text ?? ''}`
    }
    const args = argumentsAfter(tokens, end)
    const member = tokens[i - 1]?.text === '.'
    found.push({ path, full: member ? path : fullPath(source, path), start: i, end, line: token.line, args, member })
    i = end
  }
  return found
}

function argumentsAfter(tokens: readonly Token[], end: number): number {
  let at = end + 1
  if (tokens[at]?.text === '::' && tokens[at + 1]?.text === '<') {
    let depth = 0
    for (at++; at < tokens.length; at++) {
      if (tokens[at]?.text === '<') depth++
      if (tokens[at]?.text === '>' && --depth === 0) break
      if (tokens[at]?.text === ';' || tokens[at]?.text === '{') return -1
    }
    at++
  }
  return tokens[at]?.text === '(' ? at : -1
}

function fullPath(source: RustSource, path: string): string {
  const [first = '', ...rest] = path.split('::')
  return [source.imports.get(first) ?? first, ...rest].join('::')
}

/** @returns the value of a string literal, plain, raw or of bytes */
export function stringValue(token: Token): string {
  const raw = /^[bc]?r(#*)"([^]*)"\1$/.exec(token.text)
  if (raw) return raw[2] ?? ''
  return token.text.replace(/^[bc]?"|"$/g, '').replace(/\\(["\\])/g, '$1')
}

/** @returns the value of an integer literal such as `8_080u16`; undefined for any other */
export function numberValue(token: Token): number | undefined {
  const digits = /^(\d[\d_]*)(?:[iu]\w+)?$/.exec(token.text)?.[1]
  return digits === undefined ? undefined : Number(digits.replaceAll('_', ''))
}

/** @returns the tokens of each argument behind the bracket at `open`, as ranges of indices */
export function argumentRanges(tokens: readonly Token[], open: number): readonly (readonly [number, number])[] {
  const close = tokens[open]?.partner ?? -1
  const ranges: (readonly [number, number])[] = []
  let start = open + 1
  for (let i = start; i < close; i++) {
    const token = tokens[i]
    if (token && token.text in PAIRS && token.partner > i) i = token.partner
    else if (token?.text === ',') {
      ranges.push([start, i])
      start = i + 1
    }
  }
  if (close > start) ranges.push([start, close])
  return ranges
}
