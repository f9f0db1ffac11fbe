import { ParseError, type AST } from 'toml-eslint-parser'
import { lineAt } from '../text/lines.ts'
import { tomlTree } from '../text/toml.ts'
import { assertShallow } from './depth.ts'
import { isBlank, lineEnd, type Span } from './splice.ts'
import { EditError, type Json, type KeyPath } from './types.ts'
import { isList, isMap, matches, MAX_DEPTH } from './value.ts'

/** Keys, and numbers of list items, from the root to a value. */
export type Address = readonly (string | number)[]

/** What stands below one header; the root has none. */
export interface Table {
  readonly address: Address
  readonly header?: AST.TOMLTable
  readonly pairs: readonly Pair[]
}

/** A line `key = value` with its full address. */
export interface Pair {
  readonly node: AST.TOMLKeyValue
  readonly table: Address
  readonly address: Address
}

export interface TomlTree {
  readonly text: string
  /** The root first, then the tables in their order. */
  readonly tables: readonly Table[]
  readonly root: Json
  readonly comments: readonly Span[]
}

/** @returns the tables of `text`; throws EditError for text that is not TOML */
export function parseToml(text: string): TomlTree {
  assertShallow(text, { quotes: `"'`, triple: true, line: '#' })
  const {
    body: [{ body }],
    comments,
  } = program(text)
  const headers = body.filter(node => node.type === 'TOMLTable')
  const tables = [
    { address: [], pairs: pairsOf(text, [], body) },
    ...headers.map(header => ({
      address: header.resolvedKey,
      header,
      pairs: pairsOf(text, header.resolvedKey, header.body),
    })),
  ]
  return { text, tables, root: rootOf(tables), comments: comments.map(({ range: [start, end] }) => ({ start, end })) }
}

function program(text: string): AST.TOMLProgram {
  try {
    return tomlTree(text)
  } catch (error) {
    if (error instanceof ParseError) throw new EditError(`TOML: ${error.message}`, error.lineNumber)
    throw error
  }
}

function pairsOf(text: string, table: Address, body: readonly (AST.TOMLKeyValue | AST.TOMLTable)[]): readonly Pair[] {
  return body
    .filter(node => node.type === 'TOMLKeyValue')
    .map(node => {
      const address = [...table, ...keysOf(node)]
      if (address.length > MAX_DEPTH) throw new EditError('the file is nested too deeply', lineAt(text, node.range[0]))
      return { node, table, address }
    })
}

/** @returns the parts of a dotted key */
export function keysOf(node: AST.TOMLKeyValue): readonly string[] {
  return node.key.keys.map(key => (key.type === 'TOMLBare' ? key.name : key.value))
}

/** What grows while a file is read; a key may be any word, so no objects here. */
type Cell = Map<string, Cell> | Cell[] | { readonly value: Json }

function rootOf(tables: readonly Table[]): Json {
  const root = new Map<string, Cell>()
  for (const table of tables) {
    descend(root, table.address)
    for (const pair of table.pairs) put(root, pair.address, pair.node.value)
  }
  return toJson(root)
}

function put(root: Map<string, Cell>, address: Address, node: AST.TOMLContentNode): void {
  const parent = descend(root, address.slice(0, -1))
  if (parent instanceof Map) parent.set(String(address.at(-1)), { value: valueOf(node) })
}

function descend(root: Map<string, Cell>, address: Address): Cell {
  let cell: Cell = root
  for (const [i, step] of address.entries()) {
    const make = (): Cell => (typeof address[i + 1] === 'number' ? [] : new Map<string, Cell>())
    if (typeof step === 'number' && Array.isArray(cell)) cell = cell[step] ??= make()
    else if (cell instanceof Map) {
      const next: Cell = cell.get(String(step)) ?? make()
      cell.set(String(step), next)
      cell = next
    }
  }
  return cell
}

function toJson(cell: Cell): Json {
  if (Array.isArray(cell)) return cell.map(toJson)
  return cell instanceof Map ? Object.fromEntries([...cell].map(([key, value]) => [key, toJson(value)])) : cell.value
}

/** @returns the plain value; dates as they are written */
function valueOf(node: AST.TOMLContentNode): Json {
  if (node.type === 'TOMLArray') return node.elements.map(valueOf)
  if (node.type === 'TOMLInlineTable') {
    const table = new Map<string, Cell>()
    for (const pair of node.body) put(table, keysOf(pair), pair.value)
    return toJson(table)
  }
  return node.value instanceof Date ? ('datetime' in node ? node.datetime : '') : node.value
}

/** @returns how far `path` leads: the address of the last step that is there */
export function resolve(root: Json, path: KeyPath): Address {
  const address: (string | number)[] = []
  let value: Json | undefined = root
  for (const step of path) {
    if (typeof step === 'string') {
      if (!isMap(value) || !Object.hasOwn(value, step)) break
      address.push(step)
      value = value[step]
    } else {
      const at: number = isList(value) ? value.findIndex(item => matches(item, step)) : -1
      if (at === -1) break
      address.push(at)
      value = isList(value) ? value[at] : undefined
    }
  }
  return address
}

/** @returns the value at an address */
export function valueAt(root: Json, address: Address): Json | undefined {
  return address.reduce<Json | undefined>((value, step) => {
    if (typeof step === 'number') return isList(value) ? value[step] : undefined
    return isMap(value) && Object.hasOwn(value, step) ? value[step] : undefined
  }, root)
}

/** @returns true when `address` is `start` or lies below it */
export function isBelow(address: Address, start: Address): boolean {
  return start.length <= address.length && start.every((step, i) => step === address[i])
}

/** @returns offset behind the closing bracket of the table's name; 0 for the root */
export function headerEnd(text: string, { header }: Table): number {
  return header ? text.indexOf(']', header.key.range[1]) + (header.kind === 'array' ? 2 : 1) : 0
}

/** @returns offset of the end of the table's last line, comments below it aside */
export function lastLine(text: string, table: Table): number {
  return lineEnd(text, table.pairs.at(-1)?.node.range[1] ?? headerEnd(text, table))
}

/** @returns end of the comment lines that follow the line end `at` without an empty line; `at` when they belong to the header below them */
export function behindComments(text: string, at: number): number {
  let end = at
  for (let next = at; next < text.length; end = next) {
    const start = text.indexOf('\n', next) + 1
    if (start === 0) return end
    next = lineEnd(text, start)
    const line = text.slice(start, next).trimStart()
    if (line.startsWith('[')) return at
    if (isBlank(line) || !line.startsWith('#')) return end
  }
  return end
}
