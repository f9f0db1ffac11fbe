import { describe, expect, test } from 'vitest'
import { tomlEditor } from '../../../src/edit/toml.ts'
import type { Json, KeyPath } from '../../../src/edit/types.ts'
import { checkCase, refusedAt, type Case } from './laws.ts'

const CARGO = `[package]
name = "shop" # the name
version = "0.1.0"

[dependencies]
axum = "0.8"
serde = { version = "1", features = ["derive"] }
tokio = "1"
`

const CASES: readonly Case[] = [
  {
    title: 'a table that is nowhere goes behind the last one, with its comment above the key',
    text: CARGO,
    path: ['profile', 'release', 'lto'],
    value: 'thin',
    comment: 'smaller',
    after: `${CARGO}\n[profile.release]\n# smaller\nlto = "thin"\n`,
  },
  {
    title: 'a key goes below the last one of its table, wherever that is',
    text: CARGO,
    path: ['package', 'rust-version'],
    value: '1.85',
    after: CARGO.replace('0.1.0"\n', '0.1.0"\nrust-version = "1.85"\n'),
  },
  {
    title: 'a dependency goes to its place among sorted ones',
    text: CARGO,
    path: ['dependencies', 'metrics'],
    value: { version: '0.24', 'default-features': false },
    after: CARGO.replace('serde', 'metrics = { version = "0.24", default-features = false }\nserde'),
  },
  {
    title: 'a key goes between the brackets of its table',
    text: CARGO,
    path: ['dependencies', 'serde', 'optional'],
    value: true,
    after: CARGO.replace('["derive"] }', '["derive"], optional = true }'),
  },
  {
    title: 'a small table becomes a line of its parent',
    text: '[package]\nname = "a"\n',
    path: ['lints', 'clippy', 'all'],
    value: { level: 'warn', priority: -1 },
    comment: 'what clippy checks',
    after: '[package]\nname = "a"\n\n[lints.clippy]\n# what clippy checks\nall = { level = "warn", priority = -1 }\n',
  },
  {
    title: 'a table becomes a table',
    text: '[workspace]\nmembers = ["a"]\n',
    path: ['workspace', 'lints', 'clippy'],
    value: { unwrap_used: 'warn', pedantic: { level: 'warn', priority: -1 } },
    after:
      '[workspace]\nmembers = ["a"]\n\n[workspace.lints.clippy]\nunwrap_used = "warn"\npedantic = { level = "warn", priority = -1 }\n',
  },
  {
    title: 'a key goes beside the dotted keys of its table',
    text: '[profile]\nrelease.opt-level = 3\n\n[x]\n',
    path: ['profile', 'release', 'lto'],
    value: true,
    after: '[profile]\nrelease.opt-level = 3\nrelease.lto = true\n\n[x]\n',
  },
  {
    title: 'a new key between brackets is dotted',
    text: 'a = { b = 1 }\n',
    path: ['a', 'c', 'd'],
    value: 2,
    after: 'a = { b = 1, c.d = 2 }\n',
  },
  {
    title: 'a key of the file itself goes above the first table, below the comment at the top',
    text: '# Toolchain\n\n[toolchain]\nchannel = "1.90"\n',
    path: ['version'],
    value: 2,
    after: '# Toolchain\n\nversion = 2\n\n[toolchain]\nchannel = "1.90"\n',
  },
  {
    title: 'a key of the file itself goes below the others',
    text: 'a = 1 # one\n# about t\n[t]\n',
    path: ['b'],
    value: 2,
    after: 'a = 1 # one\nb = 2\n# about t\n[t]\n',
  },
  {
    title: 'an item of a list of tables goes behind the last one',
    text: '[[bin]]\nname = "a"\n\n[lib]\n',
    path: ['bin', { name: 'b' }],
    value: { path: 'b.rs' },
    after: '[[bin]]\nname = "a"\n\n[[bin]]\nname = "b"\npath = "b.rs"\n\n[lib]\n',
  },
  {
    title: 'a key goes into the item that the path names, with an empty line when the item has only its name',
    text: '[[bin]]\nname = "a"\n\n[[bin]]\nname = "b"\ntest = true\n',
    path: ['bin', { name: 'a' }, 'test'],
    value: false,
    after: '[[bin]]\nname = "a"\n\ntest = false\n\n[[bin]]\nname = "b"\ntest = true\n',
  },
  {
    title: 'an empty line shows that an empty table was there before',
    text: '[dependencies]\n\n[features]\n',
    path: ['dependencies', 'axum'],
    value: '0.8',
    after: '[dependencies]\n\naxum = "0.8"\n\n[features]\n',
  },
  {
    title: 'a key goes below the comments of an empty table',
    text: '[features]\n# none yet\n\n[lib]\n',
    path: ['features', 'x'],
    value: [],
    after: '[features]\n# none yet\nx = []\n\n[lib]\n',
  },
  {
    title: 'a value is replaced in its own quotes, and the comment behind it stays',
    text: "a = 'x' # one\nb = 2\n",
    path: ['a'],
    value: 'y',
    after: "a = 'y' # one\nb = 2\n",
  },
  {
    title: 'a dotted line is one value',
    text: '[package]\nrust-version.workspace = true\n',
    path: ['package', 'rust-version'],
    value: '1.85',
    after: '[package]\nrust-version = "1.85"\n',
  },
  {
    title: 'keys and texts are quoted where they must be',
    text: '',
    path: ['a b', 'x.y'],
    value: 'line\n"q" \\ \u007f',
    after: '["a b"]\n"x.y" = "line\\n\\"q\\" \\\\ \\u007f"\n',
  },
  {
    title: 'a long list gets a line for each item',
    text: 'a = 1\n',
    path: ['members'],
    value: ['x'.repeat(60), 'y'.repeat(60)],
    after: `a = 1\nmembers = [\n    "${'x'.repeat(60)}",\n    "${'y'.repeat(60)}",\n]\n`,
  },
  {
    title: 'a missing final newline stays missing',
    text: '[a]\nb = 0',
    path: ['c', 'd'],
    value: 0,
    after: '[a]\nb = 0\n\n[c]\nd = 0',
  },
  {
    title: 'empty lines at the end stay at the end',
    text: 'a = 1\n\n\n',
    path: ['c', 'd'],
    value: 1,
    after: 'a = 1\n\n[c]\nd = 1\n\n\n',
  },
]

