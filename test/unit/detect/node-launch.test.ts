import { describe, expect, it } from 'vitest'
import { manifest, said, serviceOf, type Files } from './read.ts'

describe('a word of the start script that a shell puts in', () => {
  const next = (start: string): Files => ({
    'package.json': manifest({ dependencies: { next: '16', react: '19' }, scripts: { build: 'next build', start } }),
  })

  it('is what it is when nothing is set', async () => {
    const service = await serviceOf(next('tsx scripts/migrate.ts && next start --port ${PORT:-3600}'))
    expect([said(service.port), said(service.startCommand)]).toEqual([
      3600,
      ['node_modules/.bin/next', 'start', '--port', '3600'],
    ])
  })

  it.each(['${WEB_PORT:-3601}', '${PORT:=3601}', '3601'])(
    'is the port where it stands in front: PORT=%s',
    async word => {
      const { port } = await serviceOf(next(`cross-env PORT=${word} node dist/web/server.js`))
      expect([said(port), port?.certainty]).toEqual([3601, 'certain'])
    },
  )

  it('is never handed on as it stands', async () => {
    const { startCommand } = await serviceOf(next('next start --port $PORT'))
    expect(said(startCommand) ?? []).not.toContain('$PORT')
  })
})

it('what prepares is not where a framework that renders starts', async () => {
  const service = await serviceOf({
    'package.json': manifest({
      dependencies: { next: '16', react: '19', tsx: '4' },
      scripts: { build: 'next build', start: 'npm run migrate && next start', migrate: 'tsx scripts/migrate.ts' },
    }),
    'scripts/migrate.ts': `console.log('done')\n`,
  })
  expect(said(service.entry)).toBeUndefined()
})

it('a file that lists processes is not the program that they run', async () => {
  const service = await serviceOf({
    'package.json': manifest({
      dependencies: { express: '5' },
      scripts: { start: 'nodemon server.js', prod: 'pm2-runtime start ecosystem.config.js --env production' },
    }),
    'ecosystem.config.js': `module.exports = { apps: [{ name: 'Server', script: 'server.js' }] }\n`,
    'server.js': `require('express')().listen(3000)\n`,
  })
  expect([said(service.entry), said(service.startScript)]).toEqual(['server.js', 'prod'])
})

it('a variable that a function of the repository reads has the value that a sample gives it', async () => {
  const service = await serviceOf({
    'package.json': manifest({ dependencies: { express: '5' }, scripts: { start: 'node server.js' } }),
    'server.js': `const { getOsEnv } = require('./env')\nrequire('express')().listen(process.env.PORT || getOsEnv('APP_PORT'))\n`,
    'env.js': `exports.getOsEnv = key => { if (!process.env[key]) throw new Error(key); return process.env[key] }\n`,
    '.env.example': 'APP_NAME=own\nAPP_PORT=3700\n',
  })
  expect([said(service.port), said(service.portVariable)]).toEqual([3700, 'PORT'])
})

it('a setting called connection chooses among databases', async () => {
  const { databases } = await serviceOf({
    'package.json': manifest({
      dependencies: { express: '5', typeorm: '0.3', mysql: '2', pg: '8' },
      scripts: { start: 'node server.js' },
    }),
    'server.js': `require('express')().listen(3000)\n`,
    '.env.example': 'TYPEORM_CONNECTION=postgres\n',
  })
  expect(databases.filter(need => !need.optional).map(need => need.value)).toEqual(['postgres'])
})

describe('a start script', () => {
  const server = (start: string): Files => ({
    'package.json': manifest({ dependencies: { express: '5' }, scripts: { start } }),
    'nodemon.json': '{ "exec": "node server.js" }\n',
    'server.js': `require('express')().listen(3000)\n`,
  })

  it.each(['nodemon', 'nodemon server.js', 'node --watch server.js', 'ts-node-dev server.js'])(
    'that starts the program after each change is none of production: %s',
    async start => {
      const { startScript, startCommand } = await serviceOf(server(start))
      expect([said(startScript), said(startCommand)]).toEqual([undefined, ['node', 'server.js']])
    },
  )

  it.each(['node server.js', 'pm2 start server.js --no-daemon', 'node server.js # not nodemon'])(
    'that starts it once is one of production: %s',
    async start => {
      expect(said((await serviceOf(server(start))).startScript)).toBe('start')
    },
  )

  it.each([
    'node $NODE_OPTIONS server.js',
    'node server.js | pino-pretty',
    'node ${NODE_ARGS} server.js | bunyan -o short',
  ])('starts the program without options that are not set, and without what lays out its log: %s', async start => {
    const { entry, startCommand } = await serviceOf(server(start))
    expect([said(entry), said(startCommand)]).toEqual(['server.js', ['node', 'server.js']])
  })
})
