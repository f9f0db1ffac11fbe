import { argumentRanges, pathsWith, type PathUse, type RustSource } from '../source/rust.ts'
import type { RustCode } from './rust-code.ts'
import { isBeside } from './rust-settings.ts'
import { addressIn, type Address } from './rust-values.ts'

/** A call that opens a socket. */
export interface Opener {
  readonly source: RustSource
  readonly use: PathUse
}

/** From the function that opens the socket up to the one that knows the address. */
const MOST_STEPS = 3

/**
 * @returns the address that is passed to the functions which open a socket at one of their parameters: `serve(([0, 0, 0, 0], 8000))`;
 * where no caller knows the port, what the first of them names
 */
export function passedAddress(
  code: RustCode,
  files: readonly string[],
  openers: readonly Opener[],
): Address | undefined {
  let named: Address | undefined
  for (const { source, use } of openers) {
    for (const [from, to] of argumentRanges(source.tokens, use.args).slice(0, 2)) {
      const found = passed(code, files, source, use.start, wholeIn(source, from, to), MOST_STEPS)
      if (found?.port !== undefined) return found
      named ??= found
    }
  }
  return named
}

/** Looks for what the callers of the function around `index` hand it for its parameters in `names`. */
function passed(
  code: RustCode,
  files: readonly string[],
  source: RustSource,
  index: number,
  names: ReadonlySet<string>,
  steps: number,
): Address | undefined {
  const around = source.functions.filter(f => f.open < index && index < f.close).at(-1)
  const at = around ? parametersOf(source, around).findIndex(name => names.has(name)) : -1
  if (!around || at < 0 || steps === 0) return undefined
  let named: Address | undefined
  for (const caller of code.matching(files, new RegExp(String.raw`\b${around.name}\s*\(`))) {
    for (const use of pathsWith(caller, around.name)) {
      const range = argumentRanges(caller.tokens, use.args)[at]
      if (!range || use.path.split('::').at(-1) !== around.name || caller.tokens[use.start - 1]?.text === 'fn') continue
      if (isBeside(caller, use.start)) continue
      const address = answered(code, files, addressIn(caller, range))
      if (address.port !== undefined) return address
      const above = passed(code, files, caller, use.start, wholeIn(caller, ...range), steps - 1)
      if (above?.port !== undefined) return above
      named ??= above ?? address
    }
  }
  return named
}

/** With what the only function of that name answers: `config.socket_addresses()`. */
function answered(code: RustCode, files: readonly string[], address: Address): Address {
  const name = address.names.find(word => /^\w*(?:addr|bind|listen|port)\w*$/.test(word))
  if (address.port !== undefined || name === undefined) return address
  const bodies = code
    .matching(files, new RegExp(String.raw`\bfn\s+${name}\b`))
    .flatMap(source => source.functions.filter(f => f.name === name).map(f => ({ source, f })))
  const [only, ...others] = bodies
  if (!only || others.length) return address
  const found = addressIn(only.source, [only.f.open + 1, only.f.close])
  return { ...address, ...found, names: [...found.names, ...address.names] }
}

/** Variables that are handed on as they are: of `settings.port`, the settings are not the address. */
function wholeIn({ tokens }: RustSource, from: number, to: number): ReadonlySet<string> {
  const words = tokens.slice(from, to).filter((token, i) => {
    const [dot, field, bracket] = tokens.slice(from + i + 1)
    return token.kind === 'word' && !(dot?.text === '.' && field?.kind === 'word' && bracket?.text !== '(')
  })
  return new Set(words.map(token => token.text))
}

/** Names of the parameters of a function, without `self`. */
function parametersOf({ tokens }: RustSource, { name, open }: RustSource['functions'][number]): readonly string[] {
  const fn = tokens.findLastIndex((token, i) => i < open && token.text === name && tokens[i - 1]?.text === 'fn')
  const bracket = tokens.findIndex((token, i) => i > fn && token.text === '(')
  if (fn < 0 || bracket < 0 || bracket > open) return []
  return argumentRanges(tokens, bracket).flatMap(([from, to]) => {
    const colon = tokens.findIndex((token, i) => i >= from && i < to && token.text === ':')
    const word = colon < 0 ? undefined : tokens[colon - 1]
    return word?.kind === 'word' && word.text !== 'self' ? [word.text] : []
  })
}
