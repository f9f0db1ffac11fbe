import { describe, expect, it } from 'vitest'
import { all, cargo, factsOf, manifest, said, serviceOf, type Files } from './read.ts'

const nest = `import { NestFactory } from '@nestjs/core'\nconst app = await NestFactory.create(M)\nawait app.listen(process.env.PORT ?? 3100)\n`
const root = (fields: object): string =>
  manifest({
    name: 'root',
    private: true,
    dependencies: { '@nestjs/core': '11', express: '5', mongoose: '8' },
    ...fields,
  })

describe('applications without a manifest of their own', () => {
  const nx: Files = {
    'package.json': root({
      scripts: { build: 'nx run-many -t build', 'build:api': 'nx run api:build', start: 'node dist/apps/api/main' },
    }),
    'nx.json': '{}',
    'apps/api/project.json': '{ "name": "api", "projectType": "application" }',
    'apps/api/src/main.ts': nest,
    'libs/util/project.json': '{ "name": "util", "projectType": "library" }',
  }

  it('of Nx have the scripts of the root that name them, and only the dependencies they import', async () => {
    const service = await serviceOf(nx)
    expect([service.path, said(service.name), said(service.framework), said(service.entry)]).toEqual([
      'apps/api',
      'api',
      'nestjs 11',
      'src/main.ts',
    ])
    expect([said(service.buildScript), said(service.startScript), said(service.port)]).toEqual([
      'build:api',
      'start',
      3100,
    ])
    expect(all(service.databases)).toEqual([])
  })

  it('of Nx may have a manifest that only names them, and a bundler that only its file of settings shows', async () => {
    const { services } = await factsOf({
      'package.json': root({
        workspaces: ['apps/*', 'libs/*'],
        scripts: { build: 'nx build', start: 'nx serve' },
        dependencies: { '@angular/core': '20', react: '19', 'react-dom': '19' },
        devDependencies: { '@rsbuild/core': '1' },
      }),
      'nx.json': '{}',
      'apps/shop/package.json': manifest({ name: '@acme/shop', private: true, devDependencies: { '@acme/ui': '*' } }),
      'apps/shop/project.json': '{ "name": "shop", "projectType": "application", "targets": {} }',
      'apps/shop/rsbuild.config.ts': 'export default {}\n',
      'apps/shop/src/main.tsx': `import { createRoot } from 'react-dom/client'\nimport { App } from '@acme/ui'\ncreateRoot(document.body).render(App)\n`,
      'apps/shop/src/index.html': '<html></html>\n',
      'apps/desk/package.json': manifest({ name: '@acme/desk', private: true }),
      'apps/desk/project.json': '{ "name": "desk", "projectType": "application" }',
      'apps/desk/src/main.ts': `import { Component } from '@angular/core'\n`,
      'apps/shop-e2e/package.json': manifest({ name: '@acme/shop-e2e' }),
      'apps/shop-e2e/project.json': '{ "name": "shop-e2e", "projectType": "application" }',
      'libs/ui/package.json': manifest({ name: '@acme/ui' }),
      'libs/ui/src/index.ts': `export const App = () => null\n`,
    })
    expect(services.map(s => [s.path, said(s.name), said(s.framework), s.workload.value])).toEqual([
      ['apps/desk', '@acme/desk', 'angular 20', 'static'],
      ['apps/shop', '@acme/shop', 'react 19', 'static'],
    ])
  })

  it('of the monorepo mode of Nest are found by nest-cli.json', async () => {
    const { services } = await factsOf({
      'package.json': root({ scripts: { build: 'nest build', 'start:prod': 'node dist/apps/one/main' } }),
      'nest-cli.json': JSON.stringify({
        monorepo: true,
        sourceRoot: 'apps/one/src',
        projects: {
          one: { type: 'application', root: 'apps/one', entryFile: 'main', sourceRoot: 'apps/one/src' },
          two: { type: 'application', root: 'apps/two', entryFile: 'main', sourceRoot: 'apps/two/src' },
          shared: { type: 'library', root: 'libs/shared', entryFile: 'index', sourceRoot: 'libs/shared/src' },
        },
      }),
      'apps/one/src/main.ts': nest,
      'apps/two/src/main.ts': nest.replace('3100', '3200'),
    })
    expect(services.map(s => [s.path, said(s.port), said(s.startScript)])).toEqual([
      ['apps/one', 3100, 'start:prod'],
      ['apps/two', 3200, undefined],
    ])
  })

  it('members of a workspace may leave their dependencies to its root', async () => {
    const service = await serviceOf({
      'package.json': root({
        workspaces: ['apps/*', 'libs/*'],
        dependencies: { express: '5', mongoose: '8', pg: '8' },
      }),
      'apps/api/package.json': manifest({ scripts: { start: 'node main.js' } }),
      'apps/api/main.js': `import express from 'express'\nimport '../../libs/db/index.js'\nexpress().listen(4000)\n`,
      'libs/db/package.json': manifest({ name: 'db' }),
      'libs/db/index.js': `import mongoose from 'mongoose'\n`,
    })
    expect([service.path, said(service.framework), all(service.orm)]).toEqual(['apps/api', 'express 5', ['mongoose']])
    expect(service.framework?.evidence[0]?.path).toBe('package.json')
  })
})

