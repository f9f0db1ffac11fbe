import { describe, expect, it } from 'vitest'
import { all, manifest, said, serviceOf, type Files } from './read.ts'

/** A server that `npm start` starts, with these dependencies. */
function server(files: Files, dependencies: Readonly<Record<string, string>> = { express: '5' }): Files {
  return { 'package.json': manifest({ scripts: { start: 'node main.js' }, dependencies }), ...files }
}

describe('the port of a program whose settings come from elsewhere', () => {
  it('is the one that the program puts where they say nothing', async () => {
    const service = await serviceOf(
      server({
        'main.js': `const app = require('express')()\nconst settings = require(process.argv[2])\nif (flags.port !== undefined) settings.uiPort = flags.port\nelse if (settings.uiPort === undefined) settings.uiPort = 4300\napp.listen(settings.uiPort, settings.host)\n`,
      }),
    )
    expect(said(service.port)).toBe(4300)
  })

  it.each([
    ['what is behind the promise', `free(4500).then(port => app.listen(port))`],
    [
      'what a function promises',
      `const wanted = async () => free(Number(4500)).then(it => 4500).catch(err => log(err))\nwanted().then(number => app.listen(number))`,
    ],
  ])('is %s', async (_, code) => {
    const files = server({
      'main.js': `const app = require('express')()\nconst free = require('detect-port')\n${code}\n`,
    })
    expect(said((await serviceOf(files)).port)).toBe(4500)
  })

  it('stands in the defaults that it loads by their place', async () => {
    const service = await serviceOf(
      server({
        'main.js': `const app = require('express')()\nconst { settings } = require('./lib/settings')\napp.listen(settings.port)\n`,
        'lib/settings.js': `const path = require('path')\nclass Settings {\n  values = require(path.resolve(path.join(__dirname, '..', 'defaults', 'config.js')))\n}\nexports.settings = new Settings().values\n`,
        'defaults/config.js': `module.exports = {\n  host: undefined,\n  port: 4400,\n}\n`,
      }),
    )
    expect(said(service.port)).toBe(4400)
  })
})

describe('the health path', () => {
  const AUTOLOAD = `import Fastify from 'fastify'\nimport autoload from '@fastify/autoload'\nconst app = Fastify()\napp.register(autoload, { dir: join(import.meta.url, 'routes'), options: { prefix: '/v1' } })\napp.listen({ port: 3000 })\n`
  const plugin = (said: string): Files =>
    server(
      {
        'main.js': AUTOLOAD,
        'routes/admin/status.js': `${said}\nexport default async function (fastify) {\n  fastify.route({ method: 'GET', path: '/health', handler })\n}\n`,
      },
      { fastify: '5', '@fastify/autoload': '6' },
    )

  it.each([
    ['behind the folders alone', '', '/v1/admin/health'],
    ['behind what the plugin puts there', `export const autoPrefix = '/_own'`, '/v1/admin/_own/health'],
    ['behind what the plugin wants instead', `export const prefixOverride = '/only'`, '/only/health'],
  ])('of a plugin that is loaded by its folder stands %s', async (_, line, path) => {
    expect(all((await serviceOf(plugin(line))).healthPaths)).toEqual([path])
  })

  it('is none that the program itself asks for', async () => {
    const service = await serviceOf(
      server({
        'main.js': `const app = require('express')()\nconst { Remote } = require('./remote')\napp.get('/status', answer)\napp.listen(3000)\n`,
        'remote.js': `exports.Remote = class extends Api {\n  async isThere() {\n    const data = await this.get('/v2/ping', {}, options)\n    return data.pong\n  }\n}\n`,
      }),
    )
    expect(all(service.healthPaths)).toEqual(['/status'])
  })

  it.each([
    ['express-actuator', 'app.use(library())', '/health'],
    ['express-actuator', `app.use(library('/manage'))`, '/manage/health'],
    ['express-actuator', `app.use(library({ basePath: '/manage' }))`, '/manage/health'],
    ['fastify-healthcheck', 'app.register(library)', '/health'],
    ['fastify-healthcheck', `app.register(library, { healthcheckUrl: '/well' })`, '/well'],
  ])('is what %s answers for the program: %s', async (library, line, path) => {
    const framework = library.split('-')[0] ?? ''
    const service = await serviceOf(
      server(
        {
          'main.js': `const app = require('${framework}')()\nconst library = require('${library}')\n${line}\napp.listen(3000)\n`,
        },
        { [framework]: '5', [library]: '1' },
      ),
    )
    expect(all(service.healthPaths)).toEqual([path])
  })

  it('is not that of a library which only the manifest names', async () => {
    const files = server(
      { 'main.js': `const app = require('express')()\napp.listen(3000)\n` },
      { express: '5', 'express-actuator': '1' },
    )
    expect((await serviceOf(files)).healthPaths).toEqual([])
  })
})

describe('what is logged and queued', () => {
  it('is logged to the console, also where requests have a logger of their own', async () => {
    const files = server(
      {
        'main.js': `const app = require('express')()\napp.use(require('morgan')('dev'))\napp.listen(3000, () => console.log('ready'))\n`,
      },
      { express: '5', morgan: '1' },
    )
    expect(said((await serviceOf(files)).logging)).toBe('console')
  })

  it('is a queue in Redis for rsmq', async () => {
    const files = server(
      { 'main.js': `const app = require('express')()\nnew (require('rsmq'))({ host })\napp.listen(3000)\n` },
      { express: '5', rsmq: '0' },
    )
    const { queues, cache } = await serviceOf(files)
    expect([all(queues), all(cache)]).toEqual([['redis'], ['redis']])
  })
})
