import { describe, expect, it } from 'vitest'
import { factsOf, manifest, said, serviceOf, type Files } from './read.ts'

const SERVER = `import express from 'express'\nexpress().listen(3060)\n`

describe('the source of a built file', () => {
  const built = (start: string, files: Files, build = 'tsc'): Files => ({
    'package.json': manifest({ dependencies: { express: '5' }, scripts: { build, start } }),
    ...files,
  })

  it.each<readonly [string, Files]>([
    [
      'in the folder that the compiler includes',
      built('node dist/server', {
        'tsconfig.json': '{ "compilerOptions": { "outDir": "./dist" }, "include": ["./app"] } // all',
        'app/server.ts': SERVER,
        'tests/server.ts': 'export {}\n',
      }),
    ],
    [
      'below the folder that it calls its root',
      built('node run/js/server.js', {
        'tsconfig.json': '{ "compilerOptions": { "outDir": "run/js", "rootDir": "app" }, "include": ["app/**/*.ts"] }',
        'app/server.ts': SERVER,
        'tools/server.ts': 'export {}\n',
      }),
    ],
    [
      'of settings that only a script names, in a folder of their own',
      built(
        'node dist/server.js',
        {
          'app/tsconfig.json': '{ "compilerOptions": { "outDir": "../dist" } }',
          'app/server.ts': SERVER,
          'web/server.ts': 'export {}\n',
        },
        'tsc -p ./app',
      ),
    ],
    [
      'is the only file of that name where the compiler says nothing',
      built('node dist/server.js', { 'app/server.ts': SERVER }, 'node build.mjs'),
    ],
  ])('%s', async (_, files) => {
    const service = await serviceOf(files)
    expect([said(service.entry), said(service.port)]).toEqual(['app/server.ts', 3060])
  })

  it('is not guessed among several of that name: what listens somewhere is a service all the same', async () => {
    const other = SERVER.replace('3060', '3061')
    const service = await serviceOf(
      built('node dist/server.js', { 'app/server.ts': SERVER, 'web/server.ts': other }, 'node build.mjs'),
    )
    expect([said(service.workload), said(service.entry), said(service.port)]).toEqual(['http', undefined, undefined])
  })

  it('may have another name: the only file that listens says the port', async () => {
    const service = await serviceOf(built('node run/all.js', { 'app/server.ts': SERVER }, 'node build.mjs'))
    expect([said(service.entry), said(service.port)]).toEqual([undefined, 3060])
  })
})

describe('an application whose commands stand in moon.yml alone', () => {
  const app = (moon: string, dependencies: Readonly<Record<string, string>>): Files => ({
    '.moon/workspace.yml': "projects: ['apps/*']\n",
    'package.json': manifest({ private: true, workspaces: ['apps/*'] }),
    'apps/shop/package.json': manifest({ name: 'shop', private: true, dependencies }),
    'apps/shop/moon.yml': moon,
    'apps/shop/index.html': '<script type="module" src="/src/main.ts"></script>',
  })

  it.each<readonly [string, string, Readonly<Record<string, string>>, string, string]>([
    ['that renders', "tasks:\n  build:\n    command: 'next build'\n", { next: '16', react: '19' }, 'http', 'next 16'],
    ['whose command is a list', "tasks:\n  start:\n    command: ['nuxt', 'start']\n", { nuxt: '4' }, 'http', 'nuxt 4'],
    ['that is a site', "tasks:\n  build:\n    command: 'vite build'\n", { vite: '7', vue: '3' }, 'static', 'vue 3'],
  ])('is a service: one %s', async (_, moon, dependencies, workload, framework) => {
    const [service, ...more] = (await factsOf(app(moon, dependencies))).services
    expect(more).toEqual([])
    expect([service?.path, said(service?.workload), said(service?.framework)]).toEqual([
      'apps/shop',
      workload,
      framework,
    ])
  })

  it('is none where the task only says what a script writes', async () => {
    const facts = await factsOf(app("tasks:\n  build:\n    outputs: ['lib']\n", { next: '16', react: '19' }))
    expect(facts.services).toEqual([])
  })
})
