import { isAlias } from 'yaml'
import { lineAt } from '../text/lines.ts'
import { structuredEditor, type Parsed } from './structured.ts'
import { EditError, type Editor, type KeyPath, type Quotes } from './types.ts'
import { cut } from './yaml-cut.ts'
import { insert } from './yaml-insert.ts'
import { parseYaml, toJson, walk, type Way } from './yaml-read.ts'
import { replace } from './yaml-replace.ts'
import { styleOf } from './yaml-style.ts'

/**
 * Reads and changes YAML. In a stream of several documents a path belongs to the first one that has most of its steps.
 * A value can be read through an alias, and is never changed through one.
 * @param quotes those of new strings in a text that has none yet
 */
export function yamlEditorFor(quotes: Quotes): Editor {
  return structuredEditor((text, root) => open(text, quotes, root), '')
}

export const yamlEditor: Editor = yamlEditorFor('double')

function open(text: string, quotes: Quotes, root?: number): Parsed {
  const { documents, comments } = parseYaml(text)
  const rootOf = (path: KeyPath): number => {
    if (root !== undefined) return root
    const found = documents.map(doc => walk(doc, path).links.length)
    return found.reduce((best, steps, i) => (steps > (found[best] ?? 0) ? i : best), 0)
  }
  const follow = (path: KeyPath): Way => {
    const doc = documents[rootOf(path)]
    if (!doc) throw new EditError('YAML: there is no document', 1)
    return { text, doc, path, ...walk(doc, path) }
  }
  const own = (path: KeyPath): Way => {
    const way = follow(path)
    if (way.aliased)
      throw new EditError('the value is shared through an alias', lineAt(text, way.links[0]?.container.range[0] ?? 0))
    return way
  }
  return {
    roots: documents.map(doc => toJson(doc.contents)),
    rootOf,
    get: path => {
      const { doc, node, links } = follow(path)
      return links.length === path.length ? toJson(node, doc.targets) : undefined
    },
    isOpen: path => !isAlias(own(path).node),
    insert: (path, value, comment) => insert(own(path), value, styleOf(text, documents, quotes), comment),
    replace: (path, value) => replace(own(path), value, styleOf(text, documents, quotes)),
    cut: (path, comment) => cut(own(path), { comments, ours: comment }),
  }
}
