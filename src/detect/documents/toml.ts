import { ParseError, type AST } from 'toml-eslint-parser'
import { memo } from '../../text/memo.ts'
import { tomlTree } from '../../text/toml.ts'
import { checkDepth } from './depth.ts'
import { ARRAY, docOf, DocumentError, DOCUMENTS_KEPT, type Doc, type Key, type Place } from './doc.ts'

/** Manifests are short; what is longer is data. */
const LONGEST = 500_000

/** @returns the document in TOML text */
export const parseToml = memo((path: string, text: string): Doc => {
  checkDepth(text, LONGEST)
  try {
    return docOf(path, tomlPlace(tomlTree(text)))
  } catch (error) {
    if (error instanceof ParseError) throw new DocumentError(`is not valid TOML: ${error.message}`, error.lineNumber)
    throw error
  }
}, DOCUMENTS_KEPT)

interface MutablePlace {
  line: number
  value?: unknown
  children?: Map<string, MutablePlace>
}

function tomlPlace(program: AST.TOMLProgram): Place {
  const root: MutablePlace = { line: 1, children: new Map() }
  for (const item of program.body[0].body) {
    if (item.type === 'TOMLKeyValue') setToml(root, item)
    else {
      let table = root
      item.resolvedKey.forEach((key, i) => {
        table = enter(table, key, item.loc.start.line)
        if (typeof item.resolvedKey[i + 1] === 'number') table.value = ARRAY
      })
      for (const entry of item.body) setToml(table, entry)
    }
  }
  return root
}

function enter(place: MutablePlace, key: Key, line: number): MutablePlace {
  const children = (place.children ??= new Map<string, MutablePlace>())
  let next = children.get(String(key))
  if (!next) children.set(String(key), (next = { line, children: new Map() }))
  return next
}

function setToml(table: MutablePlace, entry: AST.TOMLKeyValue): void {
  let place = table
  for (const key of entry.key.keys)
    place = enter(place, key.type === 'TOMLBare' ? key.name : key.value, entry.loc.start.line)
  fillToml(place, entry.value)
}

function fillToml(place: MutablePlace, node: AST.TOMLContentNode): void {
  if (node.type === 'TOMLValue') {
    place.value = node.value
    delete place.children
  } else if (node.type === 'TOMLInlineTable') for (const entry of node.body) setToml(place, entry)
  else {
    place.value = ARRAY
    node.elements.forEach((element, i) => {
      fillToml(enter(place, i, element.loc.start.line), element)
    })
  }
}
