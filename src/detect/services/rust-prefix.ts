import { argumentRanges, stringValue, type RustSource } from '../source/rust.ts'
import type { RustCode } from './rust-code.ts'

type Range = readonly [number, number]

/** A path that is put together from more was not written by people. */
const DEEPEST = 4
const CONSTANT = /^[A-Z][A-Z\d_]*$/
const FUNCTION = /^[a-z_]\w*$/

/**
 * @param files where functions and constants may stand
 * @returns the text that an expression is, where it is a literal, a constant, or a call of a function without arguments whose body is nothing else:
 * `&base_path()` with `fn base_path() -> String { format!("/{API}/{VERSION}") }`; undefined for any other
 */
export function textIn(code: RustCode, files: readonly string[], source: RustSource, range: Range): string | undefined {
  return evaluated({ code, files }, source, range, 0)
}

interface Place {
  readonly code: RustCode
  readonly files: readonly string[]
}

function evaluated(place: Place, source: RustSource, [start, end]: Range, depth: number): string | undefined {
  const { tokens } = source
  const from = tokens[start]?.text === '&' ? start + 1 : start
  const to = withoutConversion(source, from, end)
  const first = tokens[from]
  if (!first || depth > DEEPEST) return undefined
  if (first.kind === 'string') return to === from + 1 || depth === 0 ? stringValue(first) : undefined
  if (first.text === 'format' && tokens[from + 1]?.text === '!')
    return tokens[from + 2]?.partner === to - 1 ? formatted(place, source, from + 2, depth) : undefined
  let last = from
  while (tokens[last + 1]?.text === '::' && last + 2 < to) last += 2
  const name = tokens[last]?.text ?? ''
  if (to === last + 1) return named(place, name, depth)
  const isCall = to === last + 3 && tokens[last + 1]?.text === '(' && FUNCTION.test(name)
  return isCall ? returned(place, name, depth) : undefined
}

/** The end of an expression before `.to_string()` and the like. */
function withoutConversion({ tokens }: RustSource, from: number, end: number): number {
  const [dot, method, open] = tokens.slice(end - 4, end - 1)
  const isConversion =
    dot?.text === '.' &&
    open?.text === '(' &&
    /^(?:to_string|to_owned|into|as_str|as_ref|clone)$/.test(method?.text ?? '')
  return isConversion && end - 4 > from ? end - 4 : end
}

/** `format!("/{API}/{}", version())` */
function formatted(place: Place, source: RustSource, open: number, depth: number): string | undefined {
  const [template, ...values] = argumentRanges(source.tokens, open)
  const token = template && source.tokens[template[0]]
  if (token?.kind !== 'string') return undefined
  let next = 0
  const unknown: string[] = []
  const text = stringValue(token).replace(/\{(\w*)\}/g, (_, name: string) => {
    const value = values[next]
    if (name === '') next++
    const found = name !== '' ? named(place, name, depth) : value && evaluated(place, source, value, depth + 1)
    if (found === undefined) unknown.push(name)
    return found ?? ''
  })
  return !unknown.length && !/[{}]/.test(text) ? text : undefined
}

/** The text of a constant. */
function named({ code, files }: Place, name: string, depth: number): string | undefined {
  if (!CONSTANT.test(name)) return undefined
  for (const other of code.matching(files, new RegExp(String.raw`\b(?:const|static)\s+${name}\b`))) {
    const { tokens } = other
    const at = tokens.findIndex(
      (token, i) => token.text === name && /^(?:const|static)$/.test(tokens[i - 1]?.text ?? ''),
    )
    const equals = tokens.findIndex((token, i) => i > at && token.text === '=')
    const end = tokens.findIndex((token, i) => i > equals && token.text === ';')
    if (at >= 0 && equals > 0 && end > equals) return evaluated({ code, files }, other, [equals + 1, end], depth + 1)
  }
  return undefined
}

/** What a function gives whose body is one expression. */
function returned(place: Place, name: string, depth: number): string | undefined {
  for (const other of place.code.matching(place.files, new RegExp(String.raw`\bfn\s+${name}\s*\(\s*\)`))) {
    const body = other.functions.find(f => f.name === name)
    if (body) return evaluated(place, other, [body.open + 1, body.close], depth + 1)
  }
  return undefined
}
