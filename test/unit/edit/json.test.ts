import { describe, expect, test } from 'vitest'
import { jsonEditor } from '../../../src/edit/json.ts'
import type { Json, KeyPath } from '../../../src/edit/types.ts'
import { checkCase, refusedAt, type Case } from './laws.ts'

const PACKAGE = `{
  "name": "shop",
  "scripts": {
    "test": "vitest run"
  }
}
`

const CASES: readonly Case[] = [
  {
    title: 'a script goes below the others, indented as they are',
    text: PACKAGE,
    path: ['scripts', 'lint'],
    value: 'eslint .',
    after: PACKAGE.replace('run"\n', 'run",\n    "lint": "eslint ."\n'),
  },
  {
    title: 'parents that are missing are made',
    text: PACKAGE,
    path: ['engines', 'node'],
    value: '>=20',
    after: PACKAGE.replace('  }\n}', '  },\n  "engines": {\n    "node": ">=20"\n  }\n}'),
  },
  {
    title: 'a value is replaced where it is',
    text: PACKAGE,
    path: ['scripts', 'test'],
    value: 'node --test',
    after: PACKAGE.replace('vitest run', 'node --test'),
  },
  {
    title: 'a dependency goes to its place among sorted ones',
    text: '{\n  "devDependencies": {\n    "a": "1",\n    "c": "1",\n    "d": "1"\n  }\n}\n',
    path: ['devDependencies', 'b'],
    value: '2',
    after: '{\n  "devDependencies": {\n    "a": "1",\n    "b": "2",\n    "c": "1",\n    "d": "1"\n  }\n}\n',
  },
  {
    title: 'tabs and a missing final newline stay',
    text: '{\n\t"a": 1\n}',
    path: ['b', 'c'],
    value: [1, { d: null }],
    after: '{\n\t"a": 1,\n\t"b": {\n\t\t"c": [\n\t\t\t1,\n\t\t\t{\n\t\t\t\t"d": null\n\t\t\t}\n\t\t]\n\t}\n}',
  },
  {
    title: 'an object on one line stays on one line',
    text: '{ "semi": false, "overrides": [] }\n',
    path: ['singleQuote'],
    value: true,
    after: '{ "semi": false, "overrides": [], "singleQuote": true }\n',
  },
  {
    title: 'text without blanks stays without blanks',
    text: '{"a":{"b":1}}',
    path: ['a', 'c', 'd'],
    value: { e: [1, 2] },
    after: '{"a":{"b":1,"c":{"d":{"e":[1,2]}}}}',
  },
  {
    title: 'comments and commas at the end stay, and a comment is written where there are comments',
    text: '{\n  // strict\n  "compilerOptions": {\n    "strict": true, // yes\n    /* "noEmit": true */\n  },\n}\n',
    path: ['compilerOptions', 'noImplicitOverride'],
    value: true,
    comment: 'catches renamed methods',
    after:
      '{\n  // strict\n  "compilerOptions": {\n    "strict": true, // yes\n    /* "noEmit": true */\n' +
      '    // catches renamed methods\n    "noImplicitOverride": true,\n  },\n}\n',
  },
  {
    title: 'no comment is written where there are none',
    text: '{}\n',
    path: ['a'],
    value: 1,
    comment: 'why',
    after: '{\n  "a": 1\n}\n',
  },
  {
    title: 'a comment behind the last value stays behind it',
    text: '{\n  "a": 1 // one\n}\n',
    path: ['b'],
    value: 2,
    after: '{\n  "a": 1, // one\n  "b": 2\n}\n',
  },
  {
    title: 'an empty object of the user is told from one that we made',
    text: '{\n  "scripts": {}\n}\n',
    path: ['scripts', 'lint'],
    value: 'eslint .',
    after: '{\n  "scripts": { "lint": "eslint ." }\n}\n',
  },
  {
    title: 'empty brackets of several lines keep their lines',
    text: '{\n  "scripts": {\n  }\n}\n',
    path: ['scripts', 'lint'],
    value: 'eslint .',
    after: '{\n  "scripts": { "lint": "eslint ."\n  }\n}\n',
  },
  {
    title: 'an item that has only its name shows that it was there before, on one line',
    text: '{"l":[{"n":1}]}',
    path: ['l', { n: 1 }, 'x'],
    value: 2,
    after: '{"l":[{"n":1,  "x":2}]}',
  },
  {
    title: 'an item that has only its name shows that it was there before, on several lines',
    text: '{\n  "l": [\n    {\n      "n": 1\n    }\n  ]\n}\n',
    path: ['l', { n: 1 }, 'x'],
    value: 2,
    after: '{\n  "l": [\n    {\n      "n": 1,\n\n      "x": 2\n    }\n  ]\n}\n',
  },
  {
    title: 'an item of a list is found by its fields and made when it is missing',
    text: '{\n  "packageRules": [\n    {\n      "groupName": "a",\n      "enabled": true\n    }\n  ]\n}\n',
    path: ['packageRules', { groupName: 'b' }],
    value: { enabled: false },
    after:
      '{\n  "packageRules": [\n    {\n      "groupName": "a",\n      "enabled": true\n    },\n' +
      '    {\n      "groupName": "b",\n      "enabled": false\n    }\n  ]\n}\n',
  },
  {
    title: 'an object is changed key by key, so that what stands between the keys stays',
    text: '{\n  "a": {\n    "x": 1, // one\n    "y": 2\n  }\n}\n',
    path: ['a'],
    value: { x: 3, z: 4 },
    after: '{\n  "a": {\n    "x": 3, // one\n    "z": 4\n  }\n}\n',
  },
  {
    title: 'a key that is special to the language is a key like any other',
    text: '{\n  "a": 1\n}\n',
    path: ['__proto__', 'polluted'],
    value: true,
    after: '{\n  "a": 1,\n  "__proto__": {\n    "polluted": true\n  }\n}\n',
  },
  {
    title: 'short lists stay short where the user writes them so',
    text: '{\n  "include": ["src"]\n}\n',
    path: ['exclude'],
    value: ['dist', 'node_modules'],
    after: '{\n  "include": ["src"],\n  "exclude": ["dist", "node_modules"]\n}\n',
  },
]

