import { cutNested, isOurs, type FlowLevel } from './flow-cut.ts'
import { HASH } from './flow.ts'
import { commentAbove, isBlank, lineEnd, lineStart, type Notes, type Span } from './splice.ts'
import { isNamedBy } from './value.ts'
import * as block from './yaml-block.ts'
import { pairsOf, toJson, type Collection, type Way } from './yaml-read.ts'

/** @returns the text without the value at the end of the way, and without parents that we made and that are empty then */
export function cut(way: Way, notes: Notes): string {
  const { text, links } = way
  let at = links.length - 1
  while (at > 0 && isMade(way, at, notes.ours)) at--
  const link = links[at]
  if (!link) return text
  const { container, index } = link
  const named = isNamed(way, at)
  if (container.flow) return cutNested(text, [levelOf(way, at, container, index)], HASH, notes)
  const spans = block.childSpans(text, container)
  const blank = named || (spans.length === 1 && at > 0) || block.isSpaced(text, spans, index)
  return block.cutChild(text, spans, index, blank, notes)
}

function levelOf(way: Way, at: number, container: Collection, index: number): FlowLevel {
  return { flow: block.flowOf(way.text, container), index, named: isNamed(way, at) }
}

function isNamed({ path, links }: Way, at: number): boolean {
  return isNamedBy(toJson(links[at]?.container ?? null), path[at - 1], path[at])
}

/** @returns true when the collection at this level holds nothing but the next step, and looks as we write it */
function isMade(way: Way, at: number, comment: string | undefined): boolean {
  const { text, links } = way
  const link = links[at]
  const parent = links[at - 1]
  if (!link || !parent) return false
  const { container, index } = link
  const named = isNamed(way, at)
  if (container.flow) return parent.container.flow === true && isOurs(text, levelOf(way, at, container, index), HASH)
  const spans = block.childSpans(text, container)
  const span = spans[index]
  if (!span || container.anchor || container.tag || (spans.length > 1 && !named)) return false
  const end = lineEnd(text, span.end)
  const least = block.commentColumn(text, container, parent.container)
  if (!isBlank(text.slice(span.end, end)) || block.behindComments(text, end, least) !== end) return false
  const start = lineStart(text, commentAbove(text, span.start, '#', comment))
  if (spans.length > 1) return index > 0 && isTight(text, spans, index, start)
  const pair = pairsOf(parent.container)[parent.index]
  return pair !== undefined && /^[ \t]*\r?\n$/.test(text.slice(block.headEnd(pair), start))
}

/** @returns true when nothing but line ends is between the spans; `start`: where the line (or the comment) of ours begins */
function isTight(text: string, spans: readonly Span[], ours: number, start: number): boolean {
  return spans.every((span, i) => {
    const before = spans[i - 1]
    return !before || /^[ \t]*\r?\n[ \t]*$/.test(text.slice(before.end, i === ours ? start : span.start))
  })
}
