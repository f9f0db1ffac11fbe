import {
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  parseDocument,
  type Document,
  type Node,
  type Pair,
  type YAMLMap,
} from 'yaml'
import { editorFor } from '../edit/index.ts'
import { EditError } from '../edit/types.ts'
import { Failure } from '../text/errors.ts'
import { equal } from './json.ts'
import { STATE } from './safe-path.ts'

export const CONFIG = `${STATE}/config.yaml`

type Profile = 'standard' | 'strict'
/** Same shape as the answers of the artifacts. */
export type ConfigAnswer = string | number | boolean | readonly string[]

/** A capability that does not count here, and why. */
interface Exemption {
  readonly id: string
  readonly reason: string
}

/** What `.prod-ready/config.yaml`, a file of the user, says. */
export interface Config {
  readonly profile?: Profile
  readonly answers: Readonly<Record<string, ConfigAnswer>>
  readonly exempt: readonly Exemption[]
}

export const NO_CONFIG: Config = { answers: {}, exempt: [] }

interface Reader {
  readonly document: Document
  readonly lines: LineCounter
}

/** Reads config.yaml. @throws Failure with the line of what is wrong */
export function parseConfig(text: string): Config {
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false })
  const [error] = document.errors
  if (error) throw wrong(error.message.replace(/\s+/g, ' '), lines.linePos(error.pos[0]).line)
  const reader = { document, lines }
  const root = document.contents
  if (isEmpty(root)) return NO_CONFIG
  const parts = entriesOf(reader, root, 'the file')
  return parts.reduce<Config>((config, [key, value, pair]) => {
    const read = SECTIONS.get(key)
    if (!read) throw wrong(`"${key}" is none of ${[...SECTIONS.keys()].join(', ')}`, lineOf(reader, pair.key))
    return isEmpty(value) ? config : { ...config, ...read(reader, value) }
  }, NO_CONFIG)
}

function isEmpty(node: Node | null): node is null {
  return node === null || (isScalar(node) && node.value === null)
}

const SECTIONS: ReadonlyMap<string, (reader: Reader, node: Node) => Partial<Config>> = new Map([
  ['profile', readProfile],
  ['answers', readAnswers],
  ['exempt', readExempt],
])

function readProfile(reader: Reader, node: Node): Partial<Config> {
  const value = isScalar(node) ? node.value : undefined
  if (value !== 'standard' && value !== 'strict') throw wrong('"profile" is standard or strict', lineOf(reader, node))
  return { profile: value }
}

function readAnswers(reader: Reader, node: Node): Partial<Config> {
  const entries = entriesOf(reader, node, '"answers"').map(([key, value, pair]): [string, ConfigAnswer] => {
    const answer = value && answerOf(value)
    if (answer === undefined || answer === null)
      throw wrong(
        `answer "${key}" is a text, a number, true, false or a list of texts`,
        lineOf(reader, value ?? pair.key),
      )
    return [key, answer]
  })
  return { answers: Object.fromEntries(entries) }
}

function answerOf(node: Node): ConfigAnswer | undefined {
  if (isScalar(node)) return isAnswer(node.value) ? node.value : undefined
  if (!isSeq(node)) return undefined
  const items = node.items.map(item => (isScalar(item) ? item.value : undefined))
  return items.every(item => typeof item === 'string') ? items : undefined
}

function isAnswer(value: unknown): value is string | number | boolean {
  return (
    typeof value === 'string' || typeof value === 'boolean' || (typeof value === 'number' && Number.isFinite(value))
  )
}

function readExempt(reader: Reader, node: Node): Partial<Config> {
  if (!isSeq(node)) throw wrong('"exempt" is a list of { id, reason }', lineOf(reader, node))
  return { exempt: node.items.map(item => readExemption(reader, item)) }
}

function readExemption(reader: Reader, item: unknown): Exemption {
  const fields = new Map(
    entriesOf(reader, item, 'an exemption').map(([key, value]) => [key, isScalar(value) ? value.value : undefined]),
  )
  const [id, reason] = [fields.get('id'), fields.get('reason')]
  const line = lineOf(reader, item)
  if (typeof id !== 'string' || id === '') throw wrong('an exemption has no "id"', line)
  if (typeof reason !== 'string' || reason.trim() === '') throw wrong(`the exemption of ${id} has no "reason"`, line)
  return { id, reason }
}

const KEY = /^[A-Za-z][\w./-]*$/

type Entry = readonly [key: string, value: Node | null, pair: Pair]

function entriesOf(reader: Reader, node: unknown, what: string): readonly Entry[] {
  if (isAlias(node)) throw wrong(`${what} is an alias, which is not supported here`, lineOf(reader, node))
  if (!isMap(node)) throw wrong(`${what} is not a list of keys and values`, lineOf(reader, node))
  return (node as YAMLMap<Node, Node | null>).items.map(pair => {
    const key: unknown = isScalar(pair.key) ? pair.key.value : undefined
    if (typeof key !== 'string' || !KEY.test(key))
      throw wrong(`${typeof key === 'string' ? JSON.stringify(key) : 'this'} is not a key`, lineOf(reader, pair.key))
    if (isAlias(pair.value))
      throw wrong(`"${key}" is an alias, which is not supported here`, lineOf(reader, pair.value))
    return [key, pair.value, pair]
  })
}

function lineOf({ lines }: Reader, node: unknown): number {
  const start =
    typeof node === 'object' && node !== null && 'range' in node && Array.isArray(node.range)
      ? Number(node.range[0])
      : 0
  return lines.linePos(start).line
}

function wrong(what: string, line: number): Failure {
  return new Failure('bad-config', `${CONFIG}:${line}: ${what}`, {
    path: CONFIG,
    line,
    suggestion: 'Correct the line, or delete it.',
  })
}

const HEADER = `# Answers and exemptions of this repository, read by create-prod-ready. This file is yours: comments stay.
`

/** A value between double quotes that stands for itself. */
const DOUBLE = /^((?:\s*- |\s*[\w./-]+: ))"([^"'\\]*)"$/gm

/**
 * Writes answers down. Comments and everything else in the file stay.
 * @param text config.yaml as it is; undefined: there is none
 * @param quotes of a new file, where some are needed
 * @returns its new text; the same when all answers stand there already @throws Failure when the file cannot be edited
 */
export function recordAnswers(
  text: string | undefined,
  answers: Readonly<Record<string, ConfigAnswer>>,
  quotes: 'single' | 'double' = 'double',
): string | undefined {
  const keys = Object.keys(answers).sort()
  if (keys.length === 0) return text
  const editor = editorFor('yaml')
  try {
    const written = keys.reduce((config, key) => {
      const value = answers[key]
      if (value === undefined || equal(editor.get(config, ['answers', key]), value)) return config
      return editor.set(config, ['answers', key], value)
    }, text ?? HEADER)
    return text === undefined && quotes === 'single' ? written.replace(DOUBLE, "$1'$2'") : written
  } catch (error) {
    if (error instanceof EditError) throw wrong(error.message, error.line ?? 1)
    throw error
  }
}
