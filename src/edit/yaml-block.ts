import { isMap, isScalar, isSeq } from 'yaml'
import type { CST, ParsedNode } from 'yaml'
import { eolOf } from '../text/lines.ts'
import type { Flow } from './flow.ts'
import {
  beforeEol,
  commentAbove,
  cutLines,
  isBlank,
  keepComments,
  lineEnd,
  lineStart,
  splice,
  startsLine,
  withBlankAbove,
  type Notes,
  type Span,
} from './splice.ts'
import { itemsOf, pairsOf, type Collection, type YamlNode, type YamlPair } from './yaml-read.ts'

/** Where nodes of block style stand. What is not written has no place of its own: it stands behind its key or dash. */

type Tokens = readonly CST.SourceToken[]

const PROPS: ReadonlySet<string> = new Set(['anchor', 'tag'])

function first(tokens: Tokens, types: ReadonlySet<string>): number | undefined {
  return tokens.find(t => types.has(t.type))?.offset
}

function ends(tokens: Tokens): readonly number[] {
  return tokens.filter(t => PROPS.has(t.type) || t.type.endsWith('-ind')).map(t => t.offset + t.source.length)
}

const PAIR_START: ReadonlySet<string> = new Set([...PROPS, 'explicit-key-ind'])

/** @returns offset behind the key, its colon, and the anchor and tag of its value */
export function headEnd(pair: YamlPair): number {
  return Math.max(pair.key.range[1], ...ends(pair.srcToken?.sep ?? []))
}

/** @returns true for a value that is not written */
export function isImplicit(node: YamlNode): boolean {
  return !node || (isScalar(node) && node.range[0] === node.range[1])
}

/** @returns offset behind the last character of the node; `fallback` for one that is not written */
export function endOf(text: string, node: YamlNode, fallback: number): number {
  if (!node || isImplicit(node)) return fallback
  if (isScalar(node) && node.type?.startsWith('BLOCK')) return blockScalarEnd(text, node.range[0], node.range[1])
  if ((!isMap(node) && !isSeq(node)) || node.flow) return node.range[1]
  const pair = pairsOf(node).at(-1)
  if (pair) return endOf(text, pair.value, headEnd(pair))
  const item = itemsOf(node).at(-1)
  return item ? itemSpan(text, node, item, sourceItems(node).at(-1)?.start ?? []).end : node.range[1]
}

/** Empty lines at the end are no part of the text, unless the header says so. */
function blockScalarEnd(text: string, start: number, end: number): number {
  const keep = /^[|>][^\s#]*\+/.test(text.slice(start, start + 4))
  const limit = keep ? beforeEol(text, end) : start + text.slice(start, end).replace(/(\r?\n)+$/, '').length
  return Math.max(start + 1, limit)
}

/** @returns the places of the pairs or items, from the first character (the dash of an item) to the last */
export function childSpans(text: string, node: Collection): readonly Span[] {
  if (isMap(node)) {
    return pairsOf(node).map(pair => ({ start: pairStart(pair), end: endOf(text, pair.value, headEnd(pair)) }))
  }
  const sources = sourceItems(node)
  return itemsOf(node).map((item, i) => itemSpan(text, node, item, sources[i]?.start ?? []))
}

function pairStart(pair: YamlPair): number {
  return Math.min(first(pair.srcToken?.start ?? [], PAIR_START) ?? Infinity, pair.key.range[0])
}

function itemSpan(text: string, list: Collection, item: ParsedNode, tokens: Tokens): Span {
  const start = first(tokens, list.flow ? PROPS : DASH) ?? item.range[0]
  return { start, end: endOf(text, item, Math.max(start, ...ends(tokens))) }
}

const DASH: ReadonlySet<string> = new Set(['seq-item-ind'])

function sourceItems(node: Collection): readonly CST.CollectionItem[] {
  const token = node.srcToken
  if (!token || !('items' in token)) return []
  const items: readonly CST.CollectionItem[] = token.items
  return items.filter(i =>
    token.type === 'block-seq' ? first(i.start, DASH) !== undefined : (i.key ?? i.sep ?? i.value),
  )
}

/** @returns the brackets of a collection in flow style */
export function flowOf(text: string, node: Collection): Flow {
  return { open: node.range[0] + 1, close: node.range[1] - 1, items: childSpans(text, node) }
}

/** @returns blanks before the pairs or dashes of a collection */
export function columnOf(text: string, node: Collection): number {
  const pair = pairsOf(node)[0]
  const start = pair ? pairStart(pair) : (first(sourceItems(node)[0]?.start ?? [], DASH) ?? node.range[0])
  return start - lineStart(text, start)
}

/**
 * @returns blanks that a comment line below a collection needs at least to belong to it. A comment that is level with the dashes
 * of a list belongs to the next key when that key is level with them as well.
 */
export function commentColumn(text: string, node: Collection, parent: Collection | undefined): number {
  const column = columnOf(text, node)
  return parent && !parent.flow && columnOf(text, parent) === column ? column + 1 : column
}

/** @returns end of the last comment line from the line end `at` on that is indented by `column` at least; `at` when there is none */
export function behindComments(text: string, at: number, column: number): number {
  let end = at
  for (let next = at; next < text.length;) {
    const start = text.indexOf('\n', next) + 1
    if (start === 0) return end
    next = lineEnd(text, start)
    const line = text.slice(start, next)
    if (isBlank(line)) continue
    if (!line.trimStart().startsWith('#') || line.length - line.trimStart().length < column) return end
    end = next
  }
  return end
}

/** Adds lines below the line end `at`; `blank`: with an empty line before them. */
export function addLines(text: string, at: number, lines: readonly string[], column: number, blank: boolean): string {
  const eol = eolOf(text)
  const added = lines.map(line => eol + (line === '' ? '' : ' '.repeat(column) + line)).join('')
  return splice(text, { start: at, end: at, text: (blank ? eol : '') + added })
}

/** @returns true when all pairs or items, of two at least, have an empty line between them; `but`: one that does not count */
export function isSpaced(text: string, spans: readonly Span[], but = -1): boolean {
  const gaps = spans.flatMap((span, i) =>
    i === 0 || i === but || i - 1 === but ? [] : [text.slice(spans[i - 1]?.end, span.start)],
  )
  return gaps.length > 0 && gaps.every(hasEmptyLine)
}

/** @returns true when a line of `gap` is empty */
function hasEmptyLine(gap: string): boolean {
  return /\n[ \t]*\r?\n/.test(gap)
}

/** @returns `text` without the pair or item; `blank`: without the empty line before it, when there is one */
export function cutChild(text: string, spans: readonly Span[], index: number, blank: boolean, notes: Notes): string {
  const span = spans[index]
  if (!span) return text
  const start = commentAbove(text, span.start, '#', notes.ours)
  if (!startsLine(text, start)) {
    const next = spans[index + 1]?.start
    const end = next !== undefined && isBlank(text.slice(span.end, next)) ? next : span.end
    return splice(text, keepComments(text, { start, end, text: '' }, '#', notes))
  }
  const cut = keepComments(text, cutLines(text, start, span.end), '#', notes)
  return splice(text, blank && cut.text === '' ? withBlankAbove(text, cut) : cut)
}
