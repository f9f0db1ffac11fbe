import type { EditFormat, Editor, Quotes } from './types.ts'
import { codeEditor } from './code.ts'
import { dockerfileEditor } from './dockerfile.ts'
import { jsonEditor } from './json.ts'
import { linesEditor } from './lines.ts'
import { tomlEditor } from './toml.ts'
import { yamlEditor, yamlEditorFor } from './yaml.ts'

const EDITORS: Readonly<Record<EditFormat, Editor>> = {
  json: jsonEditor,
  yaml: yamlEditor,
  toml: tomlEditor,
  lines: linesEditor,
  dockerfile: dockerfileEditor,
  code: codeEditor,
}

/**
 * @param quotes of new YAML strings in a text that does not show which ones it uses
 * @returns the editor of a format
 */
export function editorFor(format: EditFormat, quotes: Quotes = 'double'): Editor {
  return format === 'yaml' && quotes === 'single' ? yamlEditorFor(quotes) : EDITORS[format]
}
