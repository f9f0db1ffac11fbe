import { isAlias, isMap, isScalar, isSeq, LineCounter, parseAllDocuments } from 'yaml'
import { withoutBom } from '../../text/lines.ts'
import { memo } from '../../text/memo.ts'
import { checkDepth } from './depth.ts'
import { ARRAY, docOf, DocumentError, DOCUMENTS_KEPT, type Doc, type Place } from './doc.ts'

/** The parser takes a second for this much. */
const LONGEST = 300_000
/** An anchor of YAML may hold itself. */
const MAX_DEPTH = 100

/** @returns the document in YAML text; the first one of a stream of several counts */
export const parseYaml = memo((path: string, text: string): Doc => {
  checkDepth(text, LONGEST)
  const counter = new LineCounter()
  const documents = parseAllDocuments(withoutBom(text), { lineCounter: counter, logLevel: 'silent' })
  const first = Array.isArray(documents) ? documents[0] : undefined
  const error = first?.errors[0]
  if (error)
    throw new DocumentError(
      `is not valid YAML: ${(error.message.split('\n')[0] ?? '').replace(/ at line \d+.*$/, '')}`,
      counter.linePos(error.pos[0]).line,
    )
  let budget = 200_000
  const place = (node: unknown, line: number, depth = 0): Place => {
    if (--budget < 0 || depth > MAX_DEPTH) return { line }
    if (isAlias(node) && first) return place(node.resolve(first), line, depth + 1)
    const at = isMap(node) || isSeq(node) || isScalar(node) ? counter.linePos(node.range?.[0] ?? 0).line : line
    if (isScalar(node)) return { line: at, value: node.value }
    if (isSeq(node))
      return {
        line: at,
        value: ARRAY,
        children: new Map(node.items.map((item, i) => [String(i), place(item, at, depth + 1)])),
      }
    if (!isMap(node)) return { line: at }
    const entries = node.items.map(pair => {
      const keyLine = isScalar(pair.key) ? counter.linePos(pair.key.range?.[0] ?? 0).line : at
      const value = place(pair.value, keyLine, depth + 1)
      return [isScalar(pair.key) ? String(pair.key.value) : '', { ...value, line: keyLine }] as const
    })
    return { line: at, children: new Map(entries) }
  }
  return docOf(path, place(first?.contents ?? null, 1))
}, DOCUMENTS_KEPT)
