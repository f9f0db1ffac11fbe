import { isAlias, isCollection, isMap, isScalar } from 'yaml'
import { eolOf, lineAt } from '../text/lines.ts'
import { HASH, insertItem } from './flow.ts'
import { contentEnd, indentAt, isBlank, lineEnd } from './splice.ts'
import { EditError, type Json, type KeyPath } from './types.ts'
import { isNamedBy } from './value.ts'
import * as block from './yaml-block.ts'
import { printEntry, printFlowEntry, type YamlStyle } from './yaml-print.ts'
import { pairsOf, toJson, type Collection, type Way, type YamlNode } from './yaml-read.ts'

interface Insertion extends Way {
  /** The steps that are not there. */
  readonly missing: KeyPath
  readonly value: Json
  readonly style: YamlStyle
  readonly comment: string | undefined
}

/** @returns the text with `value` at the end of the way; throws EditError where the parent holds something else */
export function insert(way: Way, value: Json, style: YamlStyle, comment: string | undefined): string {
  const { node, links, path, text } = way
  const insertion: Insertion = { ...way, missing: path.slice(links.length), value, style, comment }
  if (links.length === 0 && block.isImplicit(node)) return insertRoot(insertion)
  if (block.isImplicit(node)) return insertBelow(insertion)
  assertFits(text, node, insertion.missing)
  return node.flow ? insertFlow(insertion, node) : insertBlock(insertion, node)
}

function assertFits(text: string, node: YamlNode, missing: KeyPath): asserts node is Collection {
  const wanted = typeof missing[0] === 'string' ? 'map' : 'list'
  if (isCollection(node) && isMap(node) === (wanted === 'map')) return
  const reason = isAlias(node) ? 'the value is shared through an alias' : `the parent of a new value is not a ${wanted}`
  throw new EditError(reason, lineAt(text, node?.range[0] ?? 0))
}

/** The document is empty: below its marker and comments. */
function insertRoot({ text, doc, missing, value, style, comment }: Insertion): string {
  const lines = printEntry(missing, value, style, comment)
  const at = contentEnd(text, doc.end)
  if (at > 0) return block.addLines(text, at, lines, 0, false)
  const eol = eolOf(text)
  return lines.join(eol) + eol + text
}

/** The parent has no value yet. An empty line shows that the parent was there before. */
function insertBelow({ text, links, missing, value, style, comment }: Insertion): string {
  const { container, index } = links.at(-1) ?? {}
  const pair = container && pairsOf(container)[index ?? 0]
  if (!pair || container.flow) throw new EditError('a value cannot be put here', lineAt(text, container?.range[0] ?? 0))
  const column = block.columnOf(text, container)
  const head = block.headEnd(pair)
  const line = lineEnd(text, head)
  const at = block.behindComments(text, line, column + 1)
  const below = column + (typeof missing[0] === 'string' ? style.unit : style.dashes)
  const marked = at === line && isBlank(text.slice(head, line))
  return block.addLines(text, at, printEntry(missing, value, style, comment), below, marked)
}

/** True when the item holds no more than the fields that name it: the new key must then show that the item was there before. */
function isMarked({ path, links }: Insertion, node: Collection): boolean {
  return isNamedBy(toJson(node), path[links.length - 1])
}

function insertFlow(insertion: Insertion, node: Collection): string {
  const { text, missing, value, style } = insertion
  const key = pairsOf(node)[0]?.key
  const quotedKeys = isScalar(key) && key.type === 'QUOTE_DOUBLE'
  const item = {
    print: () => printFlowEntry(missing, value, { ...style, quotedKeys, quotes: quotedKeys ? 'double' : style.quotes }),
    indent: indentAt(text, node.range[0]) + ' '.repeat(style.unit),
    space: ' ',
    marked: isMarked(insertion, node),
  }
  return insertItem(text, block.flowOf(text, node), item, HASH)
}

function insertBlock(insertion: Insertion, node: Collection): string {
  const { text, links, missing, value, style, comment } = insertion
  const spans = block.childSpans(text, node)
  const last = spans.at(-1) ?? { start: node.range[0], end: node.range[1] }
  const least = block.commentColumn(text, node, links.at(-1)?.container)
  const at = block.behindComments(text, lineEnd(text, last.end), least)
  const dash = /^-( *)[^ \r\n]/.exec(text.slice(last.start, lineEnd(text, last.start)))
  const lines = printEntry(missing, value, style, comment, dash ? 1 + (dash[1]?.length ?? 1) : 2)
  return block.addLines(
    text,
    at,
    lines,
    block.columnOf(text, node),
    isMarked(insertion, node) || block.isSpaced(text, spans),
  )
}
