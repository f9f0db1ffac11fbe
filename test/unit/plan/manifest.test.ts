import { format } from 'prettier'
import { describe, expect, test } from 'vitest'
import { sha256 } from '../../../src/plan/hash.ts'
import { parseManifest, serializeManifest } from '../../../src/plan/manifest.ts'
import type { Manifest } from '../../../src/plan/types.ts'
import { Failure } from '../../../src/text/errors.ts'

const BASE = sha256('x')
const MANIFEST: Manifest = {
  version: 1,
  artifacts: ['build/b', 'build/a'],
  removed: ['security/z'],
  files: {
    'z/run': { artifacts: ['build/b'], own: 'managed', base: BASE, executable: true },
    Dockerfile: { artifacts: ['build/a'], own: 'seed', base: BASE, adopted: true },
  },
}
const entry = { artifacts: ['build/a'], own: 'managed', base: BASE }
const withFiles = (files: unknown): string => JSON.stringify({ version: 1, artifacts: [], removed: [], files })

function failureOf(text: string): Failure {
  try {
    parseManifest(text)
  } catch (error) {
    if (error instanceof Failure) return error
    throw error
  }
  throw new Error('the manifest was taken')
}

test('a manifest that is written and read is the same, sorted, laid out as Prettier does it', async () => {
  const text = serializeManifest(MANIFEST)
  expect(serializeManifest(parseManifest(text))).toBe(text)
  expect(text).toMatch(
    /^\{\n {2}"artifacts": \["build\/a", "build\/b"\],\n {2}"files": \{\n {4}"Dockerfile": \{[^]*\n\}\n$/,
  )
  const many = { ...MANIFEST, removed: [...Array(9).keys()].map(n => `governance/artifact-${String(n)}`) }
  for (const manifest of [MANIFEST, many]) {
    const written = serializeManifest(manifest)
    expect(await format(written, { parser: 'json' })).toBe(written)
  }
  expect(parseManifest(text.replaceAll('\n', '\r\n'))).toEqual(parseManifest(text))
})

const HOSTILE: readonly (readonly [string, string, RegExp])[] = [
  ['no JSON', 'oops', /is not JSON/],
  ['a list', '[]', /not an object/],
  ['null', 'null', /not an object/],
  ['no version', '{}', /has no version/],
  ['files as a list', withFiles([]), /"files"/],
  ['an entry that is a text', withFiles({ a: 'x' }), /the entry of a/],
  ['an entry that is null', withFiles({ a: null }), /the entry of a/],
  ['an unknown ownership', withFiles({ a: { ...entry, own: 'root' } }), /"own"/],
  ['a base that is no hash', withFiles({ a: { ...entry, base: '../../etc/passwd' } }), /"base"/],
  ['artifacts that are numbers', withFiles({ a: { ...entry, artifacts: [1] } }), /"artifacts" of a/],
  ['artifacts that are paths', withFiles({ a: { ...entry, artifacts: ['../x'] } }), /"artifacts" of a/],
  ['no list of artifacts', JSON.stringify({ version: 1, artifacts: 'all', files: {} }), /"artifacts"/],
  ['an absolute path', withFiles({ '/etc/passwd': entry }), /leaves the repository/],
  ['a path of another system', withFiles({ 'C:/x': entry }), /leaves the repository/],
  ['a path that goes up', withFiles({ 'a/../../x': entry }), /leaves the repository/],
  ['a path with dots inside', withFiles({ 'a/../x': entry }), /not a plain/],
  ['a path with backslashes', withFiles({ 'a\\..\\..\\x': entry }), /backslash/],
  ['a path with a line break', withFiles({ 'a\nb': entry }), /control character/],
  ['a path into .git', withFiles({ '.git/hooks/pre-commit': entry }), /leads into \.git/],
  ['a path into .git of a module', withFiles({ 'sub/.GIT/config': entry }), /leads into \.git/],
  ['a path that Windows takes for .git', withFiles({ 'git~1/config': entry }), /leads into \.git/],
  ['a path into our own state', withFiles({ '.prod-ready/lock': entry }), /leads into \.prod-ready/],
  ['the root itself', withFiles({ '.': entry }), /not a plain/],
  ['an empty path', withFiles({ '': entry }), /not a text/],
  [
    'a key that reaches the prototype',
    `{"version":1,"artifacts":[],"files":{"__proto__":${JSON.stringify(entry)}}}`,
    /not the name of a file/,
  ],
]

describe('a manifest is not trusted', () => {
  test.each(HOSTILE)('%s is refused with a reason and a way out', (_, text, reason) => {
    const failure = failureOf(text)
    expect(failure).toMatchObject({
      code: 'bad-manifest',
      path: '.prod-ready/manifest.json',
      exitCode: 2,
      message: expect.stringMatching(reason) as string,
    })
    expect(failure.suggestion).toMatch(/version control/)
  })

  test('markers of a merge are named with their line', () => {
    expect(failureOf('{\n  "artifacts": [\n<<<<<<< HEAD\n')).toMatchObject({ line: 3 })
  })

  test('a newer version asks for the newest program', () => {
    expect(failureOf('{"version":2}')).toMatchObject({
      code: 'newer-manifest',
      suggestion: expect.stringContaining('@latest') as string,
    })
  })
})
