import { parseTree, printParseErrorCode, type Node as JsonNode, type ParseError } from 'jsonc-parser'
import { lineAt, withoutBom } from '../../text/lines.ts'
import { checkDepth } from './depth.ts'
import { ARRAY, docOf, DocumentError, type Doc, type Place } from './doc.ts'

/** What is longer is data, never a manifest. */
const LONGEST = 2_000_000

/** @returns the document in JSON text; comments and trailing commas are accepted only where `lenient` */
export function parseJson(path: string, text: string, lenient = false): Doc {
  checkDepth(text, LONGEST)
  const errors: ParseError[] = []
  const body = withoutBom(text)
  const root = parseTree(body, errors, { allowTrailingComma: lenient, disallowComments: !lenient })
  const [first] = errors
  if (first)
    throw new DocumentError(`is not valid JSON: ${words(printParseErrorCode(first.error))}`, lineAt(body, first.offset))
  if (!root) throw new DocumentError('is not valid JSON: it is empty', 1)
  const starts = lineStarts(body)
  return docOf(
    path,
    jsonPlace(root, offset => lineOf(starts, offset)),
  )
}

function words(code: string): string {
  return code.replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase()
}

function jsonPlace(node: JsonNode, line: (offset: number) => number, at = line(node.offset)): Place {
  if (node.type === 'array') {
    return {
      line: at,
      children: new Map((node.children ?? []).map((child, i) => [String(i), jsonPlace(child, line)])),
      value: ARRAY,
    }
  }
  if (node.type !== 'object') return { line: at, value: node.value as unknown }
  const children = new Map<string, Place>()
  for (const property of node.children ?? []) {
    const [key, value] = property.children ?? []
    if (key && value) children.set(String(key.value), jsonPlace(value, line, line(key.offset)))
  }
  return { line: at, children }
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
