import { describe, expect, it } from 'vitest'
import { all, factsOf, manifest, said, serviceOf, type Files } from './read.ts'

describe('a command of a workspace that an image gets from pnpm deploy', () => {
  const files: Files = {
    'package.json': manifest({ name: 'root', private: true, packageManager: 'pnpm@10.0.0' }),
    'pnpm-workspace.yaml': 'packages:\n  - packages/*\n',
    'packages/command/package.json': manifest({
      name: 'postbox',
      bin: { postbox: 'dist/run.js' },
      main: 'dist/index.js',
      scripts: { build: 'tsc' },
      dependencies: { commander: '12', '@postbox/web': 'workspace:*', '@postbox/mail': 'workspace:*' },
    }),
    'packages/command/tsconfig.json': '{ "compilerOptions": { "outDir": "dist", "rootDir": "src" } }\n',
    'packages/command/src/run.ts': `import { Command } from 'commander'\nimport { createMail } from '@postbox/mail'\nimport { createWeb } from '@postbox/web'\nnew Command().action(async () => { await createMail().start(); await createWeb().start() }).parse()\n`,
    'packages/mail/package.json': manifest({
      name: '@postbox/mail',
      main: 'src/index.ts',
      dependencies: { 'smtp-server': '3' },
    }),
    'packages/mail/src/index.ts': `import { SMTPServer as Mail } from 'smtp-server'\nclass Box {\n  start() {\n    this.mail = new Mail({})\n    this.mail!.listen(2525)\n  }\n}\nexport const createMail = () => new Box()\n`,
    'packages/web/package.json': manifest({
      name: '@postbox/web',
      main: 'src/index.ts',
      scripts: { build: 'tsc', dev: 'tsx watch src/dev.ts' },
      dependencies: { fastify: '5' },
    }),
    'packages/web/src/dev.ts': `import { createWeb } from './index.js'\nvoid createWeb().start()\n`,
    'packages/web/src/index.ts': `import fastify from 'fastify'\nclass Web {\n  app = fastify()\n  async start() { await this.app.listen({ port: 8025 }) }\n}\nexport const createWeb = () => new Web()\n`,
    Dockerfile:
      'FROM node:24 AS build\nCOPY . .\nRUN pnpm build\nRUN pnpm --filter=postbox deploy --prod /out\nFROM node:24\nCOPY --from=build /out ./\nENTRYPOINT ["node", "dist/run.js"]\n',
  }

  it('is the service, and the library whose server developers start is none', async () => {
    const { services, nonServices } = await factsOf(files)
    expect(services.map(({ path, entry }) => [path, said(entry)])).toEqual([['packages/command', 'src/run.ts']])
    expect(nonServices.find(({ path }) => path === 'packages/web')?.reason).toBe('a library')
  })

  it('serves what its library serves over HTTP, and not the mail beside it', async () => {
    const service = await serviceOf(files)
    expect([service.path, said(service.framework), said(service.port), service.workload.value]).toEqual([
      'packages/command',
      'fastify 5',
      8025,
      'http',
    ])
  })

  it.each(['pnpm deploy --filter postbox --prod /out', 'pnpm -F "./packages/command" deploy /out/app'])(
    'is found with the options of pnpm in any order: %s',
    async command => {
      const Dockerfile = (files['Dockerfile'] ?? '').replace('pnpm --filter=postbox deploy --prod /out', command)
      expect((await serviceOf({ ...files, Dockerfile })).path).toBe('packages/command')
    },
  )

  it('is a command where the image takes something else over', async () => {
    const Dockerfile = (files['Dockerfile'] ?? '').replace('/out ./', '/elsewhere ./')
    expect((await factsOf({ ...files, Dockerfile })).services).toEqual([])
  })
})

describe('a framework that renders on a server', () => {
  const site: Files = {
    'package.json': manifest({
      dependencies: { next: '15', react: '19' },
      scripts: { build: 'next build', start: 'next start' },
    }),
    'next.config.mjs': `const exported = process.env.EXPORTED === 'true'\nexport default { output: exported ? 'export' : undefined }\n`,
    'app/page.tsx': 'export default () => null\n',
  }

  it('is a server where only a condition exports it, and a script starts the server', async () => {
    const service = await serviceOf(site)
    expect([service.workload.value, said(service.port), said(service.startScript)]).toEqual(['http', 3000, 'start'])
  })

  it.each([
    ['no script starts a server', { 'package.json': (site['package.json'] ?? '').replace('next start', 'serve out') }],
    ['it is exported in any case', { 'next.config.mjs': `export default { output: 'export' }\n` }],
  ] as readonly (readonly [string, Files])[])('is static where %s', async (_, more) => {
    expect((await serviceOf({ ...site, ...more })).workload.value).toBe('static')
  })

  it('makes no service of what only puts programs of it somewhere', async () => {
    const adapter: Files = {
      'package.json': manifest({
        private: true,
        peerDependencies: { next: '15' },
        devDependencies: { next: '15', wrangler: '4' },
        scripts: { build: 'pnpm --filter=site exec adapt build' },
      }),
      'wrangler.jsonc': '{ "main": "./worker.ts" }\n',
      'worker.ts': `export { default } from '../site/.built/worker.js'\n`,
    }
    expect((await factsOf(adapter)).services).toEqual([])
  })
})

