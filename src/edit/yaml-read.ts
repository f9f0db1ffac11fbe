import { Composer, isAlias, isCollection, isMap, isScalar, isSeq, Lexer, Parser } from 'yaml'
import type { Alias, Document, Pair, ParsedNode, Scalar, YAMLMap, YAMLSeq } from 'yaml'
import { lineAt } from '../text/lines.ts'
import { memo } from '../text/memo.ts'
import { isBlank, type Span } from './splice.ts'
import { EditError, type Json, type KeyPath } from './types.ts'
import { MAX_DEPTH, type Fields } from './value.ts'

/** Nodes that were parsed; null where nothing is written. */
export type YamlNode = ParsedNode | null
export type YamlPair = Pair<ParsedNode, ParsedNode | null>
export type Collection = YAMLMap.Parsed | YAMLSeq.Parsed

/** @returns the pairs of a map; none for any other node */
export function pairsOf(node: YamlNode): readonly YamlPair[] {
  return isMap(node) ? node.items : []
}

/** @returns the items of a list; none for any other node */
export function itemsOf(node: YamlNode): readonly ParsedNode[] {
  return isSeq(node) ? node.items : []
}

/** One document of a text. */
export interface YamlDocument {
  readonly contents: YamlNode
  /** Where its content may begin and end; the markers around it are outside. */
  readonly end: number
  /** What each alias stands for. */
  readonly targets: ReadonlyMap<Alias, ParsedNode>
}

/** A change asks, writes and reads back, and several artifacts ask about one file. */
const PARSED_KEPT = 20

export interface YamlText {
  /** At least one. */
  readonly documents: readonly YamlDocument[]
  readonly comments: readonly Span[]
}

/** @returns what `text` holds; throws EditError for text that is not YAML, that holds a key twice, or that is nested too deeply */
export const parseYaml = memo((text: string): YamlText => {
  const tokens = [...new Lexer().lex(text)]
  const comments = scan(text, tokens)
  const parser = new Parser()
  const composer = new Composer({ uniqueKeys: false, keepSourceTokens: true })
  const parts = [...tokens.flatMap(token => [...parser.next(token)]), ...parser.end()]
  const documents = [...composer.compose(parts)]
  if (documents.length === 0) {
    return { documents: [{ contents: null, end: text.length, targets: new Map() }], comments }
  }
  return { documents: documents.map(doc => toDocument(text, doc)), comments }
}, PARSED_KEPT)

function toDocument(text: string, doc: Document.Parsed): YamlDocument {
  const error = doc.errors[0]
  if (error)
    throw new EditError(
      `YAML: ${error.message.split('\n')[0]?.replace(/ at line.*$/, '') ?? ''}`,
      lineAt(text, error.pos[0]),
    )
  const targets = new Map<Alias, ParsedNode>()
  collectTargets(text, doc.contents, new Map(), targets)
  return { contents: doc.contents, end: doc.contents?.range[2] ?? doc.range[1], targets }
}

/** An alias stands for the last anchor of its name before it. */
function collectTargets(
  text: string,
  node: YamlNode,
  anchors: Map<string, ParsedNode>,
  targets: Map<Alias, ParsedNode>,
): void {
  if (!node) return
  if (isAlias(node)) {
    const target = anchors.get(node.source)
    if (!target) throw new EditError(`YAML: nothing is named &${node.source}`, lineAt(text, node.range[0]))
    targets.set(node, target)
    return
  }
  if (node.anchor) anchors.set(node.anchor, node)
  assertUnique(text, pairsOf(node))
  const children = [...itemsOf(node), ...pairsOf(node).flatMap(pair => [pair.key, pair.value])]
  for (const child of children) collectTargets(text, child, anchors, targets)
}

function assertUnique(text: string, pairs: readonly YamlPair[]): void {
  const seen = new Set<string>()
  for (const { key } of pairs) {
    const name = keyText(key)
    // The merge key may be written more than once.
    if (seen.has(name) && name !== '<<')
      throw new EditError(`YAML: the key "${name}" is there twice`, lineAt(text, key.range[0]))
    seen.add(name)
  }
}

/**
 * Looks at the tokens, which the lexer finds without recursion: the parser ends the process when the stack is full.
 * @returns the comments; throws EditError when brackets, or blanks and indicators of one line, are nested too deeply
 */
