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

describe('libraries of a workspace that take messages for others', () => {
  const files: Files = {
    'package.json': manifest({ name: 'root', private: true, workspaces: ['apps/*', 'packages/*', 'console'] }),
    'packages/jobs/package.json': manifest({ name: '@own/jobs', main: 'index.ts', dependencies: { bullmq: '5' } }),
    'packages/jobs/index.ts': `import { Worker } from 'bullmq'\nexport const work = (run: Run) => new Worker('mail', run)\n`,
    'packages/mail/package.json': manifest({
      name: '@own/mail',
      main: 'index.ts',
      dependencies: { '@own/jobs': 'workspace:*' },
      scripts: { dev: 'email dev' },
    }),
    'packages/mail/index.ts': `import { work } from '@own/jobs'\nexport const send = () => work(() => 1)\n`,
    'packages/prices/package.json': manifest({
      name: '@own/prices',
      main: 'index.ts',
      devDependencies: { '@own/jobs': 'workspace:*' },
    }),
    'packages/prices/index.ts': `import type { work } from '@own/jobs'\nexport const price = 1\n`,
    'apps/runner/package.json': manifest({
      name: 'runner',
      scripts: { start: 'node main.js' },
      dependencies: { '@own/jobs': 'workspace:*', '@own/mail': 'workspace:*' },
    }),
    'apps/runner/main.js': `import { work } from '@own/jobs'\nwork(() => 1)\n`,
    'apps/shop/package.json': manifest({
      name: 'shop',
      scripts: { build: 'next build', start: 'next start' },
      dependencies: { next: '15', '@own/prices': 'workspace:*' },
    }),
    'apps/testbed/package.json': manifest({
      name: 'testbed',
      scripts: { build: 'vite build' },
      devDependencies: { vite: '7' },
    }),
    'apps/testbed/index.html': '<html></html>\n',
    'console/package.json': manifest({
      name: 'console',
      private: true,
      scripts: { start: 'tsx cli.ts' },
      dependencies: { '@own/jobs': 'workspace:*', inquirer: '12' },
    }),
    'console/cli.ts': `import inquirer from 'inquirer'\nimport { work } from '@own/jobs'\nawait inquirer.prompt([])\nwork(() => 1)\n`,
  }

  it('are no workers, nor is a command that asks people; the program that is started is one', async () => {
    const { services, nonServices } = await factsOf(files)
    expect(nonServices.find(({ path }) => path === 'apps/testbed')?.reason).toBe('an example')
    expect(services.map(s => [s.path, said(s.workload)])).toEqual([
      ['apps/runner', 'worker'],
      ['apps/shop', 'http'],
    ])
  })

  it('are not built into what knows them for its development only', async () => {
    const { services } = await factsOf(files)
    expect(services.map(s => all(s.queues))).toEqual([['bullmq'], []])
  })
})