describe('what runs is told by where it is reached', () => {
  it('a server in a library belongs to the program that starts it, not to the one that only prints its description', async () => {
    const { services } = await factsOf({
      'Cargo.toml': '[workspace]\nmembers = ["app", "web"]\n',
      'app/Cargo.toml': cargo(['web = { path = "../web" }']).replace('"api"', '"app"'),
      'app/src/main.rs': 'fn main() { web::serve_all() }\n',
      'web/Cargo.toml': cargo(['poem = "3"']).replace('"api"', '"web"'),
      'web/src/lib.rs': 'pub fn serve_all() { poem::Server::new(l).run(app) }\npub fn describe() {}\n',
      'web/src/main.rs': 'fn main() { web::describe() }\n',
    })
    expect(services.map(s => [s.path, said(s.framework)])).toEqual([['app', 'poem 3']])
  })

  it('a program that starts what a compiler writes leads to the sources', async () => {
    const { services } = await factsOf({
      'package.json': manifest({ dependencies: { express: '5' }, scripts: { start: 'node index.js' } }),
      'index.js': `require('./dist/server/run.js')\n`,
      'server/run.ts': `import express from 'express'\nexpress().listen(4100)\n`,
    })
    expect(services.map(s => [said(s.port), s.appSite?.module])).toEqual([[4100, 'server/prod-ready.ts']])
  })

  it('a bare socket with a fixed port is a service, one with any port is not', async () => {
    const files = (port: number): Files => ({
      'Cargo.toml': cargo(['tokio = "1"']),
      'src/main.rs': `async fn main() { let l = TcpListener::bind("0.0.0.0:${String(port)}").await; loop { l.accept().await; } }\n`,
    })
    const service = await serviceOf(files(6000))
    expect([service.workload.value, said(service.port), said(service.framework)]).toEqual(['tcp', 6000, undefined])
    expect((await factsOf(files(0))).services).toEqual([])
  })

  it('a server beside a bare socket is what the port is of, wherever the socket is opened', async () => {
    const server = (port: string): Files => ({
      'package.json': manifest({ dependencies: { express: '5' }, scripts: { start: 'node index.js' } }),
      'index.js': `import './ident.js'\nimport express from 'express'\nexpress().listen(${port})\n`,
      'ident.js': `import net from 'node:net'\nconst ident = net.createServer()\nident.listen(113)\n`,
    })
    expect(said((await serviceOf(server('4200'))).port)).toBe(4200)
    expect(said((await serviceOf(server('settings.port'))).port)).not.toBe(113)
  })

  it('each stage of a Dockerfile that starts a program is an image of its own', async () => {
    const { services } = await factsOf({
      'Cargo.toml': '[workspace]\nmembers = ["a", "b"]\n',
      'a/Cargo.toml': cargo(['tokio = "1"']).replace('"api"', '"one"'),
      'a/src/main.rs': 'fn main() {}\n',
      'b/Cargo.toml': cargo(['tokio = "1"']).replace('"api"', '"two"'),
      'b/src/main.rs': 'fn main() {}\n',
      Dockerfile: 'FROM x AS one\nENTRYPOINT ["tini", "/bin/one"]\nFROM x AS two\nCMD ["/bin/two"]\n',
    })
    expect(services.map(s => [said(s.binary), s.workload.value])).toEqual([
      ['one', 'worker'],
      ['two', 'worker'],
    ])
  })

  it('a method called listen is about events where nothing can serve', async () => {
    const facts = await factsOf({
      'package.json': manifest({ scripts: { start: 'node a.js' } }),
      'a.js': `import { bus } from 'bus'\nbus().listen(event, handler)\n`,
    })
    expect(facts.services).toEqual([])
  })

  it('an image that exposes a port makes a service of a package whose server is hidden in a dependency', async () => {
    const service = await serviceOf({
      'svc/package.json': manifest({ dependencies: { hidden: '1' }, main: 'index.js' }),
      'svc/index.js': `require('hidden').start()\n`,
      Dockerfile: 'FROM node\nCOPY ./svc ./\nEXPOSE 3000\nCMD ["node", "index.js"]\n',
    })
    expect([service.path, service.workload.value, said(service.port), service.framework]).toEqual([
      'svc',
      'http',
      3000,
      undefined,
    ])
  })
})

