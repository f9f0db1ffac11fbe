import {
  afterEol,
  commentAbove,
  cutLines,
  isBlank,
  keepComments,
  lineEnd,
  splice,
  withBlankAbove,
  type Notes,
  type Splice,
} from './splice.ts'
import { cutInside, isNamed, pairAround } from './toml-inline.ts'
import {
  behindComments,
  headerEnd,
  isBelow,
  lastLine,
  resolve,
  type Address,
  type Pair,
  type Table,
  type TomlTree,
} from './toml-read.ts'
import type { KeyPath } from './types.ts'

/** @returns the text without the value at `path`, wherever its parts are, and without a table that we made and that is empty then */
export function cut(tree: TomlTree, path: KeyPath, comment: string | undefined): string {
  const notes = { comments: tree.comments, ours: comment }
  const address = resolve(tree.root, path)
  const around = pairAround(tree, address)
  if (around && around.address.length < address.length) return cutInside(tree, around, address, path, notes)
  const tables = tree.tables.filter(t => t.header && isBelow(t.address, address))
  const owners = tree.tables.filter(t => !isBelow(t.address, address) && t.pairs.some(p => isBelow(p.address, address)))
  const [owner] = owners
  if (owner && owners.length === 1 && tables.length === 0 && isMade(tree, owner, address, path, comment)) {
    return splice(tree.text, tableCut(tree.text, owner, notes))
  }
  const { text } = tree
  const pieces = [
    ...tables.map(table => ({ at: table.header?.range[0] ?? 0, cut: (t: string) => tableCut(t, table, notes) })),
    ...owners.flatMap(table => {
      const ours = table.pairs.filter(p => isBelow(p.address, address))
      const wide =
        table.header !== undefined &&
        (ours.length === table.pairs.length || isNamed(tree, address, path, table.address.length))
      const alone = !table.header && tree.tables.length > 1 && ours.length === table.pairs.length
      return ours.map(pair => ({ at: pair.node.range[0], cut: (t: string) => pairCut(t, pair, wide, alone, notes) }))
    }),
  ]
  // From the end to the beginning: the offsets before a cut stay what they are.
  return pieces.sort((a, b) => b.at - a.at).reduce((rest, piece) => splice(rest, piece.cut(rest)), text)
}

/** @returns true when the table holds nothing but what is at `address`, and looks as we write it */
function isMade(tree: TomlTree, table: Table, address: Address, path: KeyPath, comment: string | undefined): boolean {
  const { text } = tree
  const others = table.pairs.filter(p => !isBelow(p.address, address))
  const named = table.header?.kind === 'array' && isNamed(tree, address, path, table.address.length)
  if (!table.header || (others.length > 0 && !named)) return false
  const line = lastLine(text, table)
  if (behindComments(text, line) !== line || !isBlank(text.slice(endOf(table) ?? headerEnd(text, table), line)))
    return false
  return table.pairs.every((pair, i) => {
    const ours = isBelow(pair.address, address)
    const start = ours ? commentAbove(text, pair.node.range[0], '#', comment) : pair.node.range[0]
    const before = table.pairs[i - 1]?.node.range[1] ?? headerEnd(text, table)
    return /^[ \t]*\r?\n[ \t]*$/.test(text.slice(before, start))
  })
}

function endOf(table: Table): number | undefined {
  return table.pairs.at(-1)?.node.range[1]
}

/** The table goes with the empty line before it; at the top of the file, with the one behind it. */
function tableCut(text: string, table: Table, notes: Notes): Splice {
  const head = table.header?.range[0] ?? 0
  const end = endOf(table) ?? headerEnd(text, table)
  const cut = keepComments(text, cutLines(text, commentAbove(text, head, '#', notes.ours), end), '#', notes)
  if (cut.text !== '') return cut
  if (cut.start > 0) return withBlankAbove(text, cut)
  return isBlank(text.slice(cut.end)) ? cut : { ...cut, end: afterEol(text, cut.end) }
}

function pairCut(text: string, pair: Pair, wide: boolean, alone: boolean, notes: Notes): Splice {
  const [start, end] = pair.node.range
  const cut = keepComments(text, cutLines(text, commentAbove(text, start, '#', notes.ours), end), '#', notes)
  if (cut.text !== '') return cut
  if (wide) return withBlankAbove(text, cut)
  const below = afterEol(text, cut.end)
  const next = cut.start === 0 ? cut.end : below
  const blankBelow = alone && below > cut.end && isBlank(text.slice(next, lineEnd(text, next)))
  return blankBelow ? { ...cut, end: below } : cut
}
