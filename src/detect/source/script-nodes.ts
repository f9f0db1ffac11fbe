import type { SyntaxNode } from '@lezer/common'

/** What is looked for in whole files: no node is made of any other kind, because each brings all those around it. */
const INDEXED = [
  'ArrowFunction',
  'AssignmentExpression',
  'CallExpression',
  'ClassDeclaration',
  'EnumDeclaration',
  'ExportDeclaration',
  'FunctionDeclaration',
  'FunctionExpression',
  'ImportDeclaration',
  'MemberExpression',
  'NewExpression',
  'ObjectExpression',
  'Property',
  'String',
  'TemplateString',
  'VariableDeclaration',
] as const

export type IndexedKind = (typeof INDEXED)[number]

/** What one walk through a tree finds. */
export interface Indexed {
  /** The nodes of the indexed kinds, outer ones before those in them. */
  readonly nodes: readonly SyntaxNode[]
  /** True where the grammar had to leave something out, or to go on without something. */
  readonly hasErrors: boolean
}

const kinds: ReadonlySet<string> = new Set(INDEXED)

/** @returns the index of a whole tree */
export function indexed(top: SyntaxNode): Indexed {
  const nodes: SyntaxNode[] = []
  let hasErrors = false
  top.cursor().iterate(ref => {
    hasErrors ||= ref.type.isError
    if (kinds.has(ref.name)) nodes.push(ref.node)
  })
  return { nodes, hasErrors }
}

const known = new WeakMap<Indexed, Map<string, readonly SyntaxNode[]>>()

/** @returns the nodes of these kinds in a file, outer ones before those in them */
export function nodesOf(file: Indexed, ...wanted: readonly IndexedKind[]): readonly SyntaxNode[] {
  const names: readonly string[] = wanted
  const lists = known.get(file) ?? new Map<string, readonly SyntaxNode[]>()
  known.set(file, lists)
  const found = lists.get(names.join()) ?? file.nodes.filter(({ name }) => names.includes(name))
  lists.set(names.join(), found)
  return found
}

/** @returns the nodes in `top`, or `top` itself, whose names fit, outer ones before those in them */
export function nodesBelow(top: SyntaxNode, name: RegExp): readonly SyntaxNode[] {
  const found: SyntaxNode[] = []
  top.cursor().iterate(ref => {
    if (name.test(ref.name)) found.push(ref.node)
  })
  return found
}

/** @returns the first thing that `read` makes of one of the items */
export function firstOf<I, T>(items: readonly I[], read: (item: I) => T | undefined): T | undefined {
  for (const item of items) {
    const found = read(item)
    if (found !== undefined) return found
  }
  return undefined
}