describe('settings are followed', () => {
  it('into a variable without a default, which a file of variables gives', async () => {
    const service = await serviceOf({
      'package.json': manifest({ dependencies: { '@grpc/grpc-js': '1' }, scripts: { start: 'node a.js' } }),
      'a.js': `const grpc = require('@grpc/grpc-js')\nconst address = ip + \`:\${process.env['PAY_PORT']}\`\nnew grpc.Server().bindAsync(address, c, () => {})\n`,
      '.env': 'PAY_PORT=50051\n',
    })
    expect([service.workload.value, said(service.port), said(service.portVariable)]).toEqual([
      'grpc',
      50051,
      'PAY_PORT',
    ])
  })

  it('into a schema with defaults, and through the imports of the manifest', async () => {
    const service = await serviceOf({
      'package.json': manifest({
        main: 'src/index.js',
        imports: { '#/*': './src/*' },
        dependencies: { '@hapi/hapi': '21' },
        scripts: { start: 'node .' },
      }),
      'src/index.js': `import Hapi from '@hapi/hapi'\nimport { config } from '#/config.js'\nHapi.server({ port: config.get('http.port') })\n`,
      'src/config.js': `import convict from 'convict'\nexport const config = convict({ http: { port: { format: 'port', default: 3001, env: 'HTTP_PORT' } } })\n`,
    })
    expect([said(service.port), said(service.portVariable), said(service.startCommand)]).toEqual([
      3001,
      'HTTP_PORT',
      ['node', 'src/index.js'],
    ])
  })

  it('into a function that a member of an object keeps, from the file that calls it', async () => {
    const service = await serviceOf({
      'package.json': manifest({ dependencies: { hapi: '17' }, scripts: { start: 'node lib/start.js' } }),
      'lib/start.js': `const Shop = require('./index')\nShop.init({ server: { port: 8200 } })\n`,
      'lib/index.js': `const Hapi = require('hapi')\nconst internals = {}\ninternals.init = async function (settings) {\n  const options = { port: process.env.SHOP_PORT || settings.server.port }\n  await new Hapi.Server(options).start()\n}\nexports.init = internals.init\n`,
    })
    expect([said(service.framework), said(service.port), said(service.portVariable)]).toEqual([
      'hapi 17',
      8200,
      'SHOP_PORT',
    ])
  })

  it('into what the program itself sets on the application of another file', async () => {
    const service = await serviceOf({
      'package.json': manifest({ dependencies: { express: '5' }, scripts: { start: 'node server.js' } }),
      'server.js': `const app = require('./app')\napp.set('port', process.env.SHOP_PORT || 8400)\napp.listen(app.get('port'))\n`,
      'app.js': `const express = require('express')\nconst app = express()\nmodule.exports = app\n`,
    })
    expect([said(service.port), said(service.portVariable)]).toEqual([8400, 'SHOP_PORT'])
  })

  it('into what a function of another file sets on the application that it makes', async () => {
    const service = await serviceOf({
      'package.json': manifest({ dependencies: { express: '5' }, scripts: { start: 'node server.js' } }),
      'server.js': `const app = require('./server/index')\napp.listen(app.get('port'))\n`,
      'server/index.js': `const makeShop = require('./shop')\nconst shop = makeShop()\nmodule.exports = shop\n`,
      'server/shop.js': `const express = require('express')\nmodule.exports = function makeShop() {\n  const it = express()\n  it.set('title', 9000)\n  it.set('port', process.env.SHOP_PORT || 8300)\n  return it\n}\n`,
    })
    expect([said(service.port), said(service.portVariable)]).toEqual([8300, 'SHOP_PORT'])
  })

  it.each([
    [
      'createEnv({ server: { DATABASE_URL: z.string(), SHOP_PORT: z.coerce.number().default(8500) }, client: {}, runtimeEnv: process.env })',
      8500,
    ],
    ['envSchema({ dotenv: true, schema: SCHEMA })', 8600],
  ])('into variables that a schema describes, and what is said where they are missing: %s', async (made, wanted) => {
    const service = await serviceOf({
      'package.json': manifest({ dependencies: { fastify: '5' }, scripts: { start: 'node server.js' } }),
      'server.js': `import fastify from 'fastify'\nimport { ENV } from './env.js'\nfastify().listen({ port: ENV.SHOP_PORT ?? 8600, host: '0.0.0.0' })\n`,
      'env.js': `import { SCHEMA } from 'shop-schema'\nexport const ENV = ${made}\n`,
    })
    expect([said(service.port), said(service.portVariable)]).toEqual([wanted, 'SHOP_PORT'])
  })

  it('into a schema whose values are handed on as one object', async () => {
    const service = await serviceOf({
      'package.json': manifest({ dependencies: { express: '4' }, scripts: { start: 'node server.js' } }),
      'server.js': `const express = require('express')\nconst config = require('./config')\nexpress().listen(config.listen_port)\n`,
      'config.js': `const convict = require('convict')\nconst conf = convict({ listen_port: { format: 'port', default: 1443, env: 'PORT' }, mode: { default: 'a', env: 'production' } })\nmodule.exports = { ...conf.getProperties(), name: 'parcel' }\n`,
    })
    expect([said(service.port), said(service.portVariable)]).toEqual([1443, 'PORT'])
  })

  it('through features of packages of the repository, and to fields that may be left out', async () => {
    const service = await serviceOf({
      'Cargo.toml': '[workspace]\nmembers = ["app", "core"]\n',
      'app/Cargo.toml': cargo(
        ['axum = "0.8"', 'core = { path = "../core" }', 'redis = "1"'],
        '[features]\ndefault = ["lite"]\nlite = ["core/lite"]\nbig = ["core/big"]\n',
      ),
      'app/src/main.rs': 'struct Args { redis_url: Option<String> }\nfn main() { axum::serve(a, b); }\n',
      'core/Cargo.toml': cargo(
        ['sqlx = "0.8"'],
        '[features]\nlite = ["sqlx/sqlite"]\nbig = ["sqlx/postgres"]\n',
      ).replace('"api"', '"core"'),
      'core/src/lib.rs': '',
    })
    expect(service.databases.map(need => [need.value, need.optional])).toEqual([
      ['postgres', true],
      ['sqlite', false],
    ])
    expect(service.cache.map(need => [need.value, need.optional])).toEqual([['redis', true]])
  })
})