test.each(CASES)('$title', c => {
  checkCase(tomlEditor, c)
})

test('a key is found however its table is written', () => {
  const texts = [
    '[a.b]\nc = 1\n',
    '[a]\nb.c = 1\n',
    'a.b.c = 1\n',
    'a = { b = { c = 1 } }\n',
    'a = { b.c = 1 }\n',
    '["a".\'b\']\nc = 1\n',
  ]
  expect(texts.map(text => tomlEditor.get(text, ['a', 'b', 'c']))).toEqual(texts.map(() => 1))
})

describe('taking a value out', () => {
  const set = (text: string): string => tomlEditor.set(text, ['profile', 'release', 'lto'], true, 'smaller')
  const remove = (text: string): string => tomlEditor.remove(text, ['profile', 'release', 'lto'], 'smaller')

  test('works when the user has added tables before and after it', () => {
    const grown = `${set(CARGO).replace('\n[profile', '\n[mine]\na = 1\n\n[profile')}\n# mine too\n[last]\n`
    expect(remove(grown)).toBe(`${CARGO}\n[mine]\na = 1\n\n# mine too\n[last]\n`)
  })

  test('takes the first table of a file with the empty line behind it', () => {
    expect(tomlEditor.remove('[t]\nk = 1\n\n[u]\nv = 1\n', ['t', 'k'])).toBe('[u]\nv = 1\n')
  })

  test('leaves an item that has a table of its own', () => {
    const text = '[[bin]]\nname = "a"\n\n[bin.meta]\nx = 1\n'
    const path = ['bin', { name: 'a' }, 'test']
    expect(tomlEditor.remove(text.replace('\n\n', '\ntest = true\n\n'), path)).toBe(text)
  })

  test('leaves the table when the user has put a key there', () => {
    expect(remove(`${set(CARGO)}debug = true\n`)).toBe(`${CARGO}\n[profile.release]\ndebug = true\n`)
  })

  test('leaves the table when the user has written a comment there', () => {
    expect(remove(`${set(CARGO)}# mine\n`)).toBe(`${CARGO}\n[profile.release]\n# mine\n`)
  })

  test('keeps a comment that the user has written behind it and inside it', () => {
    expect(tomlEditor.remove('a = 1\nb = 2 # mine\n', ['b'])).toBe('a = 1\n# mine\n')
    expect(tomlEditor.remove('a = 1\nb = [\n  1, # mine\n  2,\n]\n', ['b'])).toBe('a = 1\n# mine\n')
    expect(tomlEditor.remove('a = 1\n\n[t]\n# mine\nb = "# no"\n', ['t'])).toBe('a = 1\n\n# mine\n')
  })

  test('takes all that is written for it in several places', () => {
    expect(tomlEditor.remove('[a]\nb.c = 1\nx = 1\nb.d = 2\n\n[a.b.e]\nf = 1\n\n[z]\n', ['a', 'b'])).toBe(
      '[a]\nx = 1\n\n[z]\n',
    )
  })
})

test.each([
  ['a value that is none', 'a = 1\nb = x\n', 2],
  ['a key that is there twice', 'a = 1\nb = 2\na = 3\n', 3],
  ['a table that is there twice', '[a]\n[b]\n[a]\n', 3],
])('names the line of %s', (_, text, line) => {
  expect(refusedAt(() => tomlEditor.get(text, ['a']))).toBe(line)
})

const REFUSED: readonly (readonly [string, string, KeyPath, Json, number | undefined])[] = [
  ['a value below a text', 'a = 1\nb = "x"\n', ['b', 'c'], 1, 2],
  ['a key of a list', '[[a]]\n', ['a', 'b'], 1, 1],
  ['a table in the place of which a value is wanted', 'x = 1\n[a]\nb = 1\n', ['a'], 1, 2],
  ['null', '', ['a'], null, undefined],
]

test.each(REFUSED)('refuses %s', (_, text, path, value, line) => {
  expect(refusedAt(() => tomlEditor.set(text, path, value))).toBe(line)
})
