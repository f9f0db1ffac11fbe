import { parseTree, printParseErrorCode, visit, type Node, type ParseError } from 'jsonc-parser'
import { eolOf, lineAt } from '../text/lines.ts'
import { assertShallow } from './depth.ts'
import { cutNested, type FlowLevel } from './flow-cut.ts'
import { insertItem, JSONC, type Flow } from './flow.ts'
import { printEntry, printJson, type JsonStyle } from './json-print.ts'
import { indentAt, splice, startsLine, type Span } from './splice.ts'
import { structuredEditor, type Parsed } from './structured.ts'
import { EditError, type Editor, type Json, type KeyPath, type Step } from './types.ts'
import { isNamedBy, matches, placeAmong, read } from './value.ts'

/** Reads and changes JSON and JSON with comments. Comments are only written into a file that has some: others may be read by strict parsers. */
export const jsonEditor: Editor = structuredEditor(open, '{}\n')

function open(text: string): Parsed {
  const tree = parse(text)
  const comments = commentsOf(text)
  const root = toJson(tree)
  return {
    roots: [root],
    rootOf: () => 0,
    get: path => read(root, path),
    isOpen: () => true,
    insert: (path, value, comment) => insert(text, tree, path, value, comments.length > 0 ? comment : undefined),
    replace: (path, value) => {
      const { node } = walk(text, tree, path)
      const indent = indentAt(text, node.offset)
      const multiline = startsLine(text, node.parent?.offset ?? node.offset)
      const printed = printJson(value, styleOf(text, tree), multiline ? indent : undefined)
      return splice(text, { start: node.offset, end: node.offset + node.length, text: printed })
    },
    cut: (path, comment) => cutNested(text, walk(text, tree, path).levels, JSONC, { comments, ours: comment }),
  }
}

function parse(text: string): Node {
  assertShallow(text, { quotes: '"', triple: false, line: '//', block: '/*' })
  const errors: ParseError[] = []
  const tree = parseTree(text, errors, { allowTrailingComma: true })
  const error = errors[0]
  if (error) throw new EditError(`JSON: ${printParseErrorCode(error.error)}`, lineAt(text, error.offset))
  if (!tree) throw new EditError('JSON: the file is empty', 1)
  return tree
}

function toJson(node: Node): Json {
  const children = node.children ?? []
  if (node.type === 'array') return children.map(toJson)
  if (node.type !== 'object') return node.value as Json
  return Object.fromEntries(
    children.flatMap(p => (p.children?.[1] ? [[keyOf(p), toJson(p.children[1])] as const] : [])),
  )
}

function keyOf(property: Node): string {
  return String(property.children?.[0]?.value)
}

interface Walk {
  /** The value of the last step that is there. */
  readonly node: Node
  /** The brackets passed through, from the outside; as many as steps were found. */
  readonly levels: readonly FlowLevel[]
}

/** Follows `path` as far as it is there. */
function walk(text: string, tree: Node, path: KeyPath): Walk {
  const levels: FlowLevel[] = []
  let node = tree
  for (const [i, step] of path.entries()) {
    const index = indexOf(text, node, step)
    const child = node.children?.[index]
    const value = typeof step === 'string' ? child?.children?.[1] : child
    if (!child || !value) break
    levels.push({ flow: flowOf(node), index, named: isNamedBy(toJson(node), path[i - 1], step) })
    node = value
  }
  return { node, levels }
}

function indexOf(text: string, node: Node, step: Step): number {
  const children = node.children ?? []
  if (typeof step === 'object')
    return node.type === 'array' ? children.findIndex(item => matches(toJson(item), step)) : -1
  if (node.type !== 'object') return -1
  const index = children.findLastIndex(p => keyOf(p) === step)
  if (index > children.findIndex(p => keyOf(p) === step)) {
    throw new EditError(`the key "${step}" is there twice`, lineAt(text, children[index]?.offset ?? 0))
  }
  return index
}

function flowOf(node: Node): Flow {
  const items = (node.children ?? []).map(c => ({ start: c.offset, end: c.offset + c.length }))
  return { open: node.offset + 1, close: node.offset + node.length - 1, items }
}

function insert(text: string, tree: Node, path: KeyPath, value: Json, comment: string | undefined): string {
  const { node, levels } = walk(text, tree, path)
  const missing = path.slice(levels.length)
  const wanted = typeof missing[0] === 'string' ? 'object' : 'array'
  if (node.type !== wanted)
    throw new EditError(`the parent of a new value is not an ${wanted}`, lineAt(text, node.offset))
  const style = styleOf(text, tree)
  const item = {
    print: (indent: string | undefined) => printEntry(missing, value, style, indent, comment),
    indent: indentAt(text, node.offset) + style.unit,
    space: style.colon.endsWith(' ') ? ' ' : '',
    marked: isNamedBy(toJson(node), path[levels.length - 1]),
    spread: node === tree,
    before: typeof missing[0] === 'string' ? placeAmong((node.children ?? []).map(keyOf), missing[0]) : undefined,
  }
  return insertItem(text, flowOf(node), item, JSONC)
}

function commentsOf(text: string): readonly Span[] {
  const comments: Span[] = []
  visit(text, { onComment: (offset, length) => comments.push({ start: offset, end: offset + length }) })
  return comments
}

function styleOf(text: string, tree: Node): JsonStyle {
  const property = find(tree, n => n.type === 'property')
  const value = property?.children?.[1]
  const colon = property?.colonOffset === undefined || !value ? ': ' : text.slice(property.colonOffset, value.offset)
  const list = find(tree, n => n.type === 'array' && (n.children?.length ?? 0) > 0)
  return {
    eol: eolOf(text),
    unit: unitOf(text, tree),
    colon: /^:[ \t]?$/.test(colon) ? colon : ': ',
    shortLists: list !== undefined && !text.slice(list.offset, list.offset + list.length).includes('\n'),
  }
}

/** @returns the indentation of the first line inside the outermost brackets */
function unitOf(text: string, tree: Node): string {
  const first = tree.children?.[0]
  if (!first || !startsLine(text, first.offset)) return '  '
  return indentAt(text, first.offset).slice(indentAt(text, tree.offset).length) || '  '
}

function find(node: Node, test: (node: Node) => boolean): Node | undefined {
  if (test(node)) return node
  for (const child of node.children ?? []) {
    const found = find(child, test)
    if (found) return found
  }
  return undefined
}
