import { eolOf, lineAt } from '../text/lines.ts'
import { commentLine, contentEnd, indentAt, isBlank, lineEnd, lineStart, splice, startsLine } from './splice.ts'
import { insertInside, isNamed, pairAround } from './toml-inline.ts'
import { pairOf, printHeader, printPair, printToml } from './toml-print.ts'
import {
  behindComments,
  headerEnd,
  isBelow,
  keysOf,
  lastLine,
  resolve,
  valueAt,
  type Address,
  type Table,
  type TomlTree,
} from './toml-read.ts'
import { EditError, type Json, type KeyPath } from './types.ts'
import { isList, isMap, itemWith, placeAmong, type Fields, type JsonMap } from './value.ts'

interface Insertion {
  readonly tree: TomlTree
  readonly path: KeyPath
  /** What is there of the path, and what is not. */
  readonly address: Address
  readonly missing: KeyPath
  readonly value: Json
  readonly comment: string | undefined
}

/**
 * Puts a value where its table is: below its header, beside dotted keys of the same table, or between its brackets. A table that is
 * nowhere is written behind the last one.
 * @returns the text with `value` at `path`; throws EditError where a parent holds something else
 */
export function insert(tree: TomlTree, path: KeyPath, value: Json, comment: string | undefined): string {
  const address = resolve(tree.root, path)
  const missing = path.slice(address.length)
  const insertion = { tree, path, address, missing, value, comment }
  const pair = pairAround(tree, address)
  if (pair) return insertInside(tree, pair, address, path, value)
  const parent = valueAt(tree.root, address)
  if (typeof missing[0] === 'string' ? !isMap(parent) : !isList(parent)) {
    throw new EditError('the parent of a new value holds something else', lineAt(tree.text, 0))
  }
  const item = missing.findIndex(step => typeof step === 'object')
  return item === -1 ? insertKey(insertion) : insertItem(insertion, item)
}

function insertKey(insertion: Insertion): string {
  const { tree, address, missing, value } = insertion
  const table = tree.tables.find(t => t.address.length === address.length && isBelow(t.address, address))
  const asTable =
    isMap(value) && (address.length + missing.length === 1 ? Object.keys(value).length > 0 : !isShort(value))
  if (table && missing.length === 1 && !(asTable && !table.header)) return insertPair(insertion, table)
  if (table && isDottedBeside(table, missing)) return insertPair(insertion, table)
  const dotted = table ? undefined : tree.tables.find(t => makesByDots(t, address))
  if (dotted) return insertPair(insertion, dotted)
  const names = namesOf([...address, ...missing])
  const eol = eolOf(tree.text)
  const lines = asTable
    ? [...note(insertion), printHeader(names, false), ...pairLines(value, eol)]
    : [printHeader(names.slice(0, -1), false), ...note(insertion), printPair(names.slice(-1), value, eol)]
  return addTable(tree, address, lines)
}

/** `tokio.workspace = true` is how the others of the table are written as well. */
function isDottedBeside({ address, pairs }: Table, missing: KeyPath): boolean {
  return pairs.some(
    pair => pair.address.length === address.length + missing.length && pair.address.at(-1) === missing.at(-1),
  )
}

const SHORT = 60

/** @returns true for a table that people write behind its key: `{ level = "warn", priority = -1 }` */
function isShort(value: JsonMap): boolean {
  return printToml(value).length <= SHORT && !Object.values(value).some(isMap)
}

/** @returns true when dotted keys below the table's header make the table at `address` */
function makesByDots(table: Table, address: Address): boolean {
  const inner = table.address.length < address.length
  return inner && table.pairs.some(p => p.address.length > address.length && isBelow(p.address, address))
}