it('a server of hyper 0.14 that serves each connection itself is one of HTTP', async () => {
  const service = await serviceOf({
    'Cargo.toml': cargo(['hyper = "0.14"', 'tokio = "1"']),
    'src/main.rs': `use hyper::server::conn::Http;\nasync fn main() {\n    let listener = tokio::net::TcpListener::bind("0.0.0.0:3080").await.unwrap();\n    let http = Http::new();\n}\n`,
  })
  expect([said(service.workload), said(service.framework), said(service.port)]).toEqual(['http', 'hyper 0.14', 3080])
})

describe('health paths', () => {
  it.each([
    ['a comparison', 'fn route() { if req.uri().path() == "/health" { ok() } }'],
    ['a match', 'fn route() { match (m, p) { (&Method::GET, "/health") => ok(), _ => no() } }'],
    ['a constant', 'const HEALTH_CHECK_PATH: &str = "health";'],
  ])('of a server without a router are read from %s', async (_, code) => {
    const service = await serviceOf({
      'Cargo.toml': cargo(['hyper = "1"']),
      'src/main.rs': `use hyper::server::conn::http1::Builder;\nfn main() { Builder::new(); }\n${code}\n`,
    })
    expect(all(service.healthPaths)).toEqual(['/health'])
  })

  it('have the version that Nest puts in front of them', async () => {
    const service = await serviceOf({
      'package.json': manifest({ dependencies: { '@nestjs/core': '11' }, scripts: { start: 'node src/main.ts' } }),
      'src/main.ts': `${nest}app.setGlobalPrefix('api')\napp.enableVersioning({ type: VersioningType.URI, defaultVersion: '1' })\n`,
      'src/health.controller.ts': `@Controller('health')\nexport class Health { @Get() get() {} }\n`,
    })
    expect(all(service.healthPaths)).toEqual(['/api/v1/health'])
  })
})

