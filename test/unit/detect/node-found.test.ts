import { describe, expect, it } from 'vitest'
import { factsOf, manifest, said, serviceOf, type Files } from './read.ts'

describe('modules that Node finds by a name of the package itself', () => {
  const program = {
    'lib/settings.js': `module.exports = { port: process.env.PORT || 3170 }\n`,
    'lib/main.js': `const Koa = require('koa')\nconst settings = require('settings')\nnew Koa().listen(settings.port)\n`,
  }
  const WAYS: readonly (readonly [string, object, Files])[] = [
    [
      'app-module-path searches their folder',
      { dependencies: { koa: '2', 'app-module-path': '2' } },
      { ...program, 'lib/main.js': `require('app-module-path').addPath(__dirname)\n${program['lib/main.js']}` },
    ],
    [
      'app-module-path searches a folder that is put together',
      { dependencies: { koa: '2', 'app-module-path': '2' } },
      {
        ...program,
        'lib/main.js': `const roots = require('app-module-path')\nroots.addPath(path.join(__dirname, '..', 'lib'))\n${program['lib/main.js']}`,
      },
    ],
    [
      'the script sets NODE_PATH',
      { scripts: { start: 'NODE_PATH=lib node lib/main.js' }, dependencies: { koa: '2' } },
      program,
    ],
    [
      'the manifest has an alias for the folder',
      { _moduleAliases: { '@own': 'lib' }, dependencies: { koa: '2', 'module-alias': '2' } },
      { ...program, 'lib/main.js': program['lib/main.js'].replace(`'settings'`, `'@own/settings'`) },
    ],
    [
      'the manifest has an alias for what a compiler writes from the folder',
      { _moduleAliases: { '@own': 'dist' }, dependencies: { koa: '2', 'module-alias': '2' } },
      {
        'src/settings.ts': `export const settings = { port: process.env.PORT || 3170 }\n`,
        'lib/main.js': `const Koa = require('koa')\nconst { settings } = require('@own/settings')\nnew Koa().listen(settings.port)\n`,
      },
    ],
  ]
  it.each(WAYS)('are read where %s, so that the port in them is known', async (_, fields, files) => {
    const service = await serviceOf({
      'package.json': manifest({ scripts: { start: 'node lib/main.js' }, ...fields }),
      ...files,
    })
    expect([said(service.port), said(service.portVariable)]).toEqual([3170, 'PORT'])
  })

  it('are not read where only a comment speaks of the folder', async () => {
    const service = await serviceOf({
      'package.json': manifest({
        scripts: { start: 'node lib/main.js' },
        dependencies: { koa: '2', 'app-module-path': '2' },
      }),
      ...program,
      'lib/main.js': `// require('app-module-path').addPath(__dirname)\n${program['lib/main.js']}`,
    })
    expect(said(service.port)).not.toBe(3170)
  })
})

describe('routes that koa-mount puts below a path', () => {
  it('are known by the whole path, also where a function of another file adds them to the router', async () => {
    const service = await serviceOf({
      'package.json': manifest({
        scripts: { start: 'node app.js' },
        dependencies: { koa: '2', 'koa-mount': '4', '@koa/router': '10' },
      }),
      'app.js': `const Koa = require('koa')\nconst mount = require('koa-mount')\nconst well = require('./well')\nconst app = new Koa()\napp.use(mount('/health', well))\napp.listen(3000)\n`,
      'well.js': `const Router = require('@koa/router')\nconst router = new Router()\nrequire('./detail').register(router)\nmodule.exports = router.routes()\n`,
      'detail.js': `module.exports.register = router => {\n  router.get('/detail', ctx => { ctx.status = 200 })\n}\n`,
    })
    expect(service.healthPaths.map(said)).toEqual(['/health'])
    expect(service.routes.map(said)).toContain('/health/detail')
  })
})

