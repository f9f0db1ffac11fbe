import { parse as parseJsonc, type ParseError, printParseErrorCode } from 'jsonc-parser'
import { yamlFault } from '../detect/documents/yaml.ts'
import { memo } from '../text/memo.ts'
import { basename, isChartTemplate } from '../text/paths.ts'
import { tomlTree } from '../text/toml.ts'

/**
 * A rendered file must be what its name says: a value of the repository that slipped through unquoted shows here, before anything is written.
 * Formats that are not known are not checked.
 * @throws Error with the path and the parser's message
 */
export function checkSyntax(path: string, text: string): void {
  const problem = problemOf(path, text)
  if (problem !== undefined) throw new Error(`${path} would not parse: ${problem}`)
}

/** Most texts of a plan's second round are those of its first. */
const problemOf = memo((path: string, text: string): string | undefined => {
  const name = basename(path)
  if (isChartTemplate(path)) return undefined
  if (/\.ya?ml$/.test(name)) return yamlFault(text)?.message
  if (/\.(json|jsonc|json5)$/.test(name)) return jsonProblem(text, name)
  if (name.endsWith('.toml')) return tomlProblem(text)
  return undefined
}, 500)

/** A large dashboard is read by the parser that names no position in a hundredth of the time; it takes less than the other. */
function jsonProblem(text: string, name: string): string | undefined {
  if (isJson(text)) return undefined
  const errors: ParseError[] = []
  parseJsonc(text, errors, {
    disallowComments: name.endsWith('.json') && !name.startsWith('tsconfig'),
    allowTrailingComma: name.endsWith('.jsonc'),
  })
  return errors[0] && `${printParseErrorCode(errors[0].error)} at offset ${errors[0].offset}`
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

function tomlProblem(text: string): string | undefined {
  try {
    tomlTree(text)
    return undefined
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}
