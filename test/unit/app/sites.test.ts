import { describe, expect, it } from 'vitest'
import { diffOf, moduleIn, packageOf, serviceIn, unwired, wired } from './wiring.ts'

const LISTEN = 'app.listen(3000)\n'
const BODY = "app.get('/ferries', (request, response) => response.json([]))\n"

/** Shape, file, text -> the lines that are added and taken away. */
const ACCEPTED: readonly (readonly [string, string, string, readonly string[]])[] = [
  [
    'an ECMAScript module',
    'src/index.js',
    `import express from 'express'\nconst app = express()\n${BODY}${LISTEN}`,
    ["+import * as prodReady from './prod-ready.js'", '+prodReady.harden(app)'],
  ],
  [
    'semicolons and double quotes',
    'index.mjs',
    `import express from "express";\nconst app = express();\n${BODY}${LISTEN}`,
    ['+import * as prodReady from "./prod-ready.mjs";', '+prodReady.harden(app);'],
  ],
  [
    'other quotes in a comment',
    'src/index.js',
    `/* the "License" */\nimport express from 'express'\nconst app = express()\n${LISTEN}`,
    ["+import * as prodReady from './prod-ready.js'", '+prodReady.harden(app)'],
  ],
  [
    'aliases that name sources, which Node runs as they are',
    'src/index.ts',
    `import express from 'express'\nimport { routes } from '#src/routes.ts'\nconst app = express()\napp.use(routes)\n${LISTEN}`,
    ["+import * as prodReady from './prod-ready.ts'", '+prodReady.harden(app)'],
  ],
  [
    'packages whose names end like files',
    'src/index.ts',
    `import express from 'express'\nimport Big from 'big.js'\nimport x from '@acme/x.js'\nconst app = express()\n${LISTEN}`,
    ["+import * as prodReady from './prod-ready'", '+prodReady.harden(app)'],
  ],
  [
    'CommonJS',
    'index.cjs',
    `'use strict'\nconst express = require('express')\nconst path = require('path')\n\nconst app = express()\n${BODY}${LISTEN}`,
    ["+const prodReady = require('./prod-ready.cjs')", '+prodReady.harden(app)'],
  ],
  [
    'one call that requires and makes',
    'index.cjs',
    `#!/usr/bin/env node\n'use strict';\nconst app = require('express')();\n${BODY}${LISTEN}`,
    ["+const prodReady = require('./prod-ready.cjs');", '+prodReady.harden(app);'],
  ],
  [
    'a function that makes it',
    'src/app.ts',
    `import express, { type Express } from 'express';\n\nexport function make(): Express {\n  const app = express();\n  ${BODY}  return app;\n}\nmake().listen(3000)\n`,
    ["+import * as prodReady from './prod-ready';", '+  prodReady.harden(app);'],
  ],
  [
    'an application that others are mounted in',
    'src/index.js',
    `import express from 'express'\nconst admin = express()\nconst app = express()\napp.use('/admin', admin)\n${LISTEN}`,
    ["+import * as prodReady from './prod-ready.js'", '+prodReady.harden(app)'],
  ],
  [
    'two functions that make one, of which one serves it',
    'src/index.js',
    `import express from 'express'\nimport { createServer } from 'node:http'\n\nexport function routes() {\n  const app = express()\n  return app\n}\n\nfunction run() {\n  const app = express()\n  app.use(routes())\n  createServer(app).listen(3000)\n}\n\nrun()\n`,
    ["+import * as prodReady from './prod-ready.js'", '+  prodReady.harden(app)'],
  ],
  [
    'a type at the variable',
    'src/index.ts',
    `import express from 'express'\nimport { x } from './x.js'\nexport const app: express.Express = express() // the one\n${LISTEN}`,
    ["+import * as prodReady from './prod-ready.js'", '+prodReady.harden(app)'],
  ],
  [
    'a property of an object',
    'src/index.js',
    `import express from 'express'\nclass Server {\n\tconstructor() {\n\t\tthis.app = express()\n\t\tthis.app.listen(3000)\n\t}\n}\nnew Server()\n`,
    ["+import * as prodReady from './prod-ready.js'", '+\t\tprodReady.harden(this.app)'],
  ],
  [
    'Windows line ends',
    'src/index.js',
    `import express from 'express'\r\nconst app = express()\r\n${LISTEN.replace('\n', '\r\n')}`,
    ["+import * as prodReady from './prod-ready.js'", '+prodReady.harden(app)'],
  ],
  [
    'a look-alike in a comment and in a string',
    'src/index.js',
    `import express from 'express'\n/*\nconst app = express()\n*/\nconst text = \`\nconst app = express()\n\`\nconst app = express()\n${LISTEN}console.log(text)\n`,
    ["+import * as prodReady from './prod-ready.js'", '+prodReady.harden(app)'],
  ],
  [
    'Fastify without options',
    'src/index.js',
    `import Fastify from 'fastify'\nconst app = Fastify()\n${LISTEN}`,
    [
      '-const app = Fastify()',
      "+import * as prodReady from './prod-ready.js'",
      '+const app = Fastify(prodReady.options)',
      '+prodReady.harden(app)',
    ],
  ],
  [
    'Fastify with its own logger',
    'src/index.js',
    `import { fastify } from 'fastify'\nconst app = fastify({ logger: true })\n${LISTEN}`,
    [
      '-const app = fastify({ logger: true })',
      "+import * as prodReady from './prod-ready.js'",
      '+const app = fastify({ logger: prodReady.logging })',
      '+prodReady.harden(app)',
    ],
  ],
  [
    'Fastify with options on their own lines',
    'src/index.js',
    `import Fastify from 'fastify'\nconst app = Fastify({\n  trustProxy: true,\n})\n${LISTEN}`,
    ["+import * as prodReady from './prod-ready.js'", '+  ...prodReady.options,', '+prodReady.harden(app)'],
  ],
  [
    'Fastify with options on one line',
    'src/index.js',
    `import Fastify from 'fastify'\nconst app = Fastify({ trustProxy: true })\n${LISTEN}`,
    [
      '-const app = Fastify({ trustProxy: true })',
      "+import * as prodReady from './prod-ready.js'",
      '+const app = Fastify({ ...prodReady.options, trustProxy: true })',
      '+prodReady.harden(app)',
    ],
  ],
  [
    'Fastify with types of its schemas',
    'src/index.ts',
    `import Fastify from 'fastify'\nimport type { P } from './p.ts'\nconst app = Fastify().withTypeProvider<P>()\n${LISTEN}`,
    [
      '-const app = Fastify().withTypeProvider<P>()',
      "+import * as prodReady from './prod-ready.ts'",
      '+const app = Fastify(prodReady.options).withTypeProvider<P>()',
      '+prodReady.harden(app)',
    ],
  ],
  [
    'Fastify with options from elsewhere',
    'src/index.js',
    `import Fastify from 'fastify'\nexport function build(options) {\n  const app = Fastify(options)\n  return app\n}\nbuild().listen({ port: 3000 })\n`,
    ["+import * as prodReady from './prod-ready.js'", '+  prodReady.harden(app)'],
  ],
]

