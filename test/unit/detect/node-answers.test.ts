import { describe, expect, it } from 'vitest'
import { all, manifest, said, serviceOf, type Files } from './read.ts'

const server = (dependencies: object, main: string): Files => ({
  'package.json': manifest({ scripts: { start: 'node index.js' }, dependencies }),
  'index.js': main,
})

describe('paths that a service answers', () => {
  it.each([
    ['by the property', `if (req.url === '/_health') return res.end('ok')`, ['/_health']],
    [
      'by what was read from it',
      `const { pathname } = new URL(req.url, base)\n  if (pathname !== '/healthz') return`,
      ['/healthz'],
    ],
    ['by another word', `if (kind === '/_health') return`, []],
    ['another word beside it', `if (kind === '/_health' && req.url === '/list') return`, []],
    ['not by joining it', `if (req.url === '/list') forward(req.url + '/_health')`, []],
  ])('are those that a server without a framework compares the address with, %s', async (_, line, paths) => {
    const service = await serviceOf(
      server({}, `const http = require('node:http')\nhttp.createServer((req, res) => {\n  ${line}\n}).listen(8080)\n`),
    )
    expect(all(service.healthPaths)).toEqual(paths)
  })

  it.each([
    [
      'an application',
      `const api = require('express')()\napi.get('/healthz', (req, res) => res.send('ok'))\napi.listen(8080)\n`,
      ['/healthz'],
    ],
    [
      'a router',
      `const express = require('express')\nconst api = express.Router()\napi.use('/healthz', (req, res) => res.send('ok'))\nexpress().use('/v1', api).listen(8080)\n`,
      ['/v1/healthz'],
    ],
    [
      'a client',
      `const api = require('axios').create()\napi.get('/healthz', options)\nrequire('express')().listen(8080)\n`,
      [],
    ],
    [
      'something else',
      `const api = require('./api')()\napi.get('/healthz', options)\nrequire('express')().listen(8080)\n`,
      [],
    ],
  ])('are those of a name such as api where it stands for %s', async (_, main, paths) => {
    const service = await serviceOf(server({ express: '5', axios: '1' }, main))
    expect(all(service.healthPaths)).toEqual(paths)
  })

  it('are none that code without a server compares', async () => {
    const service = await serviceOf(
      server(
        { express: '5' },
        `const app = require('express')()\napp.use((req, res, next) => (req.url === '/health' ? next() : log(next)))\napp.listen(8080)\n`,
      ),
    )
    expect(all(service.healthPaths)).toEqual([])
  })

  it.each([
    ['a schema', `{ schema: { tags: ['x'] } }, `, ['/']],
    ['a guard that may ask somebody', `guard, `, []],
  ])('are the root where it answers with words of its own behind %s', async (_, between, paths) => {
    const service = await serviceOf(
      server(
        { fastify: '5' },
        `const app = require('fastify')()\napp.get('/', ${between}async (request, reply) => { reply.send({ healthy: true }) })\napp.listen({ port: 8080 })\n`,
      ),
    )
    expect(all(service.healthPaths)).toEqual(paths)
  })
})

it('listens on the port of the address that it is called at, before the ports that an address without one means', async () => {
  const service = await serviceOf(
    server(
      { express: '5' },
      `const app = require('express')()\nconst own = new URL(process.env.OWN_URL ?? 'http://localhost:3060/x')\nconst PORT = Number(own.port) || (own.protocol === 'https:' ? 443 : 80)\napp.listen(PORT)\n`,
    ),
  )
  expect([said(service.port), said(service.portVariable)]).toEqual([3060, undefined])
})
