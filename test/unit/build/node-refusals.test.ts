import { expect, test } from 'vitest'
import { artifact } from '../../../generators/build/dockerfile/index.ts'
import type { Service } from '../../../src/detect/types.ts'
import { renderOne } from '../../support/context.ts'
import { contextWith, dockerfile, fact, NODE, NODE_START, withManifest } from './support.ts'

const reasons: readonly [string, Readonly<Record<string, string>>, Partial<Service>, RegExp][] = [
  [
    'an unknown version of pnpm',
    { ...withManifest(NODE, {}), 'package-lock.json': '', 'pnpm-lock.yaml': 'lockfileVersion: 5.1\n' },
    NODE_START,
    /version of pnpm is not known/,
  ],
  [
    "Plug'n'Play",
    {
      ...withManifest(NODE, { packageManager: 'yarn@4.18.1' }),
      'yarn.lock': '__metadata:\n  version: 8\n',
      '.yarnrc.yml': 'nodeLinker: pnp\n',
    },
    NODE_START,
    /Plug'n'Play.*\.yarnrc\.yml:1/,
  ],
  [
    'a dependency from git',
    withManifest(NODE, { dependencies: { express: 'github:expressjs/express' } }),
    NODE_START,
    /express is taken from a git repository/,
  ],
  [
    'a dependency outside',
    withManifest(NODE, { dependencies: { express: 'file:../express' } }),
    NODE_START,
    /outside the build context/,
  ],
  [
    'a dependency that is built first',
    withManifest(NODE, { dependencies: { express: 'file:./wasm/pkg' } }),
    NODE_START,
    /not in the repository/,
  ],
  ['a Node of long ago', { ...NODE, '.nvmrc': '12\n' }, NODE_START, /12 is older than/],
  [
    'a site that is written elsewhere',
    {},
    {
      workload: fact('static' as const),
      site: {
        output: { ...fact('../www'), evidence: [{ path: 'vite.config.js', line: 3, rule: 'vite build.outDir' }] },
        spaFallback: true,
      },
    },
    /writes to \.\.\/www, outside of the repository.*vite\.config\.js:3/,
  ],
  [
    'a site that nothing builds',
    withManifest(NODE, { scripts: {} }),
    { workload: fact('static' as const), site: { output: fact('dist'), spaFallback: true } },
    /serves dist, which is not in the repository and which no script is known to build/,
  ],
  [
    'the loopback address',
    {},
    {
      ...NODE_START,
      host: { ...fact({ loopbackOnly: true }), evidence: [{ path: 'server.js', line: 2, rule: 'listen' }] },
    },
    /loopback address.*server\.js:2/,
  ],
  ['a file that nobody builds', {}, { startCommand: fact(['node', 'dist/main.js']) }, /it starts dist\/main\.js/],
  [
    'a build that writes to an unknown place',
    {},
    { ...NODE_START, buildScript: fact('build') },
    /folder that its build writes/,
  ],
  [
    'a .dockerignore that hides what it reads when it runs',
    { 'views/index.ejs': '', '.dockerignore': 'views\n' },
    { ...NODE_START, runtimeFiles: [fact('views')] },
    /views is needed.*\.dockerignore:1/,
  ],
  [
    'a .dockerignore that lets nothing in',
    { '.dockerignore': '*\n!server.js\n' },
    NODE_START,
    /package\.json is needed.*\.dockerignore:1/,
  ],
]
test.each(reasons)('no Dockerfile is written for %s, and the reason says so', async (_what, files, service, reason) => {
  const ctx = await contextWith({ ...NODE, ...files }, { service })
  expect(artifact.applies(ctx)).toBe(true)
  expect(artifact.audit(ctx).reason).toMatch(reason)
  expect(artifact.next?.(ctx, {})).toEqual([expect.stringMatching(reason)])
  expect(await renderOne(artifact, ctx)).toEqual([])
})

test('functions of a platform want no image, and nobody is told to write a Dockerfile for them', async () => {
  const ctx = await contextWith(NODE, { service: { ...NODE_START, workload: fact('serverless') } })
  expect(artifact.applies(ctx)).toMatch(/platform that takes code/)
  expect([artifact.next?.(ctx, {}), await renderOne(artifact, ctx)]).toEqual([[], []])
})

test('what only keeps the server running is left to the platform', async () => {
  const files = withManifest(NODE, { dependencies: { express: '^5.0.0', pm2: '^6.0.0' } })
  expect(
    await dockerfile(
      await contextWith(files, {
        service: { startCommand: fact(['pm2', 'start', 'server.js']), entry: fact('server.js') },
      }),
    ),
  ).toContain('CMD ["server.js"]')
})

test('no Dockerfile is written for an unknown start', async () => {
  const ctx = await contextWith(NODE, { without: ['startCommand', 'entry'] })
  expect(artifact.audit(ctx).reason).toMatch(/command that starts it/)
})

test('several services with the same obstacle are named in one sentence', async () => {
  const ctx = await contextWith(NODE, { without: ['startCommand', 'entry'] })
  const [service] = ctx.contract.services
  const many = {
    ...ctx,
    contract: {
      ...ctx.contract,
      services: ['a', 'b', 'c', 'd', 'e', 'f', 'g'].flatMap(id => (service ? [{ ...service, id }] : [])),
    },
  }
  expect(artifact.next?.(many, {})).toEqual([
    expect.stringMatching(/^Write Dockerfiles for a, b, c, d, e and 2 more: the command/),
  ])
})
