import { parseAllDocuments } from 'yaml'
import { assertShallowYaml } from './yaml-read.ts'

/**
 * @returns what a text of one document says; undefined when it is not YAML, names a key twice, is nested too deeply for a parser,
 * or holds several documents
 */
export function readYamlValue(text: string): unknown {
  try {
    assertShallowYaml(text)
    const documents = parseAllDocuments(text)
    const [first] = documents
    if (!Array.isArray(documents) || documents.length !== 1 || !first || first.errors.length > 0) return undefined
    return first.toJS({ maxAliasCount: 100 })
  } catch {
    return undefined
  }
}
