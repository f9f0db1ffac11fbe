import { argumentRanges, pathsIn, stringValue, type PathUse, type RustSource, type Token } from '../source/rust.ts'
import type { MetricsCode } from '../metrics/types.ts'

export type Range = readonly [from: number, to: number]

/** A macro or function that is called, with its arguments. */
export interface RustCall {
  readonly source: RustSource
  readonly use: PathUse
  /** The last part of its path, without the `!` of a macro. */
  readonly name: string
  /** Index of the opening bracket. */
  readonly open: number
  readonly args: readonly Range[]
}

/** @returns the calls in a file of functions and macros whose last name matches */
export function callsNamed(source: RustSource, pattern: RegExp): readonly RustCall[] {
  const { tokens } = source
  return pathsIn(source).flatMap(use => {
    const name = use.path.split('::').at(-1) ?? ''
    if (!pattern.test(name) || tokens[use.start - 1]?.text === 'fn') return []
    const isMacro = tokens[use.end + 1]?.text === '!' && /^[([{]$/.test(tokens[use.end + 2]?.text ?? '')
    const open = isMacro ? use.end + 2 : use.args
    return open < 0 ? [] : [{ source, use, name, open, args: argumentRanges(tokens, open) }]
  })
}

/**
 * @param text what a file must hold
 * @param path that the call has, as it is written
 * @returns the first call of a function with one of these names
 */
export function firstCall(code: MetricsCode, text: RegExp, name: RegExp, path: RegExp): RustCall | undefined {
  for (const source of code.sources(text)) {
    const call = callsNamed(source, name).find(({ use }) => path.test(use.path))
    if (call) return call
  }
  return undefined
}

/** @returns the calls of a method in a file: what builds is seldom one chain */
export function methodCalls(source: RustSource, name: string): readonly RustCall[] {
  return callsNamed(source, new RegExp(`^${name}$`)).filter(({ use }) => use.member)
}

/** @returns the text that a range says: a literal, also one that is made a String, or the name of a constant; undefined for any other */
export function textIn(code: MetricsCode, source: RustSource, range: Range | undefined): string | undefined {
  const inside = range ? source.tokens.slice(...range) : []
  const literals = inside.filter(token => token.kind === 'string')
  const [only, more] = literals
  if (only && !more && !inside.some(token => token.text === '!' || token.text === '+')) return stringValue(only)
  const name = only ? undefined : pathName(inside)
  const constant = name === undefined ? undefined : constantOf(code, name)
  return constant && textIn(code, constant.source, constant.range)
}

/** The last part of a range that is nothing but a path. */
function pathName(inside: readonly Token[]): string | undefined {
  const words = inside.filter(token => token.text !== '&')
  const isPath = words.every((token, i) => (i % 2 === 0 ? token.kind === 'word' : token.text === '::'))
  return isPath ? words.at(-1)?.text : undefined
}

interface Constant {
  readonly source: RustSource
  readonly range: Range
}

/** What is known of constants by their names: the texts of a whole program are searched once for each. */
const constants = new WeakMap<MetricsCode, Map<string, Constant | undefined>>()

/** `const NAME: &str = …;`, in any file of the program */
function constantOf(code: MetricsCode, name: string): Constant | undefined {
  if (!/^[A-Z][A-Z0-9_]*$/.test(name)) return undefined
  const known = constants.get(code) ?? new Map<string, Constant | undefined>()
  constants.set(code, known)
  if (!known.has(name)) known.set(name, foundConstant(code, name))
  return known.get(name)
}

function foundConstant(code: MetricsCode, name: string): Constant | undefined {
  for (const source of code.sources(new RegExp(String.raw`\b(?:const|static)\s+${name}\b`))) {
    const { tokens } = source
    const at = tokens.findIndex(
      (token, i) => token.text === name && /^(?:const|static)$/.test(tokens[i - 1]?.text ?? ''),
    )
    const range = at < 0 ? undefined : valueBehind(tokens, at)
    if (range) return { source, range }
  }
  return undefined
}

/** What stands between `=` and the semicolon behind the name at `at`. */
function valueBehind(tokens: readonly Token[], at: number): Range | undefined {
  let start = -1
  for (let i = at + 1; i < tokens.length; i++) {
    const token = tokens[i]
    if (token?.text === '=' && start < 0) start = i + 1
    else if (token?.text === ';' && start >= 0) return [start, i]
    else if (token?.text === ';') return undefined
    else if (token && '([{'.includes(token.text) && token.partner > i) i = token.partner
  }
  return undefined
}

/** The items of `&[a, b]`, `vec![a, b]`, `[a, b].into()`; through a constant or a `let` of the same file. */
function itemsIn(
  code: MetricsCode,
  source: RustSource,
  range: Range,
): { readonly source: RustSource; readonly items: readonly Range[] } | undefined {
  const { tokens } = source
  for (let at = range[0]; at < range[1]; at++)
    if (tokens[at]?.text === '[') return { source, items: argumentRanges(tokens, at) }
  const name = pathName(tokens.slice(...range))
  if (name === undefined) return undefined
  const constant = constantOf(code, name) ?? letOf(source, name, range[0])
  return constant && (constant.source !== source || constant.range[0] !== range[0])
    ? itemsIn(code, constant.source, constant.range)
    : undefined
}

function letOf(source: RustSource, name: string, before: number): Constant | undefined {
  const { tokens } = source
  const at = tokens.findLastIndex(
    (token, i) => i < before && token.text === name && /^(?:let|mut)$/.test(tokens[i - 1]?.text ?? ''),
  )
  const range = at < 0 ? undefined : valueBehind(tokens, at)
  return range && { source, range }
}

/** @returns the texts of a list; undefined where one of them cannot be told */
export function textsIn(
  code: MetricsCode,
  source: RustSource,
  range: Range | undefined,
): readonly string[] | undefined {
  const list = range && itemsIn(code, source, range)
  if (!list) return undefined
  const found = list.items.map(item => textIn(code, list.source, item))
  const known = found.filter(text => text !== undefined)
  return known.length === found.length ? known : undefined
}

/** @returns the keys of a list of pairs: `[("method", m), ("path", p)]`, also behind a name */
export function keysIn(code: MetricsCode, source: RustSource, range: Range | undefined): readonly string[] | undefined {
  const list = range && itemsIn(code, source, range)
  const found = list?.items.map(([from, to]) => {
    const open = list.source.tokens.slice(from, to).findIndex(token => token.text === '(')
    const [first] = open < 0 ? [] : argumentRanges(list.source.tokens, from + open)
    return textIn(code, list.source, first)
  })
  const known = found?.filter(text => text !== undefined)
  return known && known.length === found?.length ? known : undefined
}

/** @returns the numbers of a list, or of `linear_buckets` and `exponential_buckets`; undefined where one of them cannot be told */
export function numbersIn(
  code: MetricsCode,
  source: RustSource,
  range: Range | undefined,
): readonly number[] | undefined {
  if (!range) return undefined
  const { tokens } = source
  const maker = tokens.findIndex(
    (token, i) => i >= range[0] && i < range[1] && /^(?:linear|exponential)_buckets$/.test(token.text),
  )
  const open = maker < 0 ? -1 : maker + 1
  if (tokens[open]?.text === '(') return made(tokens, tokens[maker]?.text ?? '', open)
  const list = itemsIn(code, source, range)
  const found = list?.items.map(item => numberIn(list.source.tokens, item))
  const known = found?.filter(number => number !== undefined)
  return known && known.length === found?.length ? known : undefined
}

const MOST = 200

function made(tokens: readonly Token[], name: string, open: number): readonly number[] | undefined {
  const [start, step, count] = argumentRanges(tokens, open).map(range => numberIn(tokens, range))
  if (start === undefined || step === undefined || count === undefined || count > MOST) return undefined
  return Array.from({ length: count }, (_, i) =>
    Number((name === 'linear_buckets' ? start + i * step : start * step ** i).toPrecision(12)),
  )
}

function numberIn(tokens: readonly Token[], [from, to]: Range): number | undefined {
  const token = tokens[from]
  const digits =
    to - from === 1 && token?.kind === 'number' ? token.text.replaceAll('_', '').replace(/f(?:32|64)$/, '') : ''
  return /^\d+(?:\.\d*)?(?:e[+-]?\d+)?$/i.test(digits) ? Number(digits) : undefined
}

/** @returns the line that a call stands on, as evidence */
export function evidenceOf(
  code: MetricsCode,
  { source, use }: RustCall,
  rule: string,
): ReturnType<MetricsCode['view']['evidence']> {
  return code.view.evidence(source.path, use.line, rule)
}
