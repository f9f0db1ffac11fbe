import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { artifact } from '../../../generators/build/docker-digest-pinning/index.ts'
import { imagesIn, imagesToResolve, parseImage, pinned, validDigest } from '../../../src/contract/images.ts'
import { editorFor } from '../../../src/edit/index.ts'
import type { RenderedEdit } from '../../../src/plan/types.ts'
import { renderOne } from '../../support/context.ts'
import { contextWith, dockerfile, NODE, NODE_START, RUST } from './support.ts'

const A = `sha256:${'a'.repeat(64)}`
const B = `sha256:${'b'.repeat(64)}`
const DOCKERFILE = 'FROM node:22-slim AS build\nRUN npm ci\nFROM node:22-slim\nCOPY --from=build /app /app\n'

async function edits(
  files: Readonly<Record<string, string>>,
  answers = {},
  owned: readonly string[] = [],
): Promise<readonly RenderedEdit[]> {
  const ctx = await contextWith(files, {}, path => (owned.includes(path) ? ['build/docker-digest-pinning'] : []))
  return (await renderOne(artifact, ctx, answers)).flatMap(r => (r.type === 'edit' ? [r] : []))
}

function after(text: string, edit: RenderedEdit | undefined): string {
  return (edit?.changes ?? []).reduce(
    (now, change) => editorFor(edit?.format ?? 'yaml').set(now, change.path, change.value, change.comment),
    text,
  )
}

describe('the updater', () => {
  test('looks after exactly the folders with Dockerfiles, without those of tests and examples', async () => {
    const [edit, ...others] = await edits({
      ...NODE,
      Dockerfile: DOCKERFILE,
      'tools/mail/Dockerfile': 'FROM debian:13-slim\n',
      'tools/readme.md': '',
      'test/hello/Dockerfile': 'FROM debian:13-slim\n',
      'examples/hello/Dockerfile': 'FROM debian:13-slim\n',
    })
    expect(others).toEqual([])
    expect(edit?.path).toBe('.github/dependabot.yml')
    expect(edit?.changes.map(change => change.path[1])).toEqual([
      { 'package-ecosystem': 'docker', directory: '/' },
      { 'package-ecosystem': 'docker', directory: '/tools/mail' },
    ])
    expect(parse(after(edit?.seed ?? '', edit))).toMatchObject({
      updates: [{ directory: '/' }, { directory: '/tools/mail', schedule: { interval: 'weekly' } }],
    })
  })

  test('leaves an entry of the user alone, whatever its form', async () => {
    const configuration =
      'version: 2\nupdates:\n  - package-ecosystem: docker\n    directories: ["/**"]\n    schedule: { interval: monthly }\n'
    expect(await edits({ ...NODE, Dockerfile: DOCKERFILE, '.github/dependabot.yml': configuration })).toEqual([])
    const plain =
      'version: 2\nupdates:\n  - package-ecosystem: docker\n    directory: /\n    schedule: { interval: monthly }\n'
    expect(await edits({ ...NODE, Dockerfile: DOCKERFILE, '.github/dependabot.yml': plain })).toEqual([])
  })

  test('finds its own entry again in the next run', async () => {
    const [edit] = await edits({ ...NODE, Dockerfile: DOCKERFILE })
    const configuration = after(edit?.seed ?? '', edit)
    const again = await edits({ ...NODE, Dockerfile: DOCKERFILE, '.github/dependabot.yml': configuration }, {}, [
      '.github/dependabot.yml',
    ])
    expect(after(configuration, again[0])).toBe(configuration)
    expect(again[0]?.changes).toEqual(edit?.changes)
  })

  test('is Renovate where Renovate is used', async () => {
    const [edit] = await edits({
      ...NODE,
      Dockerfile: DOCKERFILE,
      'renovate.json': '{\n  "extends": ["config:recommended"]\n}\n',
    })
    expect(after('{\n  "extends": ["config:recommended"]\n}\n', edit)).toContain('docker:pinDigests')
    expect(
      await edits({ ...NODE, Dockerfile: DOCKERFILE, 'renovate.json': '{ "extends": ["config:best-practices"] }' }),
    ).toEqual([])
  })

  test('asks for a line by hand where the configuration of Renovate has comments', async () => {
    const ctx = await contextWith({ ...NODE, Dockerfile: DOCKERFILE, 'renovate.json5': '// ours\n{ extends: [] }\n' })
    expect(await renderOne(artifact, ctx)).toEqual([])
    expect(artifact.next?.(ctx, {})).toContain('Add "docker:pinDigests" to "extends" in renovate.json5.')
  })
})

