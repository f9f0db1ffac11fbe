import { argumentRanges, stringValue, type RustSource } from '../source/rust.ts'
import { addressIn, type Address } from './rust-values.ts'

type Range = readonly [number, number]

/** Lists in lists in lists. */
const MOST_STEPS = 8

/**
 * @returns where the first of several listeners is opened that a list describes, where the setting at `index` is one of a later one:
 * `vec![Listener { address: "[::]:8080" }, Listener { port: 8081 }]`; those whose texts match `beside` are left out
 * @param names settings that hold an address
 */
export function firstListed(
  source: RustSource,
  index: number,
  names: readonly string[],
  beside: RegExp,
): Address | undefined {
  for (let open = bracketBefore(source, index), steps = 0; open >= 0 && steps < MOST_STEPS; steps++) {
    const elements = isList(source, open) ? argumentRanges(source.tokens, open) : []
    for (const [from, to] of elements.filter(([, end]) => end <= index)) {
      const found = isBeside(source, [from, to], beside) ? undefined : addressOf(source, [from, to], names)
      if (found) return found
    }
    open = bracketBefore(source, open)
  }
  return undefined
}

/** @returns the index of the square bracket around a token, within its function; -1 where there is none */
function bracketBefore({ tokens, functions }: RustSource, index: number): number {
  const start = functions.findLast(f => f.open < index && index < f.close)?.open ?? index
  for (let at = index - 1; at > start; at--) {
    const token = tokens[at]
    if (token?.text === '[' && token.partner > index) return at
    if (token && token.partner >= 0 && token.partner < at) at = token.partner
  }
  return -1
}

/** `[a, b]` and `vec![a, b]`; `#[a]` is an attribute, and `a[b]` one of a list. */
function isList({ tokens }: RustSource, open: number): boolean {
  return /^[!=:(,&[]$/.test(tokens[open - 1]?.text ?? '')
}

function isBeside({ tokens }: RustSource, [from, to]: Range, beside: RegExp): boolean {
  return tokens.slice(from, to).some(token => token.kind === 'string' && beside.test(stringValue(token)))
}

function addressOf(source: RustSource, [from, to]: Range, names: readonly string[]): Address | undefined {
  const { tokens } = source
  for (let i = from; i < to; i++) {
    if (!names.includes(tokens[i]?.text ?? '') || tokens[i + 1]?.text !== ':') continue
    const found = addressIn(source, [i + 2, endOfValue(source, i + 2, to)])
    if (found.port !== undefined) return found
  }
  return undefined
}

function endOfValue({ tokens }: RustSource, from: number, to: number): number {
  for (let i = from; i < to; i++) {
    const token = tokens[i]
    if (token?.text === ',' || token?.text === '}') return i
    if (token && token.partner > i) i = token.partner
  }
  return to
}