function filesOf(path: string, text: string) {
  const dependencies = text.includes('fastify') ? { fastify: '^5.6.0' } : { express: '^5.1.0' }
  return packageOf({ [path]: text }, { dependencies, type: path.endsWith('.cjs') ? 'commonjs' : 'module' })
}

describe('the code is changed where the place is certain', () => {
  it.each(ACCEPTED)('%s', async (_name, path, text, lines) => {
    const files = filesOf(path, text)
    const site = (await serviceIn(files)).appSite
    if (!site) throw new Error('no site')
    expect(site.refused).toBeUndefined()
    const after = wired(files, site)
    expect([...diffOf(text, after[path] ?? '')].sort()).toEqual([...lines].sort())
    expect((await serviceIn(after)).appSite?.wiring).toEqual(site.wiring)
    expect((await moduleIn(after))?.path).toBe(site.module)
    expect(unwired(after, site)).toEqual(files)
  })
})

const REFUSED: readonly (readonly [string, string, RegExp])[] = [
  [
    'two applications that listen',
    `import express from 'express'\nconst app = express()\nconst admin = express()\nadmin.listen(3001)\n${LISTEN}`,
    /2 places/,
  ],
  [
    'an application that is not kept',
    "import express from 'express'\nexpress().use((q, r) => r.end()).listen(3000)\n",
    /not kept/,
  ],
  [
    'a condition without a block',
    `import express from 'express'\nlet app\nif (process.env.PORT) app = express()\n${LISTEN}`,
    /not kept/,
  ],
  [
    'more on the line',
    `import express from 'express'\nconst app = express(); app.use(express.json())\n${LISTEN}`,
    /behind it/,
  ],
  [
    'code that does not parse',
    `import express from 'express'\nconst app = express()\nconst = 5\n${LISTEN}`,
    /does not parse/,
  ],
  [
    'a name that is taken',
    `import express from 'express'\nconst prodReady = 5\nconst app = express()\n${LISTEN}`,
    /called prodReady/,
  ],
  [
    'settings of the router',
    `import express from 'express'\nconst app = express()\napp.enable('strict routing')\n${LISTEN}`,
    /router/,
  ],
  ['an application of another package', "import { app } from 'somewhere'\napp.listen(3000)\n", /no place/],
  [
    'a server of HTTP/2',
    `import Fastify from 'fastify'\nconst app = Fastify({ http2: true })\n${LISTEN}`,
    /plain HTTP/,
  ],
  [
    'a server of another library',
    `import Fastify from 'fastify'\nimport { serverFactory } from 'elsewhere'\nconst app = Fastify({\n  serverFactory,\n})\n${LISTEN}`,
    /plain HTTP/,
  ],
]

