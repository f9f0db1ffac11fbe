import type { FilePlan } from '../plan/types.ts'
import { WRITES } from '../plan/types.ts'
import { countsOf, visible } from './diff.ts'
import type { Terminal } from './terminal.ts'

interface Node {
  readonly folders: Map<string, Node>
  readonly files: Map<string, FilePlan>
}

/** @returns the files of a plan as a tree with what happens to each and how many lines change */
export function treeOf(files: readonly FilePlan[], terminal: Pick<Terminal, 'color'>): readonly string[] {
  const root: Node = { folders: new Map(), files: new Map() }
  for (const file of files) place(root, file.path.split('/'), file)
  return branch(root, '', terminal)
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

function branch(node: Node, indent: string, terminal: Pick<Terminal, 'color'>): string[] {
  const folders = [...node.folders].flatMap(([name, next]) => [`${indent}${visible(name)}/`, ...branch(next, `${indent}  `, terminal)])
  return [...folders, ...[...node.files].map(([name, file]) => `${indent}${leaf(name, file, terminal)}`)]
}

function leaf(name: string, file: FilePlan, { color }: Pick<Terminal, 'color'>): string {
  const reason = file.reason ? color.dim(` (${visible(file.reason)})`) : ''
  if (!WRITES.has(file.action)) return `${color.dim(`${file.action.padEnd(8)} ${visible(name)}`)}${reason}`
  const { added, removed } = countsOf(file)
  const counts = [added ? color.green(`+${added}`) : '', removed ? color.red(`-${removed}`) : ''].filter(Boolean).join(' ')
  return `${file.action.padEnd(8)} ${color.bold(visible(name))} ${counts}${reason}`
}
