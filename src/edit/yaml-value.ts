import { parseAllDocuments } from 'yaml'
import { memo } from '../text/memo.ts'
import { assertShallowYaml } from './yaml-read.ts'

/**
 * @returns what a text of one document says; undefined when it is not YAML, names a key twice, is nested too deeply for a parser,
 * or holds several documents. Several artifacts ask about one file: nobody changes what they get.
 */
export const readYamlValue = memo((text: string): unknown => {
  try {
    assertShallowYaml(text)
    const documents = parseAllDocuments(text)
    const [first] = documents
    if (!Array.isArray(documents) || documents.length !== 1 || !first || first.errors.length > 0) return undefined
    return first.toJS({ maxAliasCount: 100 })
  } catch {
    return undefined
  }
}, 50)
