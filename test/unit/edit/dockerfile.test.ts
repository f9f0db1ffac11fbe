import { describe, expect, test } from 'vitest'
import { dockerfileEditor } from '../../../src/edit/dockerfile.ts'
import type { Json, KeyPath } from '../../../src/edit/types.ts'
import { crlf, refusedAt } from './laws.ts'

const A = `sha256:${'a'.repeat(64)}`
const B = `sha256:${'b'.repeat(64)}`

const FILE = `# syntax=docker/dockerfile:1
ARG NODE=22
FROM --platform=$BUILDPLATFORM node:22-slim AS build
# FROM node:18
RUN <<EOF
FROM node:16
EOF
RUN echo \\
FROM node:14 \\
  # a comment inside

  && true
FROM build AS test
from node:22-slim
FROM gcr.io/distroless/cc-debian13
`

describe('the digest of a base image', () => {
  test('is written behind the tag wherever the image is built on, and nowhere else', () => {
    const pinned = dockerfileEditor.set(FILE, ['node'], A)
    expect(pinned).toBe(FILE.replaceAll('node:22-slim', `node:22-slim@${A}`))
    expect(dockerfileEditor.get(pinned, ['node'])).toBe(A)
    expect(dockerfileEditor.set(pinned, ['node'], A)).toBe(pinned)
    expect(dockerfileEditor.remove(pinned, ['node'])).toBe(FILE)
  })

  test('is replaced by a newer one', () => {
    expect(dockerfileEditor.set(`FROM node:22@${A} AS x\n`, ['node'], B)).toBe(`FROM node:22@${B} AS x\n`)
  })

  test('is written behind a name without tag, with the registry in it', () => {
    expect(dockerfileEditor.set('FROM localhost:5000/a/b', ['localhost:5000/a/b'], A)).toBe(
      `FROM localhost:5000/a/b@${A}`,
    )
  })

  test('goes to the right word when the line is continued', () => {
    const text = 'FROM \\\n  --platform=linux/amd64 \\\n  node:22 \\\n  AS a\n'
    expect(dockerfileEditor.set(text, ['node'], A)).toBe(text.replace('node:22', `node:22@${A}`))
  })

  test('goes to the right word when a backtick continues lines', () => {
    const text = '# escape=`\nRUN a `\nFROM node:1\nFROM node:2\n'
    expect(dockerfileEditor.set(text, ['node'], A)).toBe(text.replace('node:2', `node:2@${A}`))
  })

  test('is not lost behind a line that ends with two backslashes, which do not continue it', () => {
    expect(dockerfileEditor.set('RUN echo \\\\\nFROM node:2\n', ['node'], A)).toBe(`RUN echo \\\\\nFROM node:2@${A}\n`)
  })

  test('leaves Windows line ends and the byte order mark', () => {
    const text = `\uFEFF${crlf('FROM a:1\nRUN x\n')}`
    expect(dockerfileEditor.set(text, ['a'], A)).toBe(`\uFEFF${crlf(`FROM a:1@${A}\nRUN x\n`)}`)
  })

  test('goes away with null, which is what is read of an image without digest', () => {
    expect(dockerfileEditor.get('FROM node:22\n', ['node'])).toBeNull()
    expect(dockerfileEditor.set(`FROM node:22@${A}\n`, ['node'], null)).toBe('FROM node:22\n')
  })
})

test.each([
  ['without digest', 'FROM node:22\n', null],
  ['with a digest', `FROM node:22@${A}\n`, A],
  ['with a digest at one of two places', `FROM node:22@${A}\nFROM node:22\n`, null],
  ['that is not used', 'FROM nodejs:22\nFROM library/node\n', undefined],
  ['that is the name of a stage', 'FROM a AS node\nFROM node\n', undefined],
  ['that has the name of its own stage', `FROM node:1@${A} AS node\nFROM node\n`, A],
])('reads an image %s', (_, text, digest) => {
  expect(dockerfileEditor.get(text, ['node'])).toBe(digest)
})

test('tells the tags of an image apart when the path names one', () => {
  const text = 'FROM node:22 AS a\nFROM node:22-slim\n'
  expect(dockerfileEditor.set(text, ['node:22-slim'], A)).toBe(`FROM node:22 AS a\nFROM node:22-slim@${A}\n`)
})

const REFUSED: readonly (readonly [string, string, KeyPath, Json, number | undefined])[] = [
  ['an image with several tags, whose digests differ', 'FROM node:22\nFROM node:20\n', ['node'], A, 2],
  ['a tag that is a build argument', 'ARG V=1\nFROM node:$V\n', ['node'], A, 2],
  ['a name that is a build argument', 'ARG I=node\nFROM ${I}\n', ['${I}'], A, undefined],
  ['an image that is not used', 'FROM node\n', ['rust'], A, undefined],
  ['the empty image', 'FROM scratch\n', ['scratch'], A, undefined],
  ['something that is no digest', 'FROM node\n', ['node'], 'sha256:1', undefined],
  ['a FROM without image', 'FROM node\nFROM --platform=x\n', ['node'], A, 2],
  ['a FROM with too many words', 'FROM node AS\n', ['node'], A, 1],
  ['a here-document without end', 'FROM node\nRUN <<EOF\nx\n', ['node'], A, 2],
]

test.each(REFUSED)('refuses %s', (_, text, path, digest, line) => {
  expect(refusedAt(() => dockerfileEditor.set(text, path, digest))).toBe(line)
})
