import { describe, expect, it } from 'vitest'
import { all, factsOf, manifest, said, type Files } from './read.ts'

describe('members of a workspace whose root names all dependencies', () => {
  const files: Files = {
    'package.json': manifest({
      name: 'root',
      private: true,
      workspaces: ['apps/*'],
      dependencies: { '@nestjs/core': '11', '@prisma/client': '6', next: '15', react: '19' },
      devDependencies: { prisma: '6', vite: '7' },
    }),
    'apps/api/package.json': manifest({ name: 'api', scripts: { start: 'node dist/main' } }),
    'apps/api/src/main.ts': `import { NestFactory } from '@nestjs/core'\nimport { PrismaClient } from '@prisma/client'\nconst app = await NestFactory.create(M)\nawait app.listen(process.env.PORT ?? 3100)\n`,
    'libraries/store/prisma/schema.prisma': 'datasource db {\n  provider = "postgresql"\n}\n',
    'apps/web/package.json': manifest({
      name: 'web',
      scripts: { build: 'next build', start: 'dotenv -e ../../.env -- next start -p 4200' },
    }),
    'apps/web/src/app/page.tsx': 'export default () => null\n',
    'apps/panel/package.json': manifest({ name: 'panel', scripts: { build: 'vite build' } }),
    'apps/panel/index.html': '<html></html>\n',
    'apps/panel/manifest.json': '{ "manifest_version": 3, "name": "panel" }',
  }

  it('are what the programs make of them that their scripts run', async () => {
    const { services, nonServices } = await factsOf(files)
    expect(services.map(s => [s.path, said(s.framework), said(s.port)])).toEqual([
      ['apps/api', 'nestjs 11', 3100],
      ['apps/web', 'next 15', 4200],
    ])
    expect(nonServices.find(({ path }) => path === 'apps/panel')?.reason).toBe('a browser extension')
  })

  it('need the database of the schema that lies in none of the members', async () => {
    const { services } = await factsOf(files)
    expect(services.map(s => all(s.databases))).toEqual([['postgres'], []])
  })
})

it('a front end whose build is written into a program in another language is part of that program', async () => {
  const files = (output: string): Files => ({
    'api/pyproject.toml': '[project]\nname = "api"\n',
    'api/app/main.py': 'app = FastAPI()\n',
    'web/package.json': manifest({
      name: 'web',
      scripts: { build: 'vite build' },
      devDependencies: { vite: '7', react: '19' },
    }),
    'web/index.html': '<html></html>\n',
    'web/vite.config.ts': `export default defineConfig({ build: { outDir: '${output}' } })\n`,
  })
  const inside = await factsOf(files('../api/app/static'))
  expect([inside.services, inside.frontends.map(f => [f.path, said(f.servedBy)])]).toEqual([[], [['web', 'api']]])
  const kit = await factsOf({
    ...files('out'),
    'web/package.json': manifest({
      name: 'web',
      scripts: { build: 'vite build' },
      devDependencies: { vite: '7', '@sveltejs/kit': '2', '@sveltejs/adapter-static': '3' },
    }),
    'web/svelte.config.js': `import adapter from '@sveltejs/adapter-static'\nexport default { kit: { adapter: adapter({ pages: process.env.OUT ?? '../api/dist' }) } }\n`,
  })
  expect([kit.services, kit.frontends.map(f => [f.path, said(f.servedBy)])]).toEqual([[], [['web', 'api']]])
  const own = await factsOf(files('out'))
  expect([own.services.map(s => s.workload.value), own.frontends]).toEqual([['static'], []])
})

it.each([
  ['is that folder', 'backend', 'backend'],
  ['is the root where the folder is one of the language', 'internal', '.'],
])('a part whose sources nearly all lie in one folder %s', async (_, folder, path) => {
  const { unsupported } = await factsOf({
    'go.mod': 'module acme\n',
    [`${folder}/main.go`]: 'package main\n',
    'web/package.json': manifest({ name: 'web' }),
  })
  expect(unsupported.map(part => [part.path, part.language])).toEqual([[path, 'go']])
})
