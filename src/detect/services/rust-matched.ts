import { stringValue, type RustSource } from '../source/rust.ts'
import type { NeedFact } from '../types.ts'
import type { Needs } from './needs.ts'
import { STEMS } from './rust-chosen.ts'
import type { RustCode } from './rust-code.ts'

/** Text of a file that may choose by name. */
const NAMING = /"(?:redis|valkey|memcached?|kafka|rabbit(?:mq)?|amqp|nats|mqtt|pulsar)"[^\n]{0,40}=>/i

/**
 * @param files of the program
 * @returns the needs; optional are the caches and queues that stand for one of several names in a `match`, which a setting gives:
 * `match name { "kafka" => …, "mqtt" => …, _ => bail!("unknown") }`. Of databases, which are chosen by the scheme of an address, one is needed.
 */
export function chosenByName(code: RustCode, files: readonly string[], needs: Needs): Needs {
  const asked = [...needs.cache, ...needs.queues].filter(need => !need.optional && STEMS[need.value] !== undefined)
  if (!asked.length) return needs
  const near = files.filter(file => NAMING.test(code.view.text(file) ?? ''))
  const lists = code.matching(near, /\bmatch\b/).flatMap(namesIn)
  const chosen = new Set(asked.filter(({ value }) => lists.some(names => isOneOf(names, value))).map(n => n.value))
  const mark = (all: readonly NeedFact[]): readonly NeedFact[] =>
    all.map(need => (chosen.has(need.value) ? { ...need, optional: true } : need))
  return chosen.size ? { ...needs, cache: mark(needs.cache), queues: mark(needs.queues) } : needs
}

/** True where one of the names is about the need, and another one is not: `"redis"` and `"rediss"` are two schemes of the same. */
function isOneOf(names: readonly string[], need: string): boolean {
  const stem = STEMS[need]
  return stem !== undefined && names.some(name => isWord(name, stem)) && names.some(name => !stem.test(name))
}

function isWord(name: string, stem: RegExp): boolean {
  return /^[a-z]+$/i.test(name) && stem.test(name)
}

/** The texts in the patterns of each `match`. */
function namesIn({ tokens }: RustSource): readonly (readonly string[])[] {
  return tokens.flatMap((token, i) => {
    if (token.text !== 'match' || token.kind !== 'word') return []
    const names = patternsIn(tokens, openOf(tokens, i))
    return names.length > 1 ? [names] : []
  })
}

/** The brace behind what is matched. */
function openOf(tokens: RustSource['tokens'], keyword: number): number {
  for (let at = keyword + 1; at < tokens.length; at++) {
    const token = tokens[at]
    if (token?.text === '{') return at
    if (token && token.partner > at) at = token.partner
  }
  return tokens.length
}

function patternsIn(tokens: RustSource['tokens'], open: number): readonly string[] {
  const names: string[] = []
  for (let at = open + 1; at < (tokens[open]?.partner ?? 0); at++) {
    const token = tokens[at]
    if (token?.kind === 'string' && /^(?:=>|\||if)$/.test(tokens[at + 1]?.text ?? '')) names.push(stringValue(token))
    if (token && token.partner > at) at = token.partner
  }
  return names
}