describe('digests', () => {
  test('get into a Dockerfile of ours when it is written', async () => {
    const text = await dockerfile(await contextWith(NODE, { service: NODE_START }), 'Dockerfile', {
      digests: [`node:24-trixie-slim@${A}`, `gcr.io/distroless/nodejs24-debian13:nonroot@${B}`],
    })
    expect(text).toContain(`FROM node:24-trixie-slim@${A} AS base`)
    expect(text).toContain(`FROM gcr.io/distroless/nodejs24-debian13:nonroot@${B} AS runtime`)
  })

  test('get into every stage of a Dockerfile of the user', async () => {
    const found = (
      await edits({ ...NODE, Dockerfile: DOCKERFILE }, { digests: [`docker.io/library/node:22-slim@${A}`] })
    ).find(edit => edit.format === 'dockerfile')
    expect(after(DOCKERFILE, found)).toBe(DOCKERFILE.replaceAll('node:22-slim', `node:22-slim@${A}`))
  })

  test('that the user wrote stay', async () => {
    const text = `FROM node:22-slim@${B}\nRUN npm ci\n`
    expect(
      (await edits({ ...NODE, Dockerfile: text }, { digests: [`node:22-slim@${A}`] })).filter(
        edit => edit.format === 'dockerfile',
      ),
    ).toEqual([])
  })

  test('that are missing are named with the command that looks them up', async () => {
    const ctx = await contextWith({ ...NODE, Dockerfile: DOCKERFILE })
    expect(artifact.next?.(ctx, {})).toEqual([expect.stringMatching(/node:22-slim.*--resolve/)])
    expect(artifact.next?.(ctx, { digests: [`node:22-slim@${A}`] })).toEqual([])
  })
})

test.each([
  ['digests everywhere', 'present', `FROM node:22@${A}\nRUN npm ci\n`, {}],
  [
    'tags with an updater',
    'present',
    DOCKERFILE,
    {
      '.github/dependabot.yml':
        'version: 2\nupdates:\n  - package-ecosystem: docker\n    directory: /\n    schedule: { interval: weekly }\n',
    },
  ],
  ['tags alone', 'absent', DOCKERFILE, {}],
  ['one digest and one tag', 'partial', `FROM node:22@${A} AS a\nRUN npm ci\nFROM nginx:1.29\n`, {}],
  [
    'latest, whoever looks after it',
    'absent',
    'FROM node\nRUN npm ci\n',
    { '.github/dependabot.yml': 'version: 2\nupdates:\n  - package-ecosystem: docker\n    directory: /\n' },
  ],
])('%s are %s', async (_what, state, text, files) => {
  expect(artifact.audit(await contextWith({ ...NODE, Dockerfile: text, ...files })).state).toBe(state)
})

test('without a Dockerfile and without a service it does not apply', async () => {
  expect(artifact.applies(await contextWith({ 'readme.md': '' }))).toBe('there is no Dockerfile')
  expect(artifact.applies(await contextWith(RUST))).toBe(true)
})

describe('names of images', () => {
  test('are read with registry, port, tag and digest', () => {
    expect(parseImage(`localhost:5000/team/app:1.2@${A}`)).toEqual({
      name: 'localhost:5000/team/app',
      tag: '1.2',
      digest: A,
    })
    expect(parseImage('node')).toBeUndefined()
    expect(parseImage('node:22 && rm -rf /')).toBeUndefined()
  })

  test('compare equal with and without Docker Hub in front', () => {
    expect(pinned({ name: 'node', tag: '22' }, [`docker.io/library/node:22@${A}`]).digest).toBe(A)
    expect(pinned({ name: 'node', tag: '20' }, [`node:22@${A}`]).digest).toBeUndefined()
  })

  test('in an answer need a digest', () => {
    expect(validDigest(`node:22@${A}`)).toBe(true)
    expect(validDigest('node:22')).toMatch(/not an image with tag and digest/)
  })

  test('are looked up unless the user pinned them', async () => {
    const ctx = await contextWith({ ...NODE, Dockerfile: `FROM node:22\nFROM nginx:1.29@${A}\nFROM debian:13@${B}\n` })
    expect(imagesToResolve(ctx.ws, ctx.facts, [`debian:13@${B}`])).toEqual([
      { name: 'node', tag: '22' },
      { name: 'debian', tag: '13' },
    ])
  })

  test('that are variables or stages are no images of a Dockerfile', () => {
    expect(imagesIn('ARG V=22\nFROM node:${V} AS a\nFROM a AS b\nFROM scratch\nFROM nginx:1.29\n')).toEqual([
      { name: 'nginx', tag: '1.29' },
    ])
  })
})
