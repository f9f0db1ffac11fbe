import { expect, test } from 'vitest'
import { artifact } from '../../../generators/build/dockerfile/index.ts'
import { renderOne } from '../../support/context.ts'
import { BUILT, contextWith, dockerfile, NODE, NODE_START, patternsOf, TYPESCRIPT, withManifest } from './support.ts'

test('labels say what the repository says, and nothing else', async () => {
  const text = await dockerfile(
    await contextWith(withManifest(NODE, { description: 'Says "hello" for $5', license: 'MIT' }), {
      service: NODE_START,
    }),
  )
  expect(text).toContain('org.opencontainers.image.description="Says \\"hello\\" for \\$5"')
  expect(text).toContain('org.opencontainers.image.licenses="MIT"')
  expect(text).not.toContain('image.source')
})

test('the build context holds no secrets, no history and nothing that the build makes', async () => {
  const rendered = await renderOne(artifact, await contextWith(TYPESCRIPT, { service: BUILT }))
  expect(patternsOf(rendered)).toEqual(
    expect.arrayContaining(['**/node_modules', 'dist', '.git', '**/.env', '**/.env.*', '**/Dockerfile']),
  )
})

test('a line that the user has in another form is not written twice', async () => {
  const rendered = await renderOne(
    artifact,
    await contextWith({ ...TYPESCRIPT, '.dockerignore': '/node_modules\n.git/\n' }, { service: BUILT }),
  )
  expect(patternsOf(rendered)).not.toContain('**/node_modules')
  expect(patternsOf(rendered)).not.toContain('.git')
  expect(patternsOf(rendered)).toContain('**/.env')
})
