import { isCollection, isScalar } from 'yaml'
import { eolOf, lineAt } from '../text/lines.ts'
import { beforeEol, lineEnd, lineStart, splice, type Span } from './splice.ts'
import { EditError, type Json } from './types.ts'
import * as block from './yaml-block.ts'
import { printBlock, printFlow, printScalar, type Printed, type YamlStyle } from './yaml-print.ts'
import { pairsOf, type Way, type YamlNode, type YamlPair } from './yaml-read.ts'

/** @returns the text with `value` instead of the value at the end of the way; its anchor, tag and comments stay */
export function replace({ text, node, links }: Way, value: Json, style: YamlStyle): string {
  const { container, index } = links.at(-1) ?? {}
  const pair = container && pairsOf(container)[index ?? 0]
  if (!pair) throw new EditError('an item of a list cannot be replaced here', lineAt(text, node?.range[0] ?? 0))
  const printed = print(node, value, container.flow === true, style)
  const places = placesOf(text, pair, node, printed.head === '')
  const eol = eolOf(text)
  const column = ' '.repeat(block.columnOf(text, container))
  const body = printed.body.map(line => eol + (line && column + line)).join('')
  const space = places.head.start === block.headEnd(pair) && printed.head ? ' ' : ''
  if (space && text[places.head.start - 1] !== ':' && places.head.start === pair.key.range[1]) {
    throw new EditError('a value cannot be put here', lineAt(text, places.head.start))
  }
  return splice(text, { ...places.head, text: space + printed.head }, { ...places.body, text: body })
}

function print(old: YamlNode, value: Json, flow: boolean, style: YamlStyle): Printed {
  const quotes =
    isScalar(old) && old.type === 'QUOTE_SINGLE'
      ? 'single'
      : isScalar(old) && old.type === 'QUOTE_DOUBLE'
        ? 'double'
        : undefined
  if (quotes && typeof value === 'string' && !value.includes('\n'))
    return { head: printScalar(value, quotes, true), body: [] }
  if (flow || (isCollection(old) && old.flow && typeof value === 'object' && value !== null))
    return { head: printFlow(value, style), body: [] }
  // A literal block begins right below its key, where the comments of the old lines stay.
  if (isCollection(old) && typeof value === 'string') return { head: printScalar(value, style.quotes), body: [] }
  return printBlock(value, style)
}

interface Places {
  /** What follows the key on its line. */
  readonly head: Span
  /** Lines below it. */
  readonly body: Span
}

/** @param bare nothing will follow the key: the blanks behind it go as well */
function placesOf(text: string, pair: YamlPair, old: YamlNode, bare: boolean): Places {
  const head = block.headEnd(pair)
  if (!old || block.isImplicit(old)) return { head: { start: head, end: head }, body: at(lineEnd(text, head)) }
  const start = old.range[0]
  const end = block.endOf(text, old, head)
  if (isCollection(old) && !old.flow) {
    const first = block.childSpans(text, old)[0]?.start ?? start
    return { head: { start: head, end: head }, body: { start: beforeEol(text, lineStart(text, first)), end } }
  }
  const from = bare ? head : start
  if (!isScalar(old) || !old.type?.startsWith('BLOCK'))
    return { head: { start: from, end }, body: at(lineEnd(text, end)) }
  const header = /^[|>][-+0-9]*/.exec(text.slice(start, start + 4))
  return { head: { start: from, end: start + (header?.[0].length ?? 1) }, body: { start: lineEnd(text, start), end } }
}

function at(offset: number): Span {
  return { start: offset, end: offset }
}