function scan(text: string, tokens: readonly string[]): readonly Span[] {
  const comments: Span[] = []
  let at = 0
  let flow = 0
  let block = 0
  let previous = '\n'
  for (const token of tokens) {
    if (MARKS.has(token)) {
      previous = token
      continue
    }
    if (previous !== SCALAR_MARK) {
      if (token.startsWith('#')) comments.push({ start: at, end: at + token.length })
      if (previous === '\n' && isBlank(token)) block += token.length
      block += INDICATORS.get(token) ?? 0
      flow += BRACKETS.get(token) ?? 0
    }
    if (token.endsWith('\n')) block = 0
    if (Math.max(flow, flow === 0 ? block : 0) > MAX_DEPTH)
      throw new EditError('the file is nested too deeply', lineAt(text, at))
    previous = token.endsWith('\n') ? '\n' : token
    at += token.length
  }
  return comments
}

/** What the lexer puts before each scalar, and the other tokens that stand for nothing in the text. */
const SCALAR_MARK = '\u001f'
const MARKS: ReadonlySet<string> = new Set(['\u0002', '\u0018', SCALAR_MARK])
/** Levels that a token adds: for the rest of its line, and until the bracket closes. */
const INDICATORS: ReadonlyMap<string, number> = new Map([
  ['-', 1],
  ['?', 1],
  [':', 1],
])
const BRACKETS: ReadonlyMap<string, number> = new Map([
  ['[', 1],
  ['{', 1],
  [']', -1],
  ['}', -1],
])

/** @returns the name of a key; the text of the file for keys that are no strings */
function keyText(key: ParsedNode): string {
  if (!isScalar(key)) return JSON.stringify(key)
  return typeof key.value === 'string' ? key.value : key.source
}

/** Nodes that aliases may stand for in one value: a few lines can stand for more than a machine holds, or for themselves. */
const MAX_NODES = 100_000

/** @returns the plain value; aliases as their name when `targets` is left out, else as what they stand for */
export function toJson(node: YamlNode, targets?: ReadonlyMap<Alias, ParsedNode>): Json {
  let left = MAX_NODES
  const convert = (part: YamlNode, depth: number, aliased: boolean): Json => {
    if (aliased && (left-- <= 0 || depth > 4 * MAX_DEPTH)) throw new EditError('YAML: the aliases stand for too much')
    if (isAlias(part)) return targets ? convert(targets.get(part) ?? null, depth + 1, true) : `*${part.source}`
    if (isScalar(part)) return scalarOf(part)
    if (isSeq(part)) return itemsOf(part).map(item => convert(item, depth + 1, aliased))
    return (
      part &&
      Object.fromEntries(pairsOf(part).map(({ key, value }) => [keyText(key), convert(value, depth + 1, aliased)]))
    )
  }
  return convert(node, 0, false)
}

function scalarOf(node: Scalar): Json {
  const { value } = node
  if (value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
    return value
  return node.source ?? ''
}

/** One collection on the way to a value, and the place of the way's next node in it. */
interface Link {
  readonly container: Collection
  readonly index: number
}

export interface Walk {
  /** Value of the last step that was found. */
  readonly node: YamlNode
  /** As many as steps were found. */
  readonly links: readonly Link[]
  /** True when the way leads through an alias. */
  readonly aliased: boolean
}

/** A path through a text, and how far it leads. */
export interface Way extends Walk {
  readonly text: string
  readonly doc: YamlDocument
  readonly path: KeyPath
}

/** Follows `path` as far as it is there, through aliases as well. */
export function walk(doc: YamlDocument, path: KeyPath): Walk {
  const links: Link[] = []
  let node = doc.contents
  let aliased = false
  for (const step of path) {
    const container = resolve(doc, node)
    aliased ||= container !== node
    const index = typeof step === 'string' ? pairIndex(container, step) : itemIndex(doc, container, step)
    if (index === -1 || !isCollection(container)) break
    links.push({ container, index })
    node = pairsOf(container)[index]?.value ?? itemsOf(container)[index] ?? null
  }
  return { node, links, aliased }
}

/** @returns the node itself, or what the alias stands for */
function resolve(doc: YamlDocument, node: YamlNode): YamlNode {
  return isAlias(node) ? (doc.targets.get(node) ?? null) : node
}

function pairIndex(node: YamlNode, key: string): number {
  return pairsOf(node).findIndex(pair => keyText(pair.key) === key)
}

function itemIndex(doc: YamlDocument, node: YamlNode, step: Fields): number {
  return itemsOf(node).findIndex(item => {
    const map = resolve(doc, item)
    return Object.entries(step).every(([key, value]) => {
      const field = resolve(doc, pairsOf(map)[pairIndex(map, key)]?.value ?? null)
      return isScalar(field) && field.value === value
    })
  })
}
