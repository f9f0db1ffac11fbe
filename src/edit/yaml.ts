import { isAlias, isMap, isScalar, isSeq, type ParsedNode } from 'yaml'
import { lineAt } from '../text/lines.ts'
import { cutNested, HASH, insertItem, isOurs, type FlowLevel } from './flow.ts'
import { commentAbove, contentEnd, isBlank, lineEnd, lineStart, splice } from './splice.ts'
import { structuredEditor, type Parsed } from './structured.ts'
import { EditError, type Editor, type Json, type KeyPath } from './types.ts'
import { read, same } from './value.ts'
import * as block from './yaml-block.ts'
import { printEntry, printFlowEntry, type YamlStyle } from './yaml-print.ts'
import { itemsOf, pairsOf, parseYaml, resolve, toJson, walk, type Collection, type Link, type Walk, type YamlDocument, type YamlNode } from './yaml-read.ts'
import { replaceValue } from './yaml-replace.ts'
import { styleOf } from './yaml-style.ts'

/**
 * Reads and changes YAML. In a stream of several documents a path belongs to the first one that has most of its steps.
 * A value can be read through an alias, and is never changed through one.
 */
export const yamlEditor: Editor = structuredEditor(open, '')

function open(text: string): Parsed {
  const documents = parseYaml(text)
  const found = (path: KeyPath) => documents.map(doc => walk(doc, path).links.length)
  const rootOf = (path: KeyPath) => found(path).reduce((best, n, i, all) => (n > (all[best] ?? 0) ? i : best), 0)
  const way = (path: KeyPath) => {
    const doc = documents[rootOf(path)]
    if (!doc) throw new EditError('YAML: there is no document', 1)
    const steps = walk(doc, path)
    if (steps.aliased) throw new EditError('the value is shared through an alias', lineAt(text, startOf(steps.links[0])))
    return { text, doc, path, steps }
  }
  return {
    roots: documents.map(doc => toJson(doc.contents)),
    rootOf,
    get: path => {
      const doc = documents[rootOf(path)]
      const steps = doc && walk(doc, path)
      return steps?.links.length === path.length ? toJson(steps.node, doc?.targets) : undefined
    },
    isOpen: path => !isAlias(way(path).steps.node),
    insert: (path, value, comment) => insert(way(path), documents, value, comment),
    replace: (path, value) => replaceValue(text, way(path).steps, value, styleOf(text, documents)),
    cut: (path, comment) => cut(way(path), comment),
  }
}

function startOf(link: Link | undefined): number {
  return link?.container.range[0] ?? 0
}

/** A path, and how far it leads. */
interface Way {
  readonly text: string
  readonly doc: YamlDocument
  readonly path: KeyPath
  readonly steps: Walk
}

function insert(way: Way, documents: readonly YamlDocument[], value: Json, comment: string | undefined): string {
  const { text, path, steps } = way
  const { node, links } = steps
  const missing = path.slice(links.length)
  const style = styleOf(text, documents)
  if (block.isImplicit(node)) return insertBelow(way, missing, value, style, comment)
  const fits = typeof missing[0] === 'string' ? isMap(node) : isSeq(node)
  if (!fits || !(isMap(node) || isSeq(node))) {
    throw new EditError(isAlias(node) ? 'the value is shared through an alias' : `the parent of a new value is not a ${typeof missing[0] === 'string' ? 'map' : 'list'}`, lineAt(text, node?.range[0] ?? 0))
  }
  const by = path[links.length - 1]
  const marked = typeof by === 'object' && same(toJson(node), by)
  return node.flow ? insertFlow(way, node, missing, value, style, marked) : insertBlock(way, node, missing, value, style, marked, comment)
}