/** @param at place of the step that names the item, among those that are missing */
function insertItem(insertion: Insertion, at: number): string {
  const { tree, address, missing, value } = insertion
  const eol = eolOf(tree.text)
  const step = missing[at] as Fields
  const list = [...address, ...missing.slice(0, at)]
  const rest = missing.slice(at + 1)
  const head = printHeader(namesOf(list), true)
  const { key, value: part } = pairOf(rest, value)
  const item = rest.length === 0 ? itemWith(step, value) : undefined
  if (item !== undefined && !isMap(item))
    throw new EditError('the list of a plain value is not there', lineAt(tree.text, 0))
  const lines =
    item !== undefined
      ? [...note(insertion), head, ...pairLines(item, eol)]
      : [head, ...pairLines(step, eol), ...note(insertion), printPair(key, part, eol)]
  return addTable(tree, address, lines)
}

function namesOf(steps: readonly (string | number | Fields)[]): readonly string[] {
  return steps.filter(step => typeof step === 'string')
}

function note({ comment }: Insertion): readonly string[] {
  return comment ? [commentLine('#', comment)] : []
}

function pairLines(value: JsonMap, eol: string): readonly string[] {
  return Object.entries(value).map(([key, part]) => printPair([key], part, eol))
}

/** Behind the last table of the list item that `address` is in, or of the list itself; behind everything elsewhere. */
function addTable(tree: TomlTree, address: Address, lines: readonly string[]): string {
  const { text } = tree
  const eol = eolOf(text)
  const item = address.findLastIndex(step => typeof step === 'number')
  const group = item === -1 && isList(valueAt(tree.root, address)) ? address : address.slice(0, item + 1)
  const last = group.length === 0 ? undefined : tree.tables.findLast(t => isBelow(t.address, group))
  const at = last ? behindComments(text, lastLine(text, last)) : contentEnd(text)
  if (at === 0) return lines.join(eol) + eol + text
  return splice(text, { start: at, end: at, text: eol + eol + lines.join(eol) })
}

/** Adds a pair to a table that has a header, or to the root. */
function insertPair(insertion: Insertion, table: Table): string {
  const { tree, path, address, value } = insertion
  const { text } = tree
  const eol = eolOf(text)
  const lines = [...note(insertion), printPair(namesOf(path.slice(table.address.length)), value, eol)]
  const last = table.pairs.at(-1)
  if (!last && !table.header) return insertRootPair(tree, lines, eol)
  const place = sortedPlace(insertion, table)
  if (place !== undefined) return splice(text, { start: place, end: place, text: lines.map(l => eol + l).join('') })
  const line = lastLine(text, table)
  const at = behindComments(text, line)
  const untouched = !last && at === line && isBlank(text.slice(headerEnd(text, table), line))
  const marked = untouched || isNamed(tree, address, path, address.length)
  const indent = last && startsLine(text, last.node.range[0]) ? indentAt(text, last.node.range[0]) : ''
  return splice(text, { start: at, end: at, text: (marked ? eol : '') + lines.map(l => eol + indent + l).join('') })
}

/** @returns end of the line that a new key goes below, in a table whose keys are in order, as those of dependencies are */
function sortedPlace({ tree: { text }, path }: Insertion, table: Table): number | undefined {
  const names = namesOf(path.slice(table.address.length))
  const keys = table.pairs.map(pair => keysOf(pair.node).join('.'))
  const plain =
    table.header?.kind === 'standard' &&
    table.pairs.every(pair => lineStart(text, pair.node.range[0]) === pair.node.range[0])
  const before = plain ? placeAmong(keys, names.join('.')) : undefined
  if (before === undefined) return undefined
  return lineEnd(text, table.pairs[before - 1]?.node.range[1] ?? headerEnd(text, table))
}

/** The root has no pair yet: above the first table, below a comment at the top that is not the table's own. */
function insertRootPair(tree: TomlTree, lines: readonly string[], eol: string): string {
  const { text, tables } = tree
  if (tables.length > 1) {
    const top = /^(?:#[^\n]*\n)+\r?\n/.exec(text)
    const at = top ? top[0].length : 0
    return splice(text, { start: at, end: at, text: lines.join(eol) + eol + eol })
  }
  const at = contentEnd(text)
  return at === 0 ? lines.join(eol) + eol + text : splice(text, { start: at, end: at, text: eol + lines.join(eol) })
}
