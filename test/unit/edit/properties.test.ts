import fc from 'fast-check'
import { parse as parseJson } from 'jsonc-parser'
import { getStaticTOMLValue, parseTOML } from 'toml-eslint-parser'
import { describe, expect, test } from 'vitest'
import { parseAllDocuments } from 'yaml'
import { jsonEditor } from '../../../src/edit/json.ts'
import { linesEditor } from '../../../src/edit/lines.ts'
import { tomlEditor } from '../../../src/edit/toml.ts'
import type { Editor } from '../../../src/edit/types.ts'
import { yamlEditor } from '../../../src/edit/yaml.ts'
import { tree, wish, written, type Dice, type JsonObject } from './documents.ts'
import { printJson, printToml, printYaml } from './handwriting.ts'
import { attempt, checkLaws, withChange } from './laws.ts'

fc.configureGlobal({ seed: 2024, numRuns: 80 })

interface Format {
  readonly format: string
  readonly editor: Editor
  readonly nulls: boolean
  readonly mark: string
  readonly print: (root: JsonObject, roll: Dice) => string
  /** What the format's own parser reads, of the first document. */
  readonly parse: (text: string) => unknown
}

const FORMATS: readonly Format[] = [
  {
    format: 'JSON',
    editor: jsonEditor,
    nulls: true,
    mark: '//',
    print: (r, d) => printJson(r, d, true),
    parse: text => JSON.parse(text) as unknown,
  },
  {
    format: 'JSONC',
    editor: jsonEditor,
    nulls: true,
    mark: '//',
    print: (r, d) => printJson(r, d, false),
    parse: text => parseJson(text) as unknown,
  },
  { format: 'YAML', editor: yamlEditor, nulls: true, mark: '#', print: printYaml, parse: parseYaml },
  {
    format: 'TOML',
    editor: tomlEditor,
    nulls: false,
    mark: '#',
    print: printToml,
    parse: text => getStaticTOMLValue(parseTOML(text)),
  },
]

function parseYaml(text: string): unknown {
  const documents = parseAllDocuments(text)
  return 'empty' in documents ? null : documents[0]?.toJS()
}

describe.each(FORMATS)('any $format file', ({ editor, nulls, mark, print, parse }) => {
  test('keeps every byte that is not of the edit, and gets them all back when it is taken out', () => {
    let done = 0
    const law = fc.property(written(tree(nulls), print), wish(nulls), (text, w) => {
      if (checkLaws(editor, text, w) !== undefined) done++
    })
    fc.assert(law)
    expect(done, 'few edits are refused').toBeGreaterThan(55)
  })

  test('reads as before, with the edit, for the parser of the format', () => {
    const law = fc.property(written(tree(nulls), print), wish(nulls), (text, { path, value }) => {
      const after = attempt(() => editor.set(text, path, value))
      // Some parsers take this key for the prototype; an alias follows its anchor.
      fc.pre(after === undefined || !/__proto__|\*list/.test(after))
      if (after !== undefined) expect(parse(after)).toEqual(withChange(parse(text), path, value))
    })
    fc.assert(law)
  })

  test('keeps the comments that the user has written around an edit, when the edit is taken out', () => {
    const law = fc.property(
      written(tree(nulls), print),
      wish(nulls),
      fc.array(fc.nat(20), { minLength: 1, maxLength: 4 }),
      (text, w, places) => {
        fc.pre(editor.get(text, w.path) === undefined)
        const after = attempt(() => editor.set(text, w.path, w.value, w.comment))
        if (after === undefined) return
        const lines = after.split('\n')
        for (const [i, place] of places.entries())
          lines.splice(place % (lines.length + 1), 0, `${mark} mine ${String(i)}`)
        const noted = lines.join('\n')
        // Inside a text of several lines it is no comment.
        const same = attempt(() => JSON.stringify(editor.get(noted, [])))
        fc.pre(same === JSON.stringify(editor.get(after, [])))
        const left = attempt(() => editor.remove(noted, w.path, w.comment))
        // Behind a text that keeps its empty lines, an empty line of the user would become part of that text.
        fc.pre(left !== undefined || noted.includes('|+'))
        if (left === undefined) return
        expect(editor.get(left, w.path)).toBeUndefined()
        expect(left.match(/mine \d/g)).toEqual(noted.match(/mine \d/g))
      },
    )
    fc.assert(law)
  })
})

test('any ignore file keeps its lines and gets them back', () => {
  const line = fc.constantFrom('target', 'target/', '!target', '# target', '', 'a  ', ' target', '*.log', '\ttarget')
  const file = fc.tuple(fc.array(line), fc.constantFrom('', '\n', '\n\n')).map(([lines, end]) => lines.join('\n') + end)
  const law = fc.property(
    file,
    fc.constantFrom('target', '!target', '*.log', '/dist'),
    fc.constantFrom(undefined, 'why'),
    (text, path, comment) => {
      expect(checkLaws(linesEditor, text, { path: [path], value: true, comment })).toBeDefined()
    },
  )
  fc.assert(law)
})
