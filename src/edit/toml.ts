import { eolOf, lineAt } from '../text/lines.ts'
import { splice } from './splice.ts'
import { structuredEditor, type Parsed } from './structured.ts'
import { cut } from './toml-cut.ts'
import { inside, pairAround } from './toml-inline.ts'
import { insert } from './toml-insert.ts'
import { printLike, printPair } from './toml-print.ts'
import { isBelow, parseToml, resolve, type Address, type TomlTree } from './toml-read.ts'
import { EditError, type Editor, type Json, type KeyPath } from './types.ts'
import { read } from './value.ts'

/** Reads and changes TOML. Dates are read as they are written. */
export const tomlEditor: Editor = structuredEditor(open, '')

function open(text: string): Parsed {
  const tree = parseToml(text)
  return {
    roots: [tree.root],
    rootOf: () => 0,
    get: path => read(tree.root, path),
    isOpen: () => true,
    insert: (path, value, comment) => insert(tree, path, value, comment),
    replace: (path, value) => replace(tree, path, value),
    cut: (path, comment) => cut(tree, path, comment),
  }
}

function replace(tree: TomlTree, path: KeyPath, value: Json): string {
  const address = resolve(tree.root, path)
  const pair = pairAround(tree, address)
  const place = pair && inside(tree, pair, address, path)
  if (!place || place.prefix.length > 0) return replaceDotted(tree, path, address, value)
  const { node } = place
  const literal = node.type === 'TOMLValue' && node.kind === 'string' && node.style === 'literal' && !node.multiline
  return splice(tree.text, { start: node.range[0], end: node.range[1], text: printLike(value, literal) })
}

/** `version.workspace = true` is one line for one value; what has several lines or a header of its own is not replaced. */
function replaceDotted({ text, tables }: TomlTree, path: KeyPath, address: Address, value: Json): string {
  const header = tables.find(t => t.header && isBelow(t.address, address))?.header
  const [pair, ...more] = tables.flatMap(t => t.pairs.filter(p => isBelow(p.address, address)))
  const names = path.slice(pair?.table.length).filter(step => typeof step === 'string')
  if (header || !pair || more.length > 0 || names.length < path.length - pair.table.length) {
    throw new EditError(
      'a table cannot be replaced by a value',
      lineAt(text, header?.range[0] ?? pair?.node.range[0] ?? 0),
    )
  }
  return splice(text, {
    start: pair.node.range[0],
    end: pair.node.range[1],
    text: printPair(names, value, eolOf(text)),
  })
}
