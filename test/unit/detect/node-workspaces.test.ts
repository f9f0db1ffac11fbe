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

describe('a workspace with applications and libraries', () => {
  const root = (fields: object = {}): string =>
    manifest({ name: 'root', private: true, workspaces: ['apps/*', 'packages/*'], ...fields })
  const site = (name: string, fields: object = {}): string =>
    manifest({
      name,
      scripts: { build: 'vite build' },
      dependencies: { react: '19' },
      devDependencies: { vite: '7' },
      ...fields,
    })
  const server = (dependencies: object): Files => ({
    'apps/api/package.json': manifest({
      name: 'api',
      scripts: { start: 'node index.js' },
      dependencies: { express: '5', ...dependencies },
    }),
    'apps/api/index.js': `const express = require('express')\nexpress().listen(3000)\n`,
  })
  const page = { 'packages/ui/index.html': '<html></html>\n' }
  const read = async (files: Files): Promise<readonly (readonly string[])[]> => {
    const { services, frontends, nonServices } = await factsOf(files)
    return [
      services.map(({ path }) => path),
      frontends.map(({ path, servedBy }) => `${path} of ${said(servedBy) ?? 'nobody'}`),
      nonServices.map(({ path, reason }) => `${path}: ${reason}`),
    ]
  }

  it.each([
    ['turbo', { build: 'turbo run build' }, []],
    ['the package manager', { build: 'pnpm --filter ./apps/* build' }, []],
    ['yarn', { build: 'yarn workspaces foreach --all run build' }, []],
    ['nx', { build: 'nx run-many --target=build' }, []],
    ['its own nx', { build: 'nx build' }, ['.']],
    ['nobody else', { build: 'turbo run build && next build' }, ['.']],
  ])('has no application at its root where %s builds what the root names', async (_, scripts, services) => {
    const [found] = await read({
      'package.json': root({ scripts, dependencies: { next: '16', react: '19' } }),
      'packages/ui/package.json': manifest({ name: 'ui', exports: './index.js' }),
    })
    expect(found).toEqual(services)
  })

  it('has no service in a command that developers run as well', async () => {
    const files = (scripts: object): Files => ({
      'package.json': root(),
      'packages/setup/package.json': manifest({ name: 'setup', bin: './dist/index.js', scripts }),
      'packages/setup/src/index.ts': `import net from 'node:net'\nconst server = net.createServer()\nserver.listen(9000)\n`,
    })
    expect(await read(files({ build: 'tsc', dev: 'tsx src/index.ts' }))).toEqual([
      [],
      [],
      ['.: a package that starts nothing', 'packages/setup: a command-line program'],
    ])
    expect((await read(files({ start: 'node dist/index.js' })))[0]).toEqual(['packages/setup'])
  })

  it('gives the pages of a package to the server that is built with it', async () => {
    const files = { 'package.json': root(), 'packages/ui/package.json': site('@acme/ui'), ...page }
    const bridge = {
      'packages/login/package.json': manifest({
        name: 'login',
        main: 'index.js',
        devDependencies: { '@acme/ui': '*' },
      }),
      'packages/login/index.js': `module.exports = 1\n`,
    }
    const through = await read({ ...files, ...bridge, ...server({ login: '*' }) })
    expect(through.slice(0, 2)).toEqual([['apps/api'], ['packages/ui of api']])
    const image = { 'packages/ui/Dockerfile': 'FROM nginx\nCOPY dist /usr/share/nginx/html\nCMD ["nginx"]\n' }
    expect((await read({ ...files, ...image, ...server({ '@acme/ui': '*' }) }))[0]).toEqual(['apps/api', 'packages/ui'])
  })

  it('takes a package with a page for a library where only other pages are built with it, for a site where tests are', async () => {
    const files = { 'package.json': root(), 'packages/ui/package.json': site('@acme/ui'), ...page }
    const app = { 'apps/web/package.json': site('web', { dependencies: { '@acme/ui': '*', react: '19' } }) }
    const found = await read({ ...files, ...app, 'apps/web/index.html': '<html></html>\n' })
    expect([found[0], found[2]?.includes('packages/ui: a library that other packages are built with')]).toEqual([
      ['apps/web'],
      true,
    ])
    for (const [folder, more] of [
      ['e2e', {}],
      ['browser', { '@playwright/test': '1' }],
    ] as const) {
      const tests = manifest({ name: 'tests', devDependencies: { '@acme/ui': '*', ...more } })
      expect((await read({ ...files, [`apps/${folder}/package.json`]: tests }))[0]).toEqual(['packages/ui'])
    }
  })

  it('has no service in a folder that is called an example of something', async () => {
    const [services] = await read({
      'package.json': root(),
      'packages/login-example/package.json': site('login-example'),
      'packages/login-example/index.html': '<html></html>\n',
      ...server({}),
    })
    expect(services).toEqual(['apps/api'])
  })

  it.each([
    ['a script that packs it', { 'scripts/pack.js': `copy('packages/view/dist', 'packages/shell/web')\n` }, []],
    ['what opens its window', { 'packages/shell/main.js': `window.loadFile('../view/dist/index.html')\n` }, []],
    ['nothing of it', { 'packages/shell/main.js': `window.loadURL('https://acme.example')\n` }, ['packages/view']],
    [
      'it, and there is an image of the site too',
      {
        'packages/shell/main.js': `window.loadFile('../view/dist/index.html')\n`,
        'packages/view/Dockerfile': 'FROM nginx\nCOPY dist /usr/share/nginx/html\nCMD ["nginx"]\n',
      },
      ['packages/view'],
    ],
  ])('shows pages in the window of its desktop app: %s names them', async (_, files: Files, services) => {
    const found = await read({
      'package.json': root({ scripts: { 'build:shell': 'node ./scripts/pack.js' } }),
      'packages/shell/package.json': manifest({ name: 'shell', main: 'main.js', devDependencies: { electron: '37' } }),
      'packages/view/package.json': site('view'),
      'packages/view/index.html': '<html></html>\n',
      ...files,
    })
    expect(found[0]).toEqual(services)
    expect(found[2]?.includes('packages/view: the window of a desktop app')).toBe(!services.length)
  })

  it('is a site where what takes in its output opens no window', async () => {
    const found = await read({
      'package.json': root({}),
      'packages/copy/package.json': manifest({ name: 'copy', main: 'main.js', peerDependencies: { electron: '37' } }),
      'packages/copy/main.js': `copy('../view/dist')\n`,
      'packages/view/package.json': site('view'),
      'packages/view/index.html': '<html></html>\n',
    })
    expect(found[0]).toEqual(['packages/view'])
  })

  it.each([
    ['its own compiler builds', { build: 'tsup' }, 'a library'],
    ['nothing builds', { build: "echo 'no build'" }, 'a library'],
    ['the framework builds', { build: 'next build' }, undefined],
    ['something starts', { build: 'tsup', start: 'next start' }, undefined],
  ])('has a library in what exports parts for a framework and %s', async (_, scripts, reason) => {
    const { services, nonServices } = await factsOf({
      'package.json': root(),
      'packages/parts/package.json': manifest({
        name: 'parts',
        exports: './src/index.ts',
        scripts,
        dependencies: { next: '16' },
      }),
      'packages/parts/src/index.ts': `export const part = 1\n`,
    })
    expect(nonServices.find(({ path }) => path === 'packages/parts')?.reason).toBe(reason)
    expect(services).toHaveLength(reason === undefined ? 1 : 0)
  })
})

