import { check } from 'prettier'
import { expect, test } from 'vitest'
import type { ArtifactId } from '../../../src/artifact/index.ts'
import { formatAsTheirs, layoutOf, quotesOf } from '../../../src/engine/format.ts'
import { serializeManifest } from '../../../src/plan/manifest.ts'
import { memory } from '../../../src/workspace/index.ts'

const YAML = 'on:\n  push:\n    branches:\n      - "main"\n'

const CASES: readonly (readonly [string, Readonly<Record<string, string>>, string, object])[] = [
  [
    '.prettierrc in YAML',
    { '.prettierrc': 'tabWidth: 4\nsingleQuote: true\n' },
    'a.yml',
    { tabWidth: 4, singleQuote: true },
  ],
  [
    '.prettierrc.toml',
    { '.prettierrc.toml': 'tabWidth = 4\nsingleQuote = true\n' },
    'a.yml',
    { tabWidth: 4, singleQuote: true },
  ],
  ['.prettierrc with tabs', { '.prettierrc': '{\n\t"tabWidth": 4\n}\n' }, 'a.yml', { tabWidth: 4 }],
  ['package.json', { 'package.json': '{ "prettier": { "singleQuote": true } }' }, 'a.yaml', { singleQuote: true }],
  [
    'an override for the folder',
    { '.prettierrc.json': '{ "overrides": [{ "files": ".github/**", "options": { "tabWidth": 8 } }] }' },
    '.github/workflows/a.yml',
    { tabWidth: 8 },
  ],
  [
    'an override for the name',
    { '.prettierrc.json': '{ "overrides": [{ "files": ["*.yml"], "options": { "tabWidth": 3 } }] }' },
    '.github/workflows/a.yml',
    { tabWidth: 3 },
  ],
  [
    'the nearest configuration',
    { '.prettierrc.yaml': 'tabWidth: 4\n', 'web/.prettierrc.json': '{ "tabWidth": 6 }' },
    'web/a.yml',
    { tabWidth: 6 },
  ],
]

test.each(CASES)('a new file is laid out as Prettier would with %s', async (_, files, path, options) => {
  const text = await formatAsTheirs(memory(files), path, YAML)
  expect(text).not.toBe(YAML)
  expect(await check(text, { ...options, parser: 'yaml' })).toBe(true)
})

const JSON_TEXT = '{\n  "a": [1, 2],\n  "b": {\n    "c": "d"\n  }\n}\n'
const CODE = "export const a = { b: 'c', d: [1, 2] }\n"

test.each([
  ['json', 'a.json', JSON_TEXT, {}],
  ['json', 'a.json', JSON_TEXT, { tabWidth: 4 }],
  ['json', 'a.json', JSON_TEXT, { useTabs: true }],
  ['json', 'a.json', JSON_TEXT.replace('[1, 2]', JSON.stringify(Array(30).fill('long')).replaceAll(',', ', ')), {}],
  ['babel', 'a.js', CODE, {}],
  ['babel', 'a.mjs', CODE, { semi: false, singleQuote: true, bracketSpacing: false }],
  ['babel', 'a.js', CODE, { printWidth: 20, trailingComma: 'none' }],
] as const)('%s is laid out as Prettier would: %s %s %o', async (parser, path, text, options) => {
  const ws = memory({ '.prettierrc.json': JSON.stringify(options) })
  expect(await check(await formatAsTheirs(ws, path, text), { ...options, parser })).toBe(true)
})

test.each([
  ['a repository without Prettier', { 'package.json': '{}' }],
  ['a configuration in code, which is not run', { 'prettier.config.js': 'export default { singleQuote: true }' }],
  ['a configuration that cannot be read', { '.prettierrc': ': [' }],
  ['options that Prettier refuses', { '.prettierrc': 'tabWidth: many\n' }],
])('%s leaves the text as it is', async (_, files) => {
  expect(await formatAsTheirs(memory(files as Record<string, string>), 'a.yml', YAML)).toBe(YAML)
})

test('prose is wrapped where the repository wants it wrapped', async () => {
  const ws = memory({ '.prettierrc': 'proseWrap: always\nprintWidth: 40\n' })
  const text = await formatAsTheirs(ws, 'SECURITY.md', `${'word '.repeat(20).trim()}\n`)
  expect(Math.max(...text.split('\n').map(line => line.length))).toBeLessThanOrEqual(40)
})

test('quotes of edited files are those of the configuration', () => {
  expect(quotesOf(memory({ '.prettierrc': 'singleQuote: true' }), '.github/dependabot.yml')).toBe('single')
  expect(quotesOf(memory({}), '.github/dependabot.yml')).toBe('double')
})

test.each([
  ['tabs', '{ "useTabs": true }', {}],
  ['four blanks', '{ "tabWidth": 4 }', {}],
  ['short lines', '{ "printWidth": 40 }', {}],
  ['no word of Prettier', undefined, {}],
  ['widths that are none', '{ "tabWidth": -1, "printWidth": "wide" }', { tabWidth: 2, printWidth: 80 }],
])('the manifest is laid out as Prettier would with %s', async (_, prettierrc, readable) => {
  const ws = memory(prettierrc === undefined ? {} : { '.prettierrc.json': prettierrc })
  const entry = { artifacts: ['governance/pr-template'], base: 'a'.repeat(64), own: 'managed' as const }
  const artifacts = ['build/dockerfile', 'governance/pr-template', 'security/policy', 'security/secrets-scan']
  const manifest = { version: 1 as const, artifacts: artifacts as ArtifactId[], removed: [], files: { 'a.md': entry } }
  const text = serializeManifest(manifest, layoutOf(ws, '.prod-ready/manifest.json'))
  const options = { ...(JSON.parse(prettierrc ?? '{}') as object), ...readable }
  expect(await check(text, { ...options, parser: 'json' })).toBe(true)
})
