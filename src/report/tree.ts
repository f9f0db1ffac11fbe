import type { FilePlan } from '../plan/types.ts'
import { WRITES } from '../plan/types.ts'
import { countsOf } from './diff.ts'
import type { Terminal } from './terminal.ts'
import { visible } from './visible.ts'

interface Node {
  readonly folders: Map<string, Node>
  readonly files: Map<string, FilePlan>
}

/** A line of the tree, and where its text begins: what does not fit goes on there. */
export interface TreeLine {
  readonly text: string
  readonly indent: number
}

/** Longest word for what happens to a file: `conflict`. */
const ACTION = 8

/** @returns the files of a plan as a tree with what happens to each and how many lines change */
export function treeOf(files: readonly FilePlan[], terminal: Pick<Terminal, 'color'>): readonly TreeLine[] {
  const root: Node = { folders: new Map(), files: new Map() }
  for (const file of files) place(root, file.path.split('/'), file)
  return branch(root, 0, terminal)
}

function place(node: Node, parts: readonly string[], file: FilePlan): void {
  const [head = '', ...rest] = parts
  if (rest.length === 0) {
    node.files.set(head, file)
    return
  }
  const next = node.folders.get(head) ?? { folders: new Map(), files: new Map() }
  node.folders.set(head, next)
  place(next, rest, file)
}

function branch(node: Node, depth: number, terminal: Pick<Terminal, 'color'>): readonly TreeLine[] {
  const margin = '  '.repeat(depth)
  const folders = [...node.folders].flatMap(([name, next]) => folder(name, next, depth, terminal))
  const files = [...node.files].map(([name, file]) => ({
    text: `${margin}${leaf(name, file, terminal)}`,
    indent: 2 * depth + ACTION + 1,
  }))
  return [...folders, ...files]
}

/** Folders that hold nothing but one folder share a line. */
function folder(name: string, node: Node, depth: number, terminal: Pick<Terminal, 'color'>): readonly TreeLine[] {
  const [only, ...others] = node.folders
  if (only && others.length === 0 && node.files.size === 0)
    return folder(`${name}/${only[0]}`, only[1], depth, terminal)
  return [
    { text: `${'  '.repeat(depth)}${visible(name)}/`, indent: 2 * depth + 2 },
    ...branch(node, depth + 1, terminal),
  ]
}

function leaf(name: string, file: FilePlan, { color }: Pick<Terminal, 'color'>): string {
  const reason = file.reason ? ` ${color.dim(`(${visible(file.reason)})`)}` : ''
  const action = file.action.padEnd(ACTION)
  if (!WRITES.has(file.action))
    return `${file.action === 'conflict' ? color.red(action) : color.dim(action)} ${visible(name)}${reason}`
  const { added, removed } = countsOf(file)
  const counts = [added ? color.green(`+${added}`) : '', removed ? color.red(`-${removed}`) : '']
    .filter(Boolean)
    .join(' ')
  return `${action} ${color.bold(visible(name))}${counts ? ` ${counts}` : ''}${reason}`
}
