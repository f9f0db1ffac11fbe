import { getStaticTOMLValue, parseTOML, type AST } from 'toml-eslint-parser'
import { withoutBom } from './lines.ts'
import { memo } from './memo.ts'

/**
 * A manifest is asked about by detection, artifacts, edits and checks, and parsed once. Its places are those of the text without a byte order mark.
 * @throws ParseError of toml-eslint-parser
 */
export function tomlTree(text: string): AST.TOMLProgram {
  const bare = withoutBom(text)
  // without a line end behind it, the parser places a last number `0` one character too early
  return parsed(bare.endsWith('\n') ? bare : `${bare}\n`)
}

const parsed = memo((text: string): AST.TOMLProgram => parseTOML(text), 50)

/** @returns what TOML says; undefined when it does not parse */
export function readTomlValue(text: string): unknown {
  try {
    return getStaticTOMLValue(tomlTree(text))
  } catch {
    return undefined
  }
}
