import type { Node as JsonNode, ParseError } from 'jsonc-parser'
import type { AST } from 'toml-eslint-parser'
import { lineAt, withoutBom } from '../text/lines.ts'

/** A step to a value: the key of a mapping, or the index of a list. */
export type Key = string | number

/** A parsed file: plain values, and the line that each one stands on. */
export interface Doc {
  readonly path: string
  /** @returns the value at `keys`; undefined when there is none */
  get(...keys: readonly Key[]): unknown
  /** @returns 1-based line of the value at `keys`, or of the nearest parent that has one */
  line(...keys: readonly Key[]): number
}

/** The file is not what its name says; `line` is 1-based. */
export class DocumentError extends Error {
  override readonly name = 'DocumentError'
  constructor(
    message: string,
    readonly line: number,
  ) {
    super(message)
  }
}

/** Turns text into a document; throws DocumentError. */
export type Parse = (path: string, text: string) => Doc

/** An anchor of YAML may hold itself. */
const MAX_DEPTH = 100

/** A value with its place: what all formats are turned into. */
interface Place {
  readonly line: number
  readonly value?: unknown
  readonly children?: ReadonlyMap<string, Place>
}

/** @returns the parser of JSON (comments and trailing commas are accepted only where `lenient`) */
export async function loadJson(): Promise<(path: string, text: string, lenient?: boolean) => Doc> {
  const { parseTree, printParseErrorCode } = await import('jsonc-parser')
  return (path, text, lenient = false) => {
    const errors: ParseError[] = []
    const body = withoutBom(text)
    const root = parseTree(body, errors, { allowTrailingComma: lenient, disallowComments: !lenient })
    const [first] = errors
    if (first) throw new DocumentError(`is not valid JSON: ${words(printParseErrorCode(first.error))}`, lineAt(body, first.offset))
    if (!root) throw new DocumentError('is not valid JSON: it is empty', 1)
    const starts = lineStarts(body)
    return docOf(path, jsonPlace(root, offset => lineOf(starts, offset)))
  }
}

function words(code: string): string {
  return code.replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase()
}

function jsonPlace(node: JsonNode, line: (offset: number) => number, at = line(node.offset)): Place {
  if (node.type === 'array') {
    return { line: at, children: new Map((node.children ?? []).map((child, i) => [String(i), jsonPlace(child, line)])) , value: ARRAY }
  }
  if (node.type !== 'object') return { line: at, value: node.value as unknown }
  const children = new Map<string, Place>()
  for (const property of node.children ?? []) {
    const [key, value] = property.children ?? []
    if (key && value) children.set(String(key.value), jsonPlace(value, line, line(key.offset)))
  }
  return { line: at, children }
}

/** @returns the parser of TOML */
export async function loadToml(): Promise<Parse> {
  const { parseTOML, ParseError } = await import('toml-eslint-parser')
  return (path, text) => {
    try {
      return docOf(path, tomlPlace(parseTOML(withoutBom(text))))
    } catch (error) {
      if (error instanceof ParseError) throw new DocumentError(`is not valid TOML: ${error.message}`, error.lineNumber)
      throw error
    }
  }
}

interface MutablePlace {
  line: number
  value?: unknown
  children?: Map<string, MutablePlace>
}

function tomlPlace(program: AST.TOMLProgram): Place {
  const root: MutablePlace = { line: 1, children: new Map() }
  for (const item of program.body[0].body) {
    if (item.type === 'TOMLKeyValue') setToml(root, item)
    else {
      let table = root
      item.resolvedKey.forEach((key, i) => {
        table = enter(table, key, item.loc.start.line)
        if (typeof item.resolvedKey[i + 1] === 'number') table.value = ARRAY
      })
      for (const entry of item.body) setToml(table, entry)
    }
  }
  return root
}

function enter(place: MutablePlace, key: Key, line: number): MutablePlace {
  const children = (place.children ??= new Map<string, MutablePlace>())
  let next = children.get(String(key))
  if (!next) children.set(String(key), (next = { line, children: new Map() }))
  return next
}