describe('a framework that only another member of the workspace declares', () => {
  const files = (code: string): Files => ({
    'package.json': manifest({ name: 'root', private: true, workspaces: ['packages/*'] }),
    'packages/api/package.json': manifest({ scripts: { start: 'node main.js' }, dependencies: { express: '^4.20.0' } }),
    'packages/api/main.js': `require('express')().listen(4100)\n`,
    'packages/pages/package.json': manifest({ name: 'pages', scripts: { start: 'node main.js' } }),
    'packages/pages/main.js': code,
  })

  it('is that of a member which uses it all the same', async () => {
    const { services } = await factsOf(files(`require('express')().listen(4200)\n`))
    expect(services.map(s => [s.name.value, said(s.framework)])).toEqual([
      ['api', 'express 4'],
      ['pages', 'express 4'],
    ])
  })

  it.each([
    ['does not', `require('http').createServer(answer).listen(4200)\n`],
    ['only has a library that does', `require('logs')\nrequire('http').createServer(answer).listen(4200)\n`],
  ])('is not that of one which %s', async (_, code) => {
    const { services } = await factsOf({
      ...files(code),
      'packages/logs/package.json': manifest({ name: 'logs', main: 'index.js' }),
      'packages/logs/index.js': `const express = require('express')\nexports.logged = req => req\n`,
    })
    expect(services.map(s => said(s.framework))).toEqual(['express 4', undefined])
  })
})
