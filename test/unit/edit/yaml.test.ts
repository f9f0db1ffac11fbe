import { describe, expect, test } from 'vitest'
import type { Json, KeyPath } from '../../../src/edit/types.ts'
import { yamlEditor } from '../../../src/edit/yaml.ts'
import { checkCase, refusedAt, type Case } from './laws.ts'

const DEPENDABOT = `# Updates
version: 2
updates:
  - package-ecosystem: "npm"
    directory: "/"
    schedule:
      interval: "weekly" # Monday
`

const DOCKER = { 'package-ecosystem': 'docker', directory: '/' }
const WEEKLY = { schedule: { interval: 'weekly' } }

const CASES: readonly Case[] = [
  {
    title: 'an item goes behind the others, with the fields that name it',
    text: DEPENDABOT,
    path: ['updates', DOCKER],
    value: WEEKLY,
    after: `${DEPENDABOT}  - package-ecosystem: docker\n    directory: /\n    schedule:\n      interval: weekly\n`,
  },
  {
    title: 'dashes that are level with their key stay level, and a comment stands above the item',
    text: "updates:\n- package-ecosystem: npm\n  directory: '/'\nversion: 2\n",
    path: ['updates', DOCKER],
    value: WEEKLY,
    comment: 'base images',
    after:
      "updates:\n- package-ecosystem: npm\n  directory: '/'\n# base images\n- package-ecosystem: docker\n" +
      '  directory: /\n  schedule:\n    interval: weekly\nversion: 2\n',
  },
  {
    title: 'a comment that is level with the next key stays above it',
    text: 'l:\n- a: 1\n# about b\nb: 1\n',
    path: ['l', { a: 2 }],
    value: {},
    after: 'l:\n- a: 1\n- a: 2\n# about b\nb: 1\n',
  },
  {
    title: 'an empty line shows that an item with only its name was there before',
    text: 'l:\n  - a: 1\nb: 1\n',
    path: ['l', { a: 1 }, 'c'],
    value: 2,
    after: 'l:\n  - a: 1\n\n    c: 2\nb: 1\n',
  },
  {
    title: 'items with empty lines between them get one more',
    text: 'l:\n  - a: 1\n\n  # two\n  - a: 2\nz: 1\n',
    path: ['l', { a: 3 }],
    value: {},
    after: 'l:\n  - a: 1\n\n  # two\n  - a: 2\n\n  - a: 3\nz: 1\n',
  },
  {
    title: 'wide dashes stay wide',
    text: 'l:\n    -   a: 1\n        b: 2\n',
    path: ['l', { a: 2 }],
    value: { b: { c: 3 } },
    after: 'l:\n    -   a: 1\n        b: 2\n    -   a: 2\n        b:\n            c: 3\n',
  },
  {
    title: 'a key goes into the item that the path names',
    text: DEPENDABOT,
    path: ['updates', { 'package-ecosystem': 'npm' }, 'open-pull-requests-limit'],
    value: 5,
    after: `${DEPENDABOT}    open-pull-requests-limit: 5\n`,
  },
  {
    title: 'parents are made with the indentation of the file',
    text: 'a:\n    b: 1\n',
    path: ['c', 'd', 'e'],
    value: ['u', 'v'],
    comment: 'why',
    after: 'a:\n    b: 1\nc:\n    d:\n        # why\n        e:\n            - u\n            - v\n',
  },
  {
    title: 'a key goes behind the comments of its map, and before those of the next key',
    text: 'a:\n  b: 1\n  # c: 2\n\n# about d\nd: 1\n',
    path: ['a', 'e'],
    value: true,
    after: 'a:\n  b: 1\n  # c: 2\n  e: true\n\n# about d\nd: 1\n',
  },
  {
    title: 'what looks like something else is quoted as the file quotes',
    text: "a: 'x'\n",
    path: ['b'],
    value: ['yes', '1.10', 'it: is', '- x', "it's", '', 'null', '#x', 'a\tb'],
    after:
      "a: 'x'\nb:\n  - 'yes'\n  - '1.10'\n  - 'it: is'\n  - '- x'\n  - 'it''s'\n  - ''\n  - 'null'\n  - '#x'\n  - \"a\\tb\"\n",
  },
  {
    title: 'a value is replaced in its own quotes, and the comment behind it stays',
    text: "node-version: '20' # LTS\n",
    path: ['node-version'],
    value: '22',
    after: "node-version: '22' # LTS\n",
  },
  {
    title: 'a text of several lines becomes a literal block',
    text: 'a: 1\n',
    path: ['steps', { name: 'x' }, 'run'],
    value: 'npm ci\nnpm test\n',
    after: 'a: 1\nsteps:\n  - name: x\n    run: |\n      npm ci\n      npm test\n',
  },
  {
    title: 'a literal block is replaced as a whole, its comment aside',
    text: 'a:\n  run: | # go\n    x\n\n    y\n\nb: 1\n',
    path: ['a', 'run'],
    value: 'z',
    after: 'a:\n  run: z # go\n\nb: 1\n',
  },
  {
    title: 'a map takes the place of a word, below its comment',
    text: 'on: push # always\njobs: {}\n',
    path: ['on'],
    value: { push: { branches: ['main'] }, workflow_dispatch: null },
    after: 'on: # always\n  push:\n    branches:\n      - main\n  workflow_dispatch:\njobs: {}\n',
  },
  {
    title: 'a word takes the place of a map',
    text: 'a:\n  b: # two\n    c: 1\n    d: 2\n  e: 3\n',
    path: ['a', 'b'],
    value: 'x',
    after: 'a:\n  b: x # two\n  e: 3\n',
  },
  {
    title: 'a text of several lines takes the place of a map, above the comments in it',
    text: 'a:\n  # one\n  b: 1\nc: 2\n',
    path: ['a'],
    value: 'x\ny\n',
    after: 'a: "x\\ny\\n"\n  # one\nc: 2\n',
  },
  {
    title: 'lists and maps between brackets stay between brackets',
    text: 'on:\n  push: { branches: [main] }\n',
    path: ['on', 'push', 'paths'],
    value: ['src'],
    after: 'on:\n  push: { branches: [main], paths: [src] }\n',
  },
  {
    title: 'JSON is YAML, with its keys in quotes',
    text: '{"a": {"b": [1]}}\n',
    path: ['a', 'c'],
    value: 'x',
    after: '{"a": {"b": [1], "c": x}}\n',
  },
  {
    title: 'brackets over several lines get one more',
    text: 'a: [\n  {k: 1},\n  {k: 2}, # two\n]\n',
    path: ['a', { k: 3 }],
    value: { m: 'x' },
    after: 'a: [\n  {k: 1},\n  {k: 2}, # two\n  {k: 3, m: x},\n]\n',
  },
  {
    title: 'an empty line shows that a key without value was there before',
    text: 'on:\n  pull_request:\n',
    path: ['on', 'pull_request', 'branches'],
    value: ['main'],
    after: 'on:\n  pull_request:\n\n    branches:\n      - main\n',
  },
  { title: 'empty brackets are filled', text: 'a: []\n', path: ['a', { b: 1 }], value: {}, after: 'a: [ {b: 1} ]\n' },
  { title: 'an empty file gets its first key', text: '', path: ['a', 'b'], value: 1, after: 'a:\n  b: 1\n' },
  { title: 'comments stay above the first key', text: '# c\n\n', path: ['a'], value: 1, after: '# c\na: 1\n\n' },
  {
    title: 'the first key goes between the markers',
    text: '---\n# c\n...\n',
    path: ['a'],
    value: 1,
    after: '---\n# c\na: 1\n...\n',
  },
  {
    title: 'a missing final newline stays missing',
    text: 'a:\n  b: 1',
    path: ['a', 'c'],
    value: 2,
    after: 'a:\n  b: 1\n  c: 2',
  },
  {
    title: 'a block that keeps its empty lines keeps them',
    text: 'a: |+\n  x\n\n\nb: 1\n',
    path: ['a2'],
    value: 1,
    after: 'a: |+\n  x\n\n\nb: 1\na2: 1\n',
  },
  {
    title: 'anchors, tags and merge keys stay',
    text: 'base: &base\n  a: 1\nuse:\n  <<: *base\n  b: !Ref x\n',
    path: ['use', 'a'],
    value: 2,
    after: 'base: &base\n  a: 1\nuse:\n  <<: *base\n  b: !Ref x\n  a: 2\n',
  },
  {
    title: 'of several documents, the one that has most of the path is meant',
    text: 'kind: Service\nspec:\n  type: x\n---\nkind: Deployment\nspec:\n  template:\n    spec: {}\n',
    path: ['spec', 'template', 'spec', 'hostUsers'],
    value: false,
    after:
      'kind: Service\nspec:\n  type: x\n---\nkind: Deployment\nspec:\n  template:\n    spec: { hostUsers: false }\n',
  },
]