it('a port is known that a schema beside the function says which reads the variables', async () => {
  const service = await serviceOf({
    'package.json': manifest({ dependencies: { express: '5', zod: '4' }, scripts: { start: 'node src/index.js' } }),
    'src/index.js': `import express from 'express'\nimport { readEnv } from './env.js'\nimport { probe } from './probe.js'\nconst run = async () => {\n  const env = await readEnv(console)\n  probe()\n  express().listen(env.PORT)\n}\nrun()\n`,
    'src/env.js': `import { z } from 'zod'\nconst schema = z.object({ PORT: z.string().default('4711'), PROBE_PORT: z.string().default('4712') })\nexport const readEnv = async log => {\n  const result = schema.safeParse(process.env)\n  log.info('read')\n  return result.data\n}\n`,
    'src/probe.js': `import http from 'node:http'\nexport const probe = () => http.createServer().listen(4712)\n`,
  })
  expect([said(service.port), said(service.portVariable)]).toEqual([4711, 'PORT'])
})

describe('a program that works where it is told to, and serves otherwise', () => {
  const program = (worker: string, start = 'node dist/index.js'): Files => ({
    'package.json': manifest({ dependencies: { express: '5' }, scripts: { build: 'tsc', start, worker } }),
    'tsconfig.json': '{ "compilerOptions": { "outDir": "dist", "rootDir": "src" } }\n',
    'src/index.ts': `import express from 'express'\nif (process.env.MODE === 'worker') work()\nelse express().listen(3000)\n`,
  })

  it.each(['MODE=worker node ./dist/index.js', 'node dist/index.js worker', 'node dist/index.js --mode=worker'])(
    'is two services of one file: %s',
    async worker => {
      const { services } = await factsOf(program(worker))
      expect(services.map(({ workload, startScript }) => [workload.value, said(startScript)])).toEqual([
        ['http', 'start'],
        ['worker', 'worker'],
      ])
    },
  )

  it.each([
    ['node dist/index.js', 'node dist/index.js'],
    ['LOG=debug node dist/index.js', 'node dist/index.js'],
    ['MODE=worker node dist/index.js', 'MODE=worker node dist/index.js'],
  ])('is one where the scripts say the same: %s', async (worker, start) => {
    expect((await factsOf(program(worker, start))).services).toHaveLength(1)
  })
})

describe('the applications of one package.json', () => {
  const files: Files = {
    'package.json': manifest({
      private: true,
      scripts: { build: 'nest build' },
      dependencies: { '@nestjs/core': '11', '@nestjs/platform-express': '11', typeorm: '0.3', pg: '8', mysql2: '3' },
    }),
    'nest-cli.json': JSON.stringify({
      monorepo: true,
      root: 'apps/shop',
      projects: {
        shop: { type: 'application', root: 'apps/shop', entryFile: 'main', sourceRoot: 'apps/shop/src' },
        bills: { type: 'application', root: 'apps/bills', entryFile: 'main', sourceRoot: 'apps/bills/src' },
      },
    }),
    'apps/shop/src/main.ts': program(`dialect: 'none'`),
    'apps/bills/src/main.ts': program(`type: 'postgres'`),
  }

  function program(option: string): string {
    return `import { NestFactory } from '@nestjs/core'\nimport { DataSource } from 'typeorm'\nexport const source = new DataSource({ ${option} })\nvoid NestFactory.create(source).then(app => app.listen(3000))\n`
  }

  it('need the database whose driver their library loads by name', async () => {
    const { services } = await factsOf(files)
    expect(services.map(({ path, databases }) => [path, all(databases)])).toEqual([
      ['apps/shop', []],
      ['apps/bills', ['postgres']],
    ])
  })

  it('need the only one that there is a driver for where their settings choose it', async () => {
    const { services } = await factsOf({
      ...files,
      'package.json': (files['package.json'] ?? '').replace('"mysql2"', '"left-pad"'),
    })
    expect(services.map(({ databases }) => all(databases))).toEqual([['postgres'], ['postgres']])
  })

  it.each([
    ['nest build', ['build', undefined]],
    ['nest build --webpack -p tsconfig.json', ['build', undefined]],
    ['nest build --all', ['build', 'build']],
    ['nest build bills && cp a b', [undefined, 'build']],
  ])('are built by `%s` where it is about them', async (build, scripts) => {
    const { services } = await factsOf({
      ...files,
      'package.json': (files['package.json'] ?? '').replace('nest build', build),
    })
    expect(services.map(({ path, buildScript }) => [path, said(buildScript)])).toEqual([
      ['apps/shop', scripts[0]],
      ['apps/bills', scripts[1]],
    ])
  })
})

