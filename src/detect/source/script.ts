import type { SyntaxNode } from '@lezer/common'
import { grammarOf } from '../../text/grammars.ts'
import { withoutTypeModifiers } from '../../text/type-exports.ts'
import { memo } from '../../text/memo.ts'
import { indexed, nodesBelow, type Indexed } from './script-nodes.ts'

/** A plan reads the repository again as it will be: nearly all of its files are the same. */
const SOURCES_KEPT = 400

/** A parsed JavaScript or TypeScript file. */
export interface Script extends Indexed {
  readonly path: string
  readonly text: string
  readonly top: SyntaxNode
  /** Names at whatever depth -> what they are bound to; the outermost declaration of a name wins. */
  readonly bindings: ReadonlyMap<string, Binding>
  readonly exports: ReadonlyMap<string, Exported>
  /** Modules whose exports are all exported again. */
  readonly exportsAll: readonly string[]
  /** Whatever is imported or required, as written. */
  readonly modules: readonly string[]
  /** Of these, what is more than a type when the program runs. */
  readonly values: readonly string[]
}

export type Binding =
  | { readonly kind: 'value'; readonly node: SyntaxNode }
  /** `const { key = fallback } = from` */
  | { readonly kind: 'property'; readonly key: string; readonly from: SyntaxNode; readonly fallback?: SyntaxNode }
  | { readonly kind: 'import'; readonly module: string; readonly name: string }

export type Exported =
  | { readonly kind: 'local'; readonly node: SyntaxNode }
  | { readonly kind: 'from'; readonly module: string; readonly name: string }

/** Name of a module's default export, and of the module as a whole. */
export const DEFAULT = 'default'
export const WHOLE = '*'

/** @returns the parsed file; the grammar goes on after errors, so that any text gives a tree */
export const readScript = memo((path: string, text: string): Script => {
  const dialect = path.endsWith('.tsx') ? 'ts jsx' : /\.[cm]?ts$/.test(path) ? 'ts' : 'jsx'
  const top = grammar(dialect).parse(withoutTypeModifiers(text)).topNode
  const bindings = new Map<string, Binding>()
  const exports = new Map<string, Exported>()
  const exportsAll: string[] = []
  const imported: Imported = { modules: [], values: [] }
  const script: Script = { path, text, top, ...indexed(top), bindings, exports, exportsAll, ...imported }
  for (const node of script.nodes) {
    const { name } = node
    if (name === 'ImportDeclaration') readImport(script, node, bindings, imported)
    else if (name === 'VariableDeclaration') readVariables(script, node, bindings)
    else if (name === 'FunctionDeclaration' || name === 'ClassDeclaration' || name === 'EnumDeclaration')
      bind(script, node, bindings)
    else if (name === 'ExportDeclaration') readExport(script, node, exports, exportsAll)
    else if (name === 'AssignmentExpression') readCommonJs(script, node, exports)
    else if (name === 'CallExpression') readRequire(script, node, imported)
  }
  return script
}, SOURCES_KEPT)

const grammar = memo((dialect: string) => grammarOf('javascript').configure({ dialect }), 3)

interface Imported {
  readonly modules: string[]
  readonly values: string[]
}

/** `require('./x')` and `import('./x')` */
function readRequire(script: Script, node: SyntaxNode, { modules, values }: Imported): void {
  const callee = node.firstChild
  if (!callee || !/^(require|import)$/.test(sourceOf(script, callee))) return
  const [argument] = argumentsOf(node)
  const module = argument && literalText(script, argument)
  if (module === undefined) return
  modules.push(module)
  values.push(module)
}

/** @returns the source text of a node */
export function sourceOf(script: Script, node: SyntaxNode): string {
  return script.text.slice(node.from, node.to)
}

/** @returns the direct children of a node */
export function childrenOf(node: SyntaxNode): readonly SyntaxNode[] {
  const found: SyntaxNode[] = []
  for (let child = node.firstChild; child; child = child.nextSibling) found.push(child)
  return found
}

/** @returns the children that are expressions or names: no signs, keywords, types and comments */
export function partsOf(node: SyntaxNode): readonly SyntaxNode[] {
  return childrenOf(node).filter(
    child =>
      /^[A-Z]/.test(child.name) &&
      !child.name.endsWith('Comment') &&
      !/^(Equals|Arrow|Spread|ArithOp|LogicOp|BitOp|CompareOp|TypeAnnotation|TypeArgList|TypeParamList|Decorator)$/.test(
        child.name,
      ),
  )
}