function setToml(table: MutablePlace, entry: AST.TOMLKeyValue): void {
  let place = table
  for (const key of entry.key.keys) place = enter(place, key.type === 'TOMLBare' ? key.name : key.value, entry.loc.start.line)
  fillToml(place, entry.value)
}

function fillToml(place: MutablePlace, node: AST.TOMLContentNode): void {
  if (node.type === 'TOMLValue') {
    place.value = node.value
    delete place.children
  } else if (node.type === 'TOMLInlineTable') for (const entry of node.body) setToml(place, entry)
  else {
    place.value = ARRAY
    node.elements.forEach((element, i) => {
      fillToml(enter(place, i, element.loc.start.line), element)
    })
  }
}

/** @returns the parser of YAML; the first document of a stream of several counts */
export async function loadYaml(): Promise<Parse> {
  const { parseAllDocuments, LineCounter, isMap, isSeq, isScalar, isAlias } = await import('yaml')
  return (path, text) => {
    const counter = new LineCounter()
    const documents = parseAllDocuments(withoutBom(text), { lineCounter: counter, logLevel: 'silent' })
    const first = Array.isArray(documents) ? documents[0] : undefined
    const error = first?.errors[0]
    if (error) throw new DocumentError(`is not valid YAML: ${(error.message.split('\n')[0] ?? '').replace(/ at line \d+.*$/, '')}`, counter.linePos(error.pos[0]).line)
    let budget = 200_000
    const place = (node: unknown, line: number, depth = 0): Place => {
      if (--budget < 0 || depth > MAX_DEPTH) return { line }
      if (isAlias(node) && first) return place(node.resolve(first), line, depth + 1)
      const at = isMap(node) || isSeq(node) || isScalar(node) ? counter.linePos(node.range?.[0] ?? 0).line : line
      if (isScalar(node)) return { line: at, value: node.value }
      if (isSeq(node)) return { line: at, value: ARRAY, children: new Map(node.items.map((item, i) => [String(i), place(item, at, depth + 1)])) }
      if (!isMap(node)) return { line: at }
      const entries = node.items.map(pair => {
        const keyLine = isScalar(pair.key) ? counter.linePos(pair.key.range?.[0] ?? 0).line : at
        const value = place(pair.value, keyLine, depth + 1)
        return [isScalar(pair.key) ? String(pair.key.value) : '', { ...value, line: keyLine }] as const
      })
      return { line: at, children: new Map(entries) }
    }
    return docOf(path, place(first?.contents ?? null, 1))
  }
}

/** Marks a place whose children are the items of a list. */
const ARRAY = Symbol('array')

function docOf(path: string, root: Place): Doc {
  return {
    path,
    get: (...keys) => plain(find(root, keys)),
    line: (...keys) => {
      let place: Place = root
      for (const key of keys) {
        const next = place.children?.get(String(key))
        if (!next) break
        place = next
      }
      return place.line
    },
  }
}

function find(root: Place, keys: readonly Key[]): Place | undefined {
  let place: Place | undefined = root
  for (const key of keys) place = place?.children?.get(String(key))
  return place
}

function plain(place: Place | undefined): unknown {
  if (!place) return undefined
  if (place.value === ARRAY) return [...(place.children ?? new Map<string, Place>()).values()].map(plain)
  if (!place.children) return place.value
  const result = Object.create(null) as Record<string, unknown>
  for (const [key, child] of place.children) result[key] = plain(child)
  return result
}

function lineStarts(text: string): readonly number[] {
  const starts = [0]
  for (let i = text.indexOf('\n'); i !== -1; i = text.indexOf('\n', i + 1)) starts.push(i + 1)
  return starts
}

function lineOf(starts: readonly number[], offset: number): number {
  let [low, high] = [0, starts.length]
  while (high - low > 1) {
    const middle = (low + high) >> 1
    if ((starts[middle] ?? 0) <= offset) low = middle
    else high = middle
  }
  return low + 1
}
