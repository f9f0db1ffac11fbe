import { EditError } from './types.ts'
import { parseYaml, toJson } from './yaml-read.ts'

/**
 * @returns what a text of one document says; undefined when it is not YAML, names a key twice, is nested too deeply for a parser,
 * or holds several documents
 */
export function readYamlValue(text: string): unknown {
  try {
    const [first, second] = parseYaml(text).documents
    return first && !second ? toJson(first.contents, first.targets) : undefined
  } catch (error) {
    if (error instanceof EditError) return undefined
    throw error
  }
}
