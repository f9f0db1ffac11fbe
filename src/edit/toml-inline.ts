import type { AST } from 'toml-eslint-parser'
import { lineAt } from '../text/lines.ts'
import { cutNested, type FlowLevel } from './flow-cut.ts'
import { HASH, insertItem, type Flow } from './flow.ts'
import type { Notes } from './splice.ts'
import { EditError, type Json, type KeyPath } from './types.ts'
import { isNamedBy, itemWith, wrap } from './value.ts'
import { pairOf, printKeys, printToml } from './toml-print.ts'
import { isBelow, keysOf, parseToml, valueAt, type Address, type Pair, type TomlTree } from './toml-read.ts'

/** Tables and arrays between brackets, behind a key. */

type Brackets = AST.TOMLInlineTable | AST.TOMLArray

/** The way from a pair to an address below it. */
export interface Inside {
  readonly node: AST.TOMLContentNode
  readonly levels: readonly FlowLevel[]
  /** What is left of the address: the first parts of dotted keys in the innermost table. */
  readonly prefix: readonly string[]
}

/** @returns the pair that is written at `address` or around it; undefined when a header or a dotted key makes it */
export function pairAround(tree: TomlTree, address: Address): Pair | undefined {
  for (const table of tree.tables) {
    const pair = table.pairs.find(p => isBelow(address, p.address))
    if (pair) return pair
  }
  return undefined
}

/** @returns the way from `pair` to `address`; `path` names the items of lists on it */
export function inside(tree: TomlTree, pair: Pair, address: Address, path: KeyPath): Inside {
  const levels: FlowLevel[] = []
  let node = pair.node.value
  let depth = pair.address.length
  while (depth < address.length && (node.type === 'TOMLArray' || node.type === 'TOMLInlineTable')) {
    const rest = address.slice(depth)
    const index = childIndex(node, rest)
    const child = node.type === 'TOMLArray' ? node.elements[index] : node.body[index]
    if (!child) break
    levels.push({ flow: flowOf(node), index, named: isNamed(tree, address, path, depth) })
    depth += child.type === 'TOMLKeyValue' ? keysOf(child).length : 1
    node = child.type === 'TOMLKeyValue' ? child.value : child
  }
  return { node, levels, prefix: address.slice(depth).map(String) }
}

function childIndex(node: Brackets, rest: Address): number {
  if (node.type === 'TOMLArray') return typeof rest[0] === 'number' ? rest[0] : -1
  return node.body.findIndex(pair => isBelow(rest, keysOf(pair)))
}

function flowOf(node: Brackets): Flow {
  const children: readonly AST.TOMLNode[] = node.type === 'TOMLArray' ? node.elements : node.body
  const items = children.map(({ range: [start, end] }) => ({ start, end }))
  return { open: node.range[0] + 1, close: node.range[1] - 1, items }
}

/** @returns true when the item at `depth` holds no more than the fields of the step that names it, beside the next key */
export function isNamed(tree: TomlTree, address: Address, path: KeyPath, depth: number): boolean {
  return isNamedBy(
    valueAt(tree.root, address.slice(0, depth)),
    path[depth - 1],
    depth < address.length ? path[depth] : undefined,
  )
}

/** @returns the text with `value` in the brackets that `address` leads to */
export function insertInside(tree: TomlTree, pair: Pair, address: Address, path: KeyPath, value: Json): string {
  const { text } = tree
  const { node, prefix } = inside(tree, pair, address, path)
  const missing = path.slice(address.length)
  const step = missing[0]
  const wanted = typeof step === 'string' ? 'TOMLInlineTable' : 'TOMLArray'
  if (node.type === 'TOMLValue' || node.type !== wanted || step === undefined) {
    throw new EditError('the parent of a new value holds something else', lineAt(text, node.range[0]))
  }
  const { key, value: part } = pairOf([...prefix, ...missing], value)
  const line =
    typeof step === 'string'
      ? `${printKeys(key)} = ${printToml(part)}`
      : printToml(itemWith(step, wrap(missing.slice(1), value)))
  const marked = isNamed(tree, address, path, address.length)
  return insertItem(text, flowOf(node), { print: () => line, indent: '', space: ' ', marked }, HASH)
}

/** @returns the text without the innermost item on the way, and without items around it that we made */
export function cutInside(tree: TomlTree, pair: Pair, address: Address, path: KeyPath, notes: Notes): string {
  const { node, levels, prefix } = inside(tree, pair, address, path)
  if (prefix.length === 0) return cutNested(tree.text, levels, HASH, notes)
  const pairs = node.type === 'TOMLInlineTable' ? node.body : []
  const index = pairs.findLastIndex(p => isBelow(keysOf(p), prefix))
  const flow = node.type === 'TOMLInlineTable' ? flowOf(node) : undefined
  if (!flow || index === -1) throw new EditError('the value cannot be taken out', lineAt(tree.text, node.range[0]))
  const rest = cutNested(tree.text, [...levels, { flow, index, named: false }], HASH, notes)
  if (pairs.findIndex(p => isBelow(keysOf(p), prefix)) === index) return rest
  const next = parseToml(rest)
  const again = pairAround(next, address)
  return again ? cutInside(next, again, address, path, { ...notes, comments: next.comments }) : rest
}