describe('sources that disagree are told with both places', () => {
  const files = (dockerfile: string): Files => ({
    'package.json': manifest({ dependencies: { express: '5' }, scripts: { start: 'node a.js' } }),
    'a.js': `require('express')().listen(process.env.PORT || 8080)\n`,
    Dockerfile: `FROM node\n${dockerfile}\nCMD ["node", "a.js"]\n`,
  })

  it('where an image exposes another port', async () => {
    const { problems } = await factsOf(files('EXPOSE 3000'))
    expect(problems.map(p => [p.path, p.line, p.message])).toEqual([
      ['Dockerfile', 2, 'exposes port 3000, but api listens on 8080 (a.js:1)'],
    ])
  })

  it('but not where the image sets the variable, or exposes the same one', async () => {
    expect((await factsOf(files('ENV PORT=3000\nEXPOSE 3000'))).problems).toEqual([])
    expect((await factsOf(files('EXPOSE 9000 8080'))).problems).toEqual([])
  })
})

it('parts in other languages are named by their image where they have no manifest', async () => {
  const { unsupported } = await factsOf({
    'package.json': manifest({}),
    'dispatch/Dockerfile': 'FROM golang\n',
    'dispatch/main.go': 'package main\n',
    'ratings/Dockerfile': 'FROM php\n',
    'ratings/html/composer.json': '{}',
    'ratings/html/index.php': '<?php\n',
  })
  expect(unsupported.map(part => [part.path, part.language])).toEqual([
    ['dispatch', 'go'],
    ['ratings', 'php'],
  ])
})