test('an object is changed in one document only', () => {
  const text = 'a: {}\n---\na:\n  b: 1\n'
  const second = '---\na:\n  b: 1\n'
  expect(yamlEditor.set(text, ['a'], { b: 2, c: 3 })).toBe(`a: { b: 2, c: 3 }\n${second}`)
  expect(yamlEditor.set(`a:\n  c: 1\n${second}`, ['a'], { b: 2 })).toBe(`a:\n  b: 2\n${second}`)
})

test.each(CASES)('$title', c => {
  checkCase(yamlEditor, c)
})

describe('reading', () => {
  test('gives the whole item where the path ends at one', () => {
    expect(yamlEditor.get(DEPENDABOT, ['updates', { directory: '/' }])).toEqual({
      'package-ecosystem': 'npm',
      directory: '/',
      schedule: { interval: 'weekly' },
    })
  })

  test('follows aliases', () => {
    expect(yamlEditor.get('a: &x\n  b: 1\nc: *x\n', ['c', 'b'])).toBe(1)
  })

  test('stops at aliases that stand for more than a file can hold', () => {
    const levels = Array.from(
      { length: 30 },
      (_, i) => `l${String(i + 1)}: &l${String(i + 1)} [*l${String(i)}, *l${String(i)}]\n`,
    )
    const bomb = `l0: &l0 x\n${levels.join('')}`
    expect(refusedAt(() => yamlEditor.get(bomb, ['l30']))).toBeUndefined()
    expect(yamlEditor.set(bomb, ['z'], 1)).toBe(`${bomb}z: 1\n`)
  })
})