test.each(CASES)('$title', c => {
  checkCase(jsonEditor, c)
})

describe('taking a value out', () => {
  const set = (text: string): string => jsonEditor.set(text, ['engines', 'node'], '>=20')

  test('works when the user has added keys before and after it', () => {
    const grown = set(PACKAGE)
      .replace('  "engines"', '  "type": "module",\n  "engines"')
      .replace('  }\n}', '  },\n  "private": true\n}')
    const wanted = PACKAGE.replace('  }\n}', '  },\n  "type": "module",\n  "private": true\n}')
    expect(jsonEditor.remove(grown, ['engines', 'node'])).toBe(wanted)
  })

  test('leaves the parent when the user has put something beside it', () => {
    const grown = set(PACKAGE).replace('">=20"', '">=20",\n    "npm": ">=10"')
    expect(jsonEditor.remove(grown, ['engines', 'node'])).toBe(grown.replace('"node": ">=20",\n    ', ''))
  })

  test('keeps a comment that the user has written behind it', () => {
    expect(jsonEditor.remove('{\n  "a": 1,\n  "b": 2 // mine\n}\n', ['b'])).toBe('{\n  "a": 1\n  // mine\n}\n')
  })

  test('keeps a comment that the user has written inside it', () => {
    expect(jsonEditor.remove('{\n  "a": 1,\n  "b": {\n    // mine\n    "c": 2\n  }\n}\n', ['b'])).toBe(
      '{\n  "a": 1\n  // mine\n}\n',
    )
  })

  test('leaves the text alone when there is nothing to take out', () => {
    expect(jsonEditor.remove(PACKAGE, ['scripts', 'lint'])).toBe(PACKAGE)
  })

  test.each([
    ['the first of two', '{ "a": 1, "b": 2 }', 'a', '{ "b": 2 }'],
    ['the last of two', '{ "a": 1, "b": 2 }', 'b', '{ "a": 1 }'],
    ['the first of several on a line', '{\n  "a": 1, "b": 2,\n  "c": 3\n}', 'a', '{\n  "b": 2,\n  "c": 3\n}'],
    ['the only one', '{\n  "a": 1\n}\n', 'a', '{}\n'],
    ['one in the middle', '{\n  "a": 1,\n  "b": 2,\n  "c": 3\n}', 'b', '{\n  "a": 1,\n  "c": 3\n}'],
    ['one with a comma at the end', '{\n  "a": 1,\n  "b": 2,\n}', 'b', '{\n  "a": 1,\n}'],
  ])('takes out %s', (_, text, key, left) => {
    expect(jsonEditor.remove(text, [key])).toBe(left)
  })
})

test.each([
  ['a missing brace', '{\n  "a": 1', 2],
  ['a missing comma', '{\n  "a": 1\n  "b": 2\n}', 3],
  ['something behind the end', '{}\n\n{}', 3],
  ['an empty file', '', 1],
])('names the line of %s', (_, text, line) => {
  expect(refusedAt(() => jsonEditor.get(text, ['a']))).toBe(line)
})

const REFUSED: readonly (readonly [string, string, KeyPath, Json, number | undefined])[] = [
  ['a value below a text', '{\n  "a": "x"\n}', ['a', 'b'], 1, 2],
  ['a value below null', '{\n  "a": null\n}', ['a', 'b'], 1, 2],
  ['an item below an object', '{\n  "a": {}\n}', ['a', { b: 1 }], {}, 2],
  ['a key that is there twice', '{\n  "a": 1,\n  "a": 2\n}', ['a'], 3, 3],
  ['an item that is no object', '{}', ['a', { b: 1 }], 1, undefined],
  ['an item that contradicts its name', '{}', ['a', { b: 1 }], { b: 2 }, undefined],
  ['a number that is none', '{}', ['a'], NaN, undefined],
  ['the whole file', '{}', [], 1, undefined],
]

test.each(REFUSED)('refuses %s', (_, text, path, value, line) => {
  expect(refusedAt(() => jsonEditor.set(text, path, value))).toBe(line)
})
