import type { RustSource } from '../source/rust.ts'
import type { NeedFact } from '../types.ts'
import type { Needs } from './needs.ts'
import { attributesBefore } from './rust-attributes.ts'
import type { RustCode } from './rust-code.ts'

/** Words for a need in the names of what settings choose. */
export const STEMS: Readonly<Record<string, RegExp>> = {
  postgres: /postgres|^Pg/i,
  mysql: /mysql|maria/i,
  mongodb: /mongo/i,
  sqlite: /sqlite/i,
  redis: /redis|valkey/i,
  memcached: /memcache/i,
  kafka: /kafka/i,
  rabbitmq: /rabbit|amqp/i,
  nats: /nats/i,
  mqtt: /mqtt/i,
  pulsar: /pulsar/i,
  elasticsearch: /elastic|opensearch/i,
}
/** What the program does without a server beside it. */
const ALONE = /^(?:In_?)?(?:Memory|File_?system|Files?|Fs|Disk|Local|Noop|None|Null|Disabled|Embedded)(?:[A-Z]\w*)?$/
/** Text of a file in which such a choice may stand. */
const NEAR = /\b(?:In_?)?(?:Memory|File_?system|File|Fs|Disk|Local|Noop|None|Null|Disabled|Embedded)\w*\s*[,({]/
/** What is read from a file or a command line. */
const READ = /^(?:Deserialize|ValueEnum|EnumString|EnumIter|FromStr|VariantNames|Subcommand)$/

/**
 * @param files of the program
 * @returns the needs; optional are those that stand for one choice of a setting which has others that need no server, and is not theirs by default:
 * `#[derive(Deserialize)] enum Store { Memory, Redis(RedisStore) }`
 */
export function chosenByEnum(code: RustCode, files: readonly string[], needs: Needs): Needs {
  const asked = [...needs.databases, ...needs.cache, ...needs.queues].filter(
    need => !need.optional && STEMS[need.value] !== undefined,
  )
  if (!asked.length) return needs
  const mayChoose = (text: string): boolean =>
    NEAR.test(text) && asked.some(({ value }) => STEMS[value]?.test(text) === true)
  const near = files.filter(file => mayChoose(code.view.text(file) ?? ''))
  const lists = code.matching(near, /\benum\b/).flatMap(choicesIn)
  const chosen = new Set(asked.filter(need => lists.some(list => isChosen(list, need.value))).map(need => need.value))
  const mark = (all: readonly NeedFact[]): readonly NeedFact[] =>
    all.map(need => (chosen.has(need.value) ? { ...need, optional: true } : need))
  return { ...needs, databases: mark(needs.databases), cache: mark(needs.cache), queues: mark(needs.queues) }
}

interface Choice {
  readonly name: string
  readonly isDefault: boolean
}

function isChosen(choices: readonly Choice[], need: string): boolean {
  const own = choices.filter(({ name }) => STEMS[need]?.test(name))
  return own.length > 0 && !own.some(({ isDefault }) => isDefault) && choices.some(({ name }) => ALONE.test(name))
}

/** The variants of each enum that is read from somewhere. */
function choicesIn(source: RustSource): readonly (readonly Choice[])[] {
  const { tokens } = source
  return tokens.flatMap((token, i) => {
    const open = i + 2
    if (token.text !== 'enum' || tokens[open]?.text !== '{' || !isRead(source, i)) return []
    return [variantsIn(source, open, tokens[i + 1]?.text ?? '')]
  })
}

/** True where a `derive` in front of the keyword says that the type is read. */
function isRead({ tokens }: RustSource, keyword: number): boolean {
  return attributesBefore(tokens, keyword).some(([open, close]) => {
    const words = tokens.slice(open + 1, close)
    return words[0]?.text === 'derive' && words.some(({ text }) => READ.test(text))
  })
}

function variantsIn(source: RustSource, open: number, type: string): readonly Choice[] {
  const { tokens } = source
  const close = tokens[open]?.partner ?? open
  const usual = usualOf(source, type)
  const found: Choice[] = []
  let isDefault = false
  let isName = true
  for (let at = open + 1; at < close; at++) {
    const token = tokens[at]
    if (token?.text === ',') isName = true
    else if (token?.text === '#') isDefault ||= tokens[at + 2]?.text === 'default'
    else if (token?.kind === 'word' && isName) {
      found.push({ name: token.text, isDefault: isDefault || token.text === usual })
      ;[isDefault, isName] = [false, false]
    }
    // What a variant holds, and what its attributes say.
    if (token && token.partner > at) at = token.partner
  }
  return found
}

/** `Redis` of `impl Default for Store { fn default() -> Self { Store::Redis } }` */
function usualOf({ tokens, functions }: RustSource, type: string): string | undefined {
  const at = tokens.findIndex(
    (token, i) => token.text === 'Default' && tokens[i + 1]?.text === 'for' && tokens[i + 2]?.text === type,
  )
  const body = at < 0 ? undefined : functions.find(f => f.name === 'default' && f.open > at)
  const words = body ? tokens.slice(body.open, body.close) : []
  const named = words.findIndex(({ text }, i) => (text === 'Self' || text === type) && words[i + 1]?.text === '::')
  return named < 0 ? undefined : words[named + 2]?.text
}