describe('a front end whose output the server hands out', () => {
  const page = {
    'pages/package.json': manifest({
      name: 'pages',
      scripts: { start: 'react-scripts start', build: 'react-scripts build' },
      dependencies: { 'react-scripts': '5', react: '18' },
    }),
    'pages/public/index.html': '<div id="root"></div>\n',
    'pages/src/index.js': `import React from 'react'\n`,
  }
  const server = (steps: string): Files => ({
    'package.json': manifest({ scripts: { start: 'node index.js' }, dependencies: { fastify: '4' } }),
    'index.js': `const path = require('path')\nconst app = require('fastify')()\napp.register(require('@fastify/static'), { root: path.join(__dirname, ${steps}) })\napp.listen({ port: 3000 })\n`,
    ...page,
  })

  it('is no service where each step down to the folder is a text of its own', async () => {
    const { services, frontends } = await factsOf(server(`'pages', 'build'`))
    expect(services.map(service => service.path)).toEqual(['.'])
    expect(frontends.map(frontend => frontend.path)).toEqual(['pages'])
  })

  it('stays a service where the steps lead to another folder', async () => {
    const { services } = await factsOf(server(`'other', 'build'`))
    expect(services.map(service => service.path).sort()).toEqual(['.', 'pages'])
  })
})

describe('a program that keeps a schedule beside a server', () => {
  const files = (tasks: string, script = 'schedule'): Files => ({
    'package.json': manifest({
      scripts: { start: 'node server.js', [script]: 'node tasks.js' },
      dependencies: { express: '5', 'node-schedule': '2' },
    }),
    'server.js': `require('express')().listen(3000)\n`,
    'tasks.js': tasks,
  })

  it.each(['schedule', 'cron', 'scheduler'])('is a worker of its own where its script is called %s', async script => {
    const { services } = await factsOf(
      files(`const schedule = require('node-schedule')\nschedule.scheduleJob('* * * * *', () => {})\n`, script),
    )
    expect(services.map(service => [said(service.entry), service.workload.value])).toEqual([
      ['server.js', 'http'],
      ['tasks.js', 'worker'],
    ])
  })

  it('is none where the file ends by itself', async () => {
    const { services } = await factsOf(files(`console.log('planned')\n`))
    expect(services.map(service => said(service.entry))).toEqual(['server.js'])
  })

  it('is a job that somebody starts where a script called cron ends by itself', async () => {
    const { services } = await factsOf(files(`console.log('swept')\n`, 'cron'))
    expect(services.map(service => service.workload.value)).toEqual(['http', 'cron'])
  })
})

describe('the port of a hapi server whose settings are a Confidence store', () => {
  it('is the first of a group, with the variable that production reads', async () => {
    const service = await serviceOf({
      'package.json': manifest({
        scripts: { start: 'node server.js' },
        dependencies: { '@hapi/hapi': '21', '@hapi/glue': '9', '@hapipal/confidence': '6' },
      }),
      'server.js': `const Glue = require('@hapi/glue')\nconst Settings = require('./config')\nGlue.compose({ server: { port: Settings.get('/port/site') } }).then(server => server.start())\n`,
      'config.js': `const store = new Confidence.Store({\n  port: { site: { $filter: 'env', test: 9091, production: process.env.PORT, $default: 3410 } },\n})\nexports.get = key => store.get(key)\n`,
    })
    expect([said(service.port), said(service.portVariable)]).toEqual([3410, 'PORT'])
  })
})

describe('MongoDB behind a plugin', () => {
  it('is needed where a server of Fastify connects by the plugin under its former name', async () => {
    const service = await serviceOf({
      'package.json': manifest({
        scripts: { start: 'node a.js' },
        dependencies: { fastify: '1', 'fastify-mongodb': '0.5' },
      }),
      'a.js': `const app = require('fastify')()\napp.register(require('fastify-mongodb'))\napp.listen(3000)\n`,
    })
    expect(service.databases.map(said)).toEqual(['mongodb'])
  })
})
