import { expect, test } from 'vitest'
import { editorFor } from '../../../src/edit/index.ts'
import type { EditFormat, Json, KeyPath } from '../../../src/edit/types.ts'
import { refusedAt } from './laws.ts'
import { stopwatch } from '../../support/processor.ts'

const DEEP = 100_000
const deep = (text: string): string => text.repeat(DEEP)

/** Each of these fills the stack of a parser that is asked to read it. */
const BOTTOMLESS: readonly (readonly [string, EditFormat, string])[] = [
  ['lists in lists', 'json', deep('[') + deep(']')],
  ['objects in objects', 'json', deep('{"a":') + '1' + deep('}')],
  ['lists that are never closed', 'json', deep('[')],
  ['lists behind a text that is never closed', 'json', `"x\n${deep('[')}`],
  ['lists between brackets', 'yaml', deep('[') + deep(']')],
  ['maps between brackets', 'yaml', deep('{a: ') + deep('}')],
  ['dashes on one line', 'yaml', `${deep('- ')}a`],
  ['keys on one line', 'yaml', `${deep('a: ')}1`],
  ['anchored dashes on one line', 'yaml', `${deep('- &a ')}a`],
  ['explicit keys on one line', 'yaml', `${deep('? ')}a`],
  ['maps below maps', 'yaml', Array.from({ length: 2000 }, (_, i) => `${' '.repeat(i)}a:\n`).join('')],
  ['lists in lists', 'toml', `a = ${deep('[')}${deep(']')}`],
  ['tables in tables', 'toml', `a = ${deep('{a=')}1${deep('}')}`],
  ['dots', 'toml', `${'a.'.repeat(5000)}a = 1`],
  ['dots in a header', 'toml', `[${'a.'.repeat(5000)}a]\nb = 1`],
  ['lists behind texts of several lines', 'toml', `b = """\n"\n""""\nc = '''\n[[['''\na = ${deep('[')}`],
]

test.each(BOTTOMLESS)('%s of %s do not end the program', (_, format, text) => {
  const editor = editorFor(format)
  expect(refusedAt(() => editor.get(text, ['a']))).toBeGreaterThan(0)
  refusedAt(() => editor.set(text, ['b'], 1))
})

test('a value that is nested without end is refused', () => {
  const value = Array.from({ length: DEEP }).reduce<Json>(inner => [inner], 1)
  refusedAt(() => editorFor('json').set('{}', ['a'], value))
})

const numbers = Array.from({ length: 3_000 }, (_, i) => String(i))

const LARGE: readonly (readonly [EditFormat, string, KeyPath, Json])[] = [
  ['json', `{\n${numbers.map(i => `  "k${i}": { "v": ${i} }`).join(',\n')}\n}\n`, ['new', 'key'], 1],
  ['yaml', numbers.map(i => `k${i}:\n  v: "${i}"\n`).join(''), ['new', 'key'], 1],
  ['yaml', `l:\n${numbers.map(i => `  - v: ${i}\n`).join('')}`, ['l', { v: -1 }], { x: 1 }],
  ['toml', numbers.map(i => `[t${i}]\nk = "${i}"\n`).join(''), ['new', 'key'], 1],
  ['lines', numbers.map(i => `/dir${i}\n`).join(''), ['/dir'], true],
]

test.each(LARGE)('a large %s file is edited in reasonable time', (format, text, path, value) => {
  const editor = editorFor(format)
  const used = stopwatch()
  const after = editor.set(text, path, value)
  expect(editor.remove(after, path)).toBe(text)
  expect(used()).toBeLessThan(10)
})

const EVIL = [
  '"\n}: x',
  "'\n- x",
  '${{ github.token }}',
  '</script>',
  '\u202Eevil',
  'a\u2028b',
  '\u0000',
  '*/',
  '"""',
  "'''",
  '# x',
  '`id`',
  '\\',
]

test.each(['json', 'yaml', 'toml'] as const)(
  'names and texts of %s that try to leave their place stay in it',
  format => {
    const editor = editorFor(format)
    for (const evil of EVIL) {
      const text = editor.set(editor.empty, ['k', evil], evil, evil)
      expect(editor.get(text, [])).toEqual({ k: { [evil]: evil } })
      expect(text).not.toMatch(/[\u202E\u2028\u0000]/)
      expect(editor.remove(text, ['k', evil], evil)).toBe(editor.empty)
    }
  },
)
