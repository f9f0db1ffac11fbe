import type { EditFormat, Editor } from './types.ts'
import { dockerfileEditor } from './dockerfile.ts'
import { jsonEditor } from './json.ts'
import { linesEditor } from './lines.ts'
import { tomlEditor } from './toml.ts'
import { yamlEditor } from './yaml.ts'

const EDITORS: Readonly<Record<EditFormat, Editor>> = {
  json: jsonEditor,
  yaml: yamlEditor,
  toml: tomlEditor,
  lines: linesEditor,
  dockerfile: dockerfileEditor,
}

/** @returns the editor of a format */
export function editorFor(format: EditFormat): Editor {
  return EDITORS[format]
}