/** @returns the value of a string literal, or of a template without values in it; undefined for any other node */
export function literalText(script: Script, node: SyntaxNode): string | undefined {
  if (node.name !== 'String' && (node.name !== 'TemplateString' || node.getChild('Interpolation'))) return undefined
  return sourceOf(script, node)
    .slice(1, -1)
    .replace(/\\(['"`\\])/g, '$1')
}

/** @returns what is called, without the types that it is given: `app.get` of `app.get<Reply>('/', …)` */
export function calleeOf(call: SyntaxNode): SyntaxNode | null {
  const callee = call.name === 'NewExpression' ? (partsOf(call)[0] ?? null) : call.firstChild
  return callee?.name === 'InstantiationExpression' ? callee.firstChild : callee
}

/** @returns the arguments of a call */
export function argumentsOf(call: SyntaxNode): readonly SyntaxNode[] {
  const list = call.getChild('ArgList')
  return list ? partsOf(list) : []
}

/** @returns `a.b.c` of a name or a chain of members, with calls in it left out (`z.number().default`); undefined for any other expression */
export function dotted(script: Script, node: SyntaxNode | null): string | undefined {
  if (!node) return undefined
  if (node.name === 'VariableName' || node.name === 'this' || node.name === 'super') return sourceOf(script, node)
  if (node.name === 'NewExpression') return dotted(script, partsOf(node)[0] ?? null)
  if (
    node.name === 'CallExpression' ||
    node.name === 'InstantiationExpression' ||
    node.name === 'PostfixExpression' ||
    node.name === 'ParenthesizedExpression' ||
    node.name === 'AwaitExpression'
  ) {
    return dotted(script, partsOf(node)[0] ?? node.firstChild)
  }
  if (node.name !== 'MemberExpression') return undefined
  const object = dotted(script, node.firstChild)
  const key = memberKey(script, node)
  return object === undefined || key === undefined ? undefined : `${object}.${key}`
}

/** @returns the name of the property that a member expression takes */
export function memberKey(script: Script, node: SyntaxNode): string | undefined {
  const name = node.getChild('PropertyName') ?? node.getChild('PrivatePropertyName')
  if (name) return sourceOf(script, name)
  const last = partsOf(node).at(-1)
  return last && last !== node.firstChild ? literalText(script, last) : undefined
}

/** @returns the key of a property of an object literal; undefined for one that is computed or spread */
export function propertyKey(script: Script, property: SyntaxNode): string | undefined {
  const key = property.getChild('PropertyDefinition')
  if (key) return sourceOf(script, key)
  const first = childrenOf(property).find(child => child.name === 'String' || child.name === 'Number')
  return first && sourceOf(script, first).replace(/^['"]|['"]$/g, '')
}

/** @returns the value of a property; for the short form the key itself, which is a name */
export function propertyValue(property: SyntaxNode): SyntaxNode | undefined {
  const colon = childrenOf(property).findIndex(child => child.name === ':')
  const parts = colon < 0 ? [property.getChild('PropertyDefinition')] : childrenOf(property).slice(colon + 1)
  return parts.find(part => part !== null && !part.name.endsWith('Comment')) ?? undefined
}

function bind(script: Script, node: SyntaxNode, bindings: Map<string, Binding>): void {
  const name = node.getChild('VariableDefinition')
  if (name) add(bindings, sourceOf(script, name), { kind: 'value', node })
}

function add(bindings: Map<string, Binding>, name: string, binding: Binding): void {
  if (!bindings.has(name)) bindings.set(name, binding)
}

function moduleName(script: Script, node: SyntaxNode): string | undefined {
  const from = node.getChild('String')
  return from ? (literalText(script, from) ?? undefined) : undefined
}

function readImport(script: Script, node: SyntaxNode, bindings: Map<string, Binding>, imported: Imported): void {
  const module = moduleName(script, node)
  if (module === undefined) return
  imported.modules.push(module)
  if (!node.getChild('type')) imported.values.push(module)
  const star = childrenOf(node).some(child => child.name === 'Star')
  for (const name of node.getChildren('VariableDefinition'))
    add(bindings, sourceOf(script, name), { kind: 'import', module, name: star ? WHOLE : DEFAULT })
  const group = node.getChild('ImportGroup')
  let original: string | undefined
  for (const child of group ? childrenOf(group) : []) {
    if (child.name === 'VariableName' || (child.name === 'VariableDefinition' && original === undefined))
      original = sourceOf(script, child)
    if (child.name === 'VariableDefinition') {
      add(bindings, sourceOf(script, child), { kind: 'import', module, name: original ?? sourceOf(script, child) })
      original = undefined
    }
  }
}

function readVariables(script: Script, node: SyntaxNode, bindings: Map<string, Binding>): void {
  let target: SyntaxNode | undefined
  let assigned = false
  for (const child of childrenOf(node)) {
    if (child.name === 'VariableDefinition' || child.name === 'ObjectPattern') [target, assigned] = [child, false]
    else if (child.name === 'Equals') assigned = true
    else if (assigned && target && /^[A-Z]/.test(child.name) && !child.name.endsWith('Comment')) {
      if (target.name === 'VariableDefinition') add(bindings, sourceOf(script, target), { kind: 'value', node: child })
      else readPattern(script, target, child, bindings)
      target = undefined
    }
  }
}

function readPattern(script: Script, pattern: SyntaxNode, from: SyntaxNode, bindings: Map<string, Binding>): void {
  for (const property of pattern.getChildren('PatternProperty')) {
    const name = property.getChild('VariableDefinition')
    if (!name) continue
    const key = property.getChild('PropertyName') ?? name
    const children = childrenOf(property)
    const equals = children.findIndex(child => child.name === 'Equals')
    const fallback = equals < 0 ? undefined : children[equals + 1]
    add(bindings, sourceOf(script, name), {
      kind: 'property',
      key: sourceOf(script, key),
      from,
      ...(fallback ? { fallback } : {}),
    })
  }
}

function readExport(script: Script, node: SyntaxNode, exports: Map<string, Exported>, all: string[]): void {
  const module = moduleName(script, node)
  const group = node.getChild('ExportGroup')
  const children = childrenOf(node)
  if (group) readExportGroup(script, group, module, exports)
  else if (module !== undefined && children.some(child => child.name === 'Star')) all.push(module)
  else if (children.some(child => child.name === 'default')) {
    const value = children
      .slice(children.findIndex(child => child.name === 'default') + 1)
      .find(child => /^[A-Z]/.test(child.name) && !child.name.endsWith('Comment'))
    if (value) exports.set(DEFAULT, { kind: 'local', node: value })
  } else {
    for (const declaration of children) {
      for (const name of declaration.getChildren('VariableDefinition'))
        exports.set(sourceOf(script, name), { kind: 'local', node: name })
      for (const pattern of declaration.getChildren('ObjectPattern'))
        for (const name of nodesBelow(pattern, /^VariableDefinition$/))
          exports.set(sourceOf(script, name), { kind: 'local', node: name })
    }
  }
}

function readExportGroup(
  script: Script,
  group: SyntaxNode,
  module: string | undefined,
  exports: Map<string, Exported>,
): void {
  const names = childrenOf(group).filter(
    child =>
      child.name === 'VariableName' || child.name === 'as' || child.name === ',' || child.name === 'VariableDefinition',
  )
  for (let i = 0; i < names.length; i++) {
    const local = names[i]
    if (!local || local.name === ',' || local.name === 'as') continue
    const alias = names[i + 1]?.name === 'as' ? names[i + 2] : undefined
    const name = sourceOf(script, alias ?? local)
    exports.set(
      name,
      module === undefined ? { kind: 'local', node: local } : { kind: 'from', module, name: sourceOf(script, local) },
    )
    if (alias) i += 2
  }
}

/** `module.exports = …`, `exports.name = …` */
function readCommonJs(script: Script, node: SyntaxNode, exports: Map<string, Exported>): void {
  const target = dotted(script, node.firstChild)
  const value = node.lastChild
  if (target === undefined || !value) return
  if (target === 'module.exports') exports.set(DEFAULT, { kind: 'local', node: value })
  else {
    const name = /^(?:module\.)?exports\.(\w+)$/.exec(target)?.[1]
    if (name !== undefined) exports.set(name, { kind: 'local', node: value })
  }
}
