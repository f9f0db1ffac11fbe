import { isCollection, isMap, isScalar, isSeq } from 'yaml'
import { columnOf } from './yaml-block.ts'
import type { Quotes } from './types.ts'
import type { YamlStyle } from './yaml-print.ts'
import { itemsOf, pairsOf, type YamlDocument, type YamlNode } from './yaml-read.ts'

interface Found {
  unit?: number
  dashes?: number
  single: number
  double: number
}

/** @returns how the documents are written: indentation and quotes as they are met first or most often; two blanks, and `quotes`, where nothing shows it */
export function styleOf(text: string, documents: readonly YamlDocument[], quotes: Quotes): YamlStyle {
  const found: Found = { single: 0, double: 0 }
  for (const doc of documents) look(text, doc.contents, undefined, found)
  const unit = found.unit ?? Math.max(2, found.dashes ?? 0)
  return {
    unit,
    dashes: found.dashes ?? unit,
    quotes: found.single === found.double ? quotes : found.single > found.double ? 'single' : 'double',
  }
}

/** @param column blanks before the map that the node is a value of */
function look(text: string, node: YamlNode, column: number | undefined, found: Found): void {
  if (isScalar(node)) {
    if (node.type === 'QUOTE_SINGLE') found.single++
    if (node.type === 'QUOTE_DOUBLE') found.double++
  }
  if (!isCollection(node)) return
  const own = node.flow ? undefined : columnOf(text, node)
  if (own !== undefined && column !== undefined) {
    if (isMap(node)) found.unit ??= own - column
    if (isSeq(node)) found.dashes ??= own - column
  }
  for (const pair of pairsOf(node)) look(text, pair.value, own, found)
  for (const item of itemsOf(node)) look(text, item, undefined, found)
}