describe('the code is left alone, and a person is told what to add', () => {
  it.each(REFUSED)('%s', async (_name, text, reason) => {
    const site = (await serviceIn(filesOf('src/index.js', text))).appSite
    expect(site?.wiring).toEqual([])
    expect(site?.refused?.reason).toMatch(reason)
    expect(site?.refused?.lines.map(line => line.code).join('\n')).toMatch(
      /import \* as prodReady[^]*prodReady\.harden\(/,
    )
    expect(site?.module).toBe('src/prod-ready.js')
  })
})

it('where the code is left alone, the module stands beside the file that is to call it', async () => {
  const app = `import express from 'express'\nexport const app = express(); app.use(express.json())\n`
  const files = { ...filesOf('index.js', `import { app } from './src/app.js'\n${LISTEN}`), 'src/app.js': app }
  const site = (await serviceIn(files)).appSite
  expect(site?.refused?.lines[0]).toEqual({
    code: "import * as prodReady from './prod-ready.js'",
    where: 'at the top of src/app.js',
  })
  expect(site?.module).toBe('src/prod-ready.js')
})

describe('what the code does already is told', () => {
  it.each([
    ['drain', "process.on('SIGTERM', () => process.exit())\n"],
    ['drain', "import { createTerminus } from '@godaddy/terminus'\n"],
    ['headers', "import helmet from 'helmet'\n"],
    ['request-id', "app.use((q, r, next) => { r.set('X-Request-Id', '1'); next() })\n"],
    ['error-boundary', 'app.use((err, req, res, next) => res.status(500).end())\n'],
    ['logging', "import pino from 'pino'\n"],
    ['metrics', "import client from 'prom-client'\n"],
    ['liveness', "app.get('/healthz', (q, r) => r.end())\n"],
    ['readiness', "app.get('/ready', (q, r) => r.end())\n"],
  ])('%s', async (feature, line) => {
    const text = `import express from 'express'\nconst app = express()\n${line}${LISTEN}`
    const { ownParts = [] } = await serviceIn(filesOf('src/index.js', text))
    expect(ownParts.map(part => part.feature)).toEqual([feature])
    expect(ownParts[0]?.evidence[0]?.path).toBe('src/index.js')
  })

  it('a comment does nothing', async () => {
    const text = `import express from 'express'\n// SIGTERM, x-request-id: process.on('SIGTERM')\nconst app = express()\n${LISTEN}`
    expect((await serviceIn(filesOf('src/index.js', text))).ownParts).toEqual([])
  })
})

describe('a pool of connections that ends the process when PostgreSQL goes away', () => {
  const steps = async (...lines: readonly string[]): Promise<readonly string[]> => {
    const text = `import express from 'express'\n${lines.join('\n')}\nconst app = express()\n${LISTEN}`
    return ((await serviceIn(filesOf('src/index.js', text))).appSite?.manual ?? []).map(({ where }) => where)
  }

  it.each([
    ["import { Pool } from 'pg'", 'const pool = new Pool({ max: 4 })'],
    ["import pg from 'pg'", 'const pool = new pg.Pool()'],
  ])('is told: %s', async (...lines) => {
    expect(await steps(...lines)).toEqual([expect.stringContaining('the pool that src/index.js:3 makes')])
  })

  it.each([
    ["import { Pool } from 'pg'", 'const pool = new Pool()', "pool.on('error', report)"],
    ["import { Client } from 'pg'", 'const client = new Client()'],
    ["import { Pool } from './workers.js'", 'const pool = new Pool()'],
  ])('is not told: %s', async (...lines) => {
    expect(await steps(...lines)).toEqual([])
  })
})

it('what another package of the workspace makes is shared: a service says where its own part would go', async () => {
  const kit = {
    name: '@ferry/kit',
    version: '1.0.0',
    type: 'module',
    main: 'src/start.js',
    dependencies: { express: '^5.1.0' },
  }
  const service = {
    name: 'desk',
    type: 'module',
    scripts: { start: 'node src/main.js' },
    dependencies: { express: '^5.1.0', '@ferry/kit': '*' },
  }
  const files = {
    'package.json': JSON.stringify({ name: 'ferry', private: true, workspaces: ['kit', 'desk'] }),
    'kit/package.json': JSON.stringify(kit),
    'kit/src/start.js': `import express from 'express'\nexport function start() {\n  const app = express()\n  app.listen(3000)\n  return app\n}\n`,
    'desk/package.json': JSON.stringify(service),
    'desk/src/main.js': `import { start } from '@ferry/kit'\n\nconst app = start()\napp.get('/', (q, r) => r.end())\n`,
  }
  const site = (await serviceIn(files)).appSite
  expect([site?.module, site?.wiring]).toEqual(['desk/src/prod-ready.js', []])
  expect(site?.refused?.reason).toBe('its application is made by another package')
  expect(site?.refused?.lines.map(line => line.where)).toEqual([
    'at the top of desk/src/main.js',
    'behind the line that makes the application of express (kit/src/start.js:3), in desk/src/main.js, above its routes',
  ])
})