describe('a worker that can be asked how it is', () => {
  const worker = (name: string, route = ''): Files => ({
    'package.json': manifest({
      name,
      dependencies: { express: '5', bullmq: '5' },
      scripts: { start: 'node src/index.js' },
    }),
    'src/index.js': `import express from 'express'\nimport { Worker } from 'bullmq'\nimport { api } from './api.js'\nnew Worker('mails', async () => {})\nconst app = express()\napp.get('/', (req, res) => res.json({ is: 'there' }))\napp.use('/api', api)\n${route}\napp.listen(3030)\n`,
    'src/api.js': `import { Router } from 'express'\nexport const api = Router()\napi.get('/ready', (req, res) => res.sendStatus(200))\n`,
  })

  it('is a worker where its name says so, with its port and its path', async () => {
    const service = await serviceOf(worker('mail-worker'))
    expect([service.workload.value, said(service.port), all(service.healthPaths)]).toEqual([
      'worker',
      3030,
      ['/api/ready'],
    ])
  })

  it.each([
    ['it is called otherwise', 'mails', ''],
    ['it answers something else as well', 'mail-worker', `app.post('/mails', (req, res) => res.sendStatus(201))`],
  ])('is a server where %s', async (_, name, route) => {
    expect((await serviceOf(worker(name, route))).workload.value).toBe('http')
  })
})

describe('the logger of a framework', () => {
  const logging = async (options: string, code = `console.log('there')`): Promise<string | undefined> => {
    const service = await serviceOf({
      'package.json': manifest({ dependencies: { fastify: '5' }, scripts: { start: 'node index.js' } }),
      'index.js': `import fastify from 'fastify'\nimport { open } from './store.js'\nopen({ logger: console })\nconst app = fastify(${options})\napp.listen({ port: 3000 })\n${code}\n`,
      'store.js': 'export const open = options => options\n',
    })
    return said(service.logging)
  }

  it.each(['', '{ logger: false }', '{ logger: given.logger ?? false }', '{ trustProxy: true }'])(
    'says nothing unless it is told to: fastify(%s)',
    async options => {
      expect(await logging(options)).toBe('console')
    },
  )

  it.each([
    ['{ logger: true }', ''],
    ['{ loggerInstance: own }', ''],
    ['', `app.log.info('there')`],
  ])('is used with fastify(%s) %s', async (options, code) => {
    expect(await logging(options, code)).toBe('pino')
  })
})

describe('the path of a probe', () => {
  const server = (code: string): Files => ({
    'package.json': manifest({ dependencies: { express: '5' }, scripts: { start: 'node index.js' } }),
    'index.js': `import express from 'express'\nconst app = express()\n${code}\napp.listen(3000)\n`,
  })
  const answer = '(req, res) => res.sendStatus(200)'

  it.each([
    [`const base = '/v2'\nconst api = \`\${base}/api\`\napp.get(\`\${api}/health\`, ${answer})`, '/v2/api/health'],
    [`app.get('/health-check-db', ${answer})`, '/health-check-db'],
    [`app.get('/isAlive', ${answer})`, '/isAlive'],
    [`app.get('/server-health', ${answer})`, '/server-health'],
  ])('is known: %s', async (code, path) => {
    expect(all((await serviceOf(server(code))).healthPaths)).toEqual([path])
  })

  it('is not made up where what stands before it is not known', async () => {
    const code = `app.get(\`\${given()}/health\`, ${answer})\napp.get('/health-insurances', ${answer})`
    expect(all((await serviceOf(server(code))).healthPaths)).toEqual([])
  })
})

describe('a folder that is called migration', () => {
  const files = (...steps: readonly string[]): Files => ({
    'package.json': manifest({
      dependencies: { express: '5', mongoose: '8' },
      scripts: { start: 'node src/index.js' },
    }),
    'src/index.js': `import express from 'express'\nimport mongoose from 'mongoose'\nmongoose.connect(process.env.MONGO_URL)\nexpress().listen(3000)\n`,
    ...Object.fromEntries(steps.map(step => [step, 'export const up = () => {}\n'])),
  })

  it('holds the migrations where its files are numbered, before one that is about the word', async () => {
    const steps = ['src/db/migration/0001_users.js', 'src/db/migration/0002_mails.js', 'src/migrations/model.js']
    expect(said((await serviceOf(files(...steps))).migrations)).toBe('src/db/migration')
  })

  it('is about something else where they are not', async () => {
    const steps = ['src/db/migration/birds.js', 'src/db/migration/whales.js']
    expect((await serviceOf(files(...steps))).migrations).toBeUndefined()
  })
})