describe('taking a value out', () => {
  const set = (text: string): string => yamlEditor.set(text, ['updates', DOCKER], WEEKLY, 'base images')
  const remove = (text: string): string => yamlEditor.remove(text, ['updates', DOCKER], 'base images')

  test('works when the user has added items before and after it', () => {
    const item = (name: string): string => `  - package-ecosystem: ${name}\n    directory: "/"\n`
    const grown = `${set(DEPENDABOT).replace('  # base images', `${item('pip')}  # base images`)}${item('gomod')}`
    expect(remove(grown)).toBe(DEPENDABOT + item('pip') + item('gomod'))
  })

  test('takes the list with it that was made for it', () => {
    expect(set('version: 2\n')).toContain('updates:\n')
    expect(remove(set('version: 2\n'))).toBe('version: 2\n')
  })

  test('leaves the parent when the user has put something beside it', () => {
    const grown = `${yamlEditor.set('x: 1\n', ['a', 'b'], 1)}  mine: 2\n`
    expect(yamlEditor.remove(grown, ['a', 'b'])).toBe('x: 1\na:\n  mine: 2\n')
  })

  test('leaves the parent when the user has written a comment there', () => {
    expect(yamlEditor.remove('a:\n  b: 1\n  # mine\n', ['a', 'b'])).toBe('a:\n  # mine\n')
  })

  test('keeps comments that the user has written behind it and inside it', () => {
    expect(yamlEditor.remove('a: 1\nb: 2 # mine\n', ['b'])).toBe('a: 1\n# mine\n')
    expect(yamlEditor.remove('a: 1\nb:\n  # mine\n  c: "# no"\n  d: |\n    # no\n', ['b'])).toBe('a: 1\n# mine\n')
  })

  test('leaves a valid item when its first key goes', () => {
    expect(yamlEditor.remove('l:\n  - a: 1\n    b: 2\n', ['l', { b: 2 }, 'a'])).toBe('l:\n  - b: 2\n')
  })
})

test.each([
  ['a bracket that is not closed', 'a: 1\nb: [1\nc: 2\n', 3],
  ['wrong indentation', 'a:\n  b: 1\n c: 2\n', 3],
  ['a key that is there twice', 'a: 1\nb: 2\na: 3\n', 3],
  ['an alias of nothing', 'a: 1\nb: *x\n', 2],
])('names the line of %s', (_, text, line) => {
  expect(refusedAt(() => yamlEditor.get(text, ['a']))).toBe(line)
})

const REFUSED: readonly (readonly [string, string, KeyPath, Json, number | undefined])[] = [
  ['an edit through an alias', 'a: &x\n  b: 1\nc: *x\n', ['c', 'b'], 2, 1],
  ['a new key behind an alias', 'a: &x\n  b: 1\nc: *x\n', ['c', 'd'], 2, 1],
  ['a value below a word', 'a: 1\nb: x\n', ['b', 'c'], 1, 2],
  ['an item in a map', 'a: 1\nb:\n  c: 1\n', ['b', { d: 1 }], {}, 3],
  ['a change of an anchor that others need', 'a:\n  b: &x 1\nc: *x\n', ['a'], 2, undefined],
]

test.each(REFUSED)('refuses %s', (_, text, path, value, line) => {
  expect(refusedAt(() => yamlEditor.set(text, path, value))).toBe(line)
})
