import { describe, expect, it } from 'vitest'
import { all, factsOf, manifest, said, serviceOf, type Files } from './read.ts'

const root = manifest({ name: 'shop', private: true, workspaces: ['packages/*'] })
const listens = `import express from 'express'\nexpress().listen(3000)\n`

/** What is said of each folder that is no service. */
async function reasons(files: Files): Promise<Readonly<Record<string, string>>> {
  const { services, nonServices } = await factsOf(files)
  expect(services.map(({ path }) => path)).toEqual([])
  return Object.fromEntries(nonServices.map(({ path, reason }) => [path, reason]))
}

describe('an application that a workspace builds beside itself', () => {
  const files: Files = {
    'package.json': manifest({
      dependencies: { '@nestjs/core': '10', '@nestjs/platform-express': '10' },
      scripts: { build: 'nx run-many --target=build' },
    }),
    'apps/billing/project.json': JSON.stringify({
      name: 'billing',
      projectType: 'application',
      targets: { build: { options: { outputPath: 'dist/apps/billing', main: 'apps/billing/src/main.ts' } } },
    }),
    'apps/billing/src/main.ts': `import { NestFactory } from '@nestjs/core'\nconst app = await NestFactory.create({})\nawait app.listen(process.env.PORT || 3100)\n`,
  }

  it('is found, with the command that starts it from there', async () => {
    const service = await serviceOf(files)
    expect([service.path, said(service.port)]).toEqual(['apps/billing', 3100])
    expect(said(service.startCommand)).toEqual(['node', '../../dist/apps/billing/main.js'])
  })

  it('is found where the build leaves the repository', async () => {
    const project = (files['apps/billing/project.json'] ?? '').replace('dist/apps/billing', '../../../out')
    expect((await serviceOf({ ...files, 'apps/billing/project.json': project })).path).toBe('apps/billing')
  })
})

describe('a published command that can serve', () => {
  const cli: Files = {
    'package.json': root,
    'packages/cli/package.json': manifest({
      name: '@shop/cli',
      main: 'lib/index.js',
      bin: { shop: 'bin/shop.js' },
      scripts: { start: 'node .' },
      dependencies: { express: '5', yargs: '17' },
    }),
    'packages/cli/bin/shop.js': `#!/usr/bin/env node\nimport '../lib/index.js'\n`,
    'packages/cli/src/index.ts': `import yargs from 'yargs'\nimport { preview } from './preview.js'\nvoid yargs(process.argv).command('preview', '', {}, preview).parse()\n`,
    'packages/cli/src/preview.ts': `import express from 'express'\nexport const preview = () => express().listen(3000)\n`,
  }

  it('is a command, also where developers have a script that starts it', async () => {
    expect((await reasons(cli))['packages/cli']).toBe('a command-line program')
  })

  it('is a service where an image runs it', async () => {
    const Dockerfile = 'FROM node:24\nCOPY . .\nCMD ["node", "lib/index.js"]\n'
    expect((await serviceOf({ ...cli, 'packages/cli/Dockerfile': Dockerfile })).path).toBe('packages/cli')
  })

  it('is a service where it offers no commands', async () => {
    const files = { ...cli, 'packages/cli/src/index.ts': `import { preview } from './preview.js'\npreview()\n` }
    expect((await serviceOf(files)).path).toBe('packages/cli')
  })
})

describe('a member that tries out libraries of its workspace', () => {
  const files: Files = {
    'package.json': root,
    'packages/engine/package.json': manifest({ name: '@shop/engine', main: 'dist/index.js', types: 'dist/index.d.ts' }),
    'packages/engine/src/index.ts': `export const engine = 1\n`,
    'packages/bench-shop/package.json': manifest({
      name: 'bench-shop',
      private: true,
      scripts: { 'dev:server': 'ts-node index.ts' },
      dependencies: { express: '5', '@shop/engine': '*' },
    }),
    'packages/bench-shop/index.ts': `import '@shop/engine'\n${listens}`,
  }

  it('is no service: it starts only while somebody develops', async () => {
    expect((await reasons(files))['packages/bench-shop']).toBe('a package that starts nothing')
  })

  it('is a service once a script starts it in production', async () => {
    const started = (files['packages/bench-shop/package.json'] ?? '').replace('"dev:server"', '"start"')
    expect((await serviceOf({ ...files, 'packages/bench-shop/package.json': started })).path).toBe(
      'packages/bench-shop',
    )
  })

  it('is a service where the libraries are the own of the product', async () => {
    const engine = manifest({ name: '@shop/engine', private: true, types: 'dist/index.d.ts' })
    expect((await serviceOf({ ...files, 'packages/engine/package.json': engine })).path).toBe('packages/bench-shop')
  })
})

describe('a front end that a workspace publishes as a library', () => {
  const site = (fields: object): Files => ({
    'package.json': root,
    'packages/panel/package.json': manifest({
      name: '@shop/panel',
      dependencies: { react: '19' },
      devDependencies: { vite: '7' },
      scripts: { dev: 'vite', build: 'vite build' },
      ...fields,
    }),
    'packages/panel/index.html': '<div id="root"></div>\n',
    'packages/panel/src/main.tsx': `import React from 'react'\n`,
  })

  it('is a library, whose page is for its developers', async () => {
    expect((await reasons(site({ types: 'dist/index.d.ts' })))['packages/panel']).toBe('a library')
  })

  it.each([
    ['private', { private: true, types: 'dist/index.d.ts' }],
    ['without anything to import', {}],
  ])('is a site where it is %s', async (_, fields) => {
    expect((await serviceOf(site(fields))).workload.value).toBe('static')
  })
})

describe('a workspace of Angular', () => {
  const angular = (type: string): Files => ({
    'package.json': manifest({
      private: true,
      dependencies: { '@angular/core': '19' },
      scripts: { start: 'ng serve', build: 'ng build' },
    }),
    'angular.json': JSON.stringify({ projects: { widgets: { projectType: type, root: '', sourceRoot: 'src' } } }),
    'src/main.ts': `import '@angular/core'\n`,
  })

  it('is no site where it holds libraries alone', async () => {
    expect(Object.keys(await reasons(angular('library')))).toEqual(['.'])
  })

  it('is one with an application', async () => {
    expect((await serviceOf(angular('application'))).workload.value).toBe('static')
  })
})

describe('what a generator copies', () => {
  it.each(['service-templates/orders', 'src/code-templates/services/orders'])('is no service: %s', async folder => {
    const files = {
      'package.json': manifest({ bin: { make: 'cli.js' } }),
      'cli.js': `console.log(1)\n`,
      [`${folder}/package.json`]: manifest({ dependencies: { express: '5' }, scripts: { start: 'node a.js' } }),
      [`${folder}/a.js`]: `require('express')().listen(3000)\n`,
    }
    expect((await reasons(files))[folder]).toBe('a template')
  })
})

describe('a package whose only program is a worker', () => {
  const files = (more: Files = {}): Files => ({
    'package.json': root,
    'packages/reports/package.json': manifest({
      name: '@shop/reports',
      main: 'dist/index.js',
      types: 'dist/index.d.ts',
      scripts: { build: 'tsc', worker: 'node dist/bin/worker.js' },
      dependencies: { ioredis: '5' },
    }),
    'packages/reports/src/index.ts': `export const a = 1\n`,
    'packages/reports/bin/worker.ts': `import Redis from 'ioredis'\nvoid new Redis('redis://a').subscribe('b')\n`,
    ...more,
  })

  it('is a worker where its folder has an image, with the script that starts it', async () => {
    const Dockerfile = 'FROM node:24\nENTRYPOINT ["docker/entrypoint.sh"]\nCMD ["start-worker"]\n'
    const service = await serviceOf(files({ 'packages/reports/Dockerfile': Dockerfile }))
    expect([service.workload.value, said(service.entry), said(service.startScript)]).toEqual([
      'worker',
      'bin/worker.ts',
      'worker',
    ])
  })

  it('is a library where none has', async () => {
    expect((await reasons(files()))['packages/reports']).toBe('a library')
  })
})

describe('a server of HTTP with gRPC beside it', () => {
  const grpc = `import * as grpc from '@grpc/grpc-js'\nexport const serve = () => new grpc.Server().bindAsync('0.0.0.0:50051', grpc.ServerCredentials.createInsecure(), () => {})\n`
  const files = (main: string): Files => ({
    'package.json': manifest({
      dependencies: { express: '5', '@grpc/grpc-js': '1' },
      scripts: { start: 'node main.js' },
    }),
    'main.js': main,
    'rpc.js': grpc,
    '.env.example': 'PORT=8080\n',
  })

  it('is called by what it opens first', async () => {
    const http = `import express from 'express'\nimport { serve } from './rpc.js'\nexpress().listen(process.env.PORT)\nserve()\n`
    const service = await serviceOf(files(http))
    expect([service.workload.value, said(service.port)]).toEqual(['http', 8080])
  })
})

describe('a port that is kept elsewhere', () => {
  const server = (main: string, more: Files = {}): Files => ({
    'package.json': manifest({ dependencies: { express: '5' }, scripts: { start: 'node main.js' } }),
    'main.js': main,
    ...more,
  })

  it.each([
    [
      'the application that another file makes',
      `import app from './app.js'\napp.listen(app.get('port'))\n`,
      { 'app.js': `import express from 'express'\nconst app = express()\napp.set('port', 3107)\nexport default app\n` },
    ],
    [
      'the number behind the variables that a function reads',
      `import express from 'express'\nimport { whole } from 'lib'\nexpress().listen(whole(process.env.API_PORT || process.env.PORT, 3107, { min: 0 }))\n`,
      {},
    ],
    [
      'the other branch, where the variable is made a number',
      `import express from 'express'\nconst main = async () => {\n  const port = env.get('PORT', true) ? +env.get('PORT', true) : 3107\n  express().listen(port)\n}\nmain()\n`,
      {},
    ],
    [
      'a file of variables beside the sources',
      `import express from 'express'\nexpress().listen(process.env.PORT)\n`,
      { 'src/.example.env': 'NODE_ENV=production\nPORT=3107\n' },
    ],
  ] as readonly (readonly [string, string, Files])[])('is read from %s', async (_, main, more) => {
    expect(said((await serviceOf(server(main, more))).port)).toBe(3107)
  })
})

describe('the routes of a class', () => {
  it('are those of the class that it extends as well', async () => {
    const service = await serviceOf({
      'package.json': manifest({
        dependencies: { '@nestjs/core': '10', '@nestjs/common': '10' },
        scripts: { start: 'node dist/main.js' },
      }),
      'src/main.ts': `import { NestFactory } from '@nestjs/core'\nimport { App } from './app.js'\nconst app = await NestFactory.create(App)\napp.setGlobalPrefix('api')\nawait app.listen(3000)\n`,
      'src/app.ts': `export { Probes as App } from './probes.js'\n`,
      'src/probes.ts': `import { Controller } from '@nestjs/common'\nimport { Base } from './base.js'\n@Controller('_health')\nexport class Probes extends Base {}\n`,
      'src/base.ts': `import { Get } from '@nestjs/common'\nexport class Base {\n  @Get('live')\n  live() {}\n}\n`,
    })
    expect(all(service.healthPaths)).toEqual(['/api/_health/live'])
  })

  it('are found with the decorators of Inversify', async () => {
    const service = await serviceOf({
      'package.json': manifest({
        dependencies: { express: '5', 'inversify-express-utils': '6' },
        scripts: { start: 'node dist/main.js' },
      }),
      'src/main.ts': `import { InversifyExpressServer } from 'inversify-express-utils'\nimport './probe.js'\nnew InversifyExpressServer(c).build().listen(3000)\n`,
      'src/probe.ts': `import { controller, httpGet } from 'inversify-express-utils'\n@controller('/healthcheck')\nexport class Probe {\n  @httpGet('/')\n  async get() { return 'OK' }\n}\n`,
    })
    expect(all(service.healthPaths)).toEqual(['/healthcheck'])
  })
})

describe('a client of Prisma that is generated into the sources', () => {
  it('is known by the schema that writes it, wherever that lies', async () => {
    const service = await serviceOf({
      'package.json': manifest({
        dependencies: { '@nestjs/core': '10', '@prisma/client': '5' },
        scripts: { build: 'nx run-many --target=build' },
      }),
      'apps/billing/project.json': JSON.stringify({
        name: 'billing',
        projectType: 'application',
        targets: { build: { options: { outputPath: 'dist/apps/billing', main: 'apps/billing/src/main.ts' } } },
      }),
      'apps/billing/src/main.ts': `import { NestFactory } from '@nestjs/core'\nimport './db.js'\nawait (await NestFactory.create({})).listen(3100)\n`,
      'apps/billing/src/db.ts': `import { PrismaClient } from '../prisma/made'\nexport const db = new PrismaClient()\n`,
      'libs/schema/shop.prisma': `generator client {\n  provider = "prisma-client-js"\n  output = "../../apps/billing/prisma/made"\n}\ndatasource db {\n  provider = "mysql"\n}\n`,
      'libs/schema/migrations/20240101000000_init/migration.sql': 'CREATE TABLE a (b INT);\n',
    })
    expect([all(service.databases), all(service.orm), said(service.migrations)]).toEqual([
      ['mysql'],
      ['prisma'],
      'libs/schema/migrations',
    ])
  })
})

describe('a worker of Nest with a server for probes', () => {
  const files = (health: string, more: Files = {}): Files => ({
    'package.json': manifest({
      dependencies: { '@nestjs/core': '10', '@nestjs/common': '10', '@nestjs/microservices': '10', kafkajs: '2' },
      scripts: { start: 'node dist/main.js' },
    }),
    'src/main.ts': `import { NestFactory } from '@nestjs/core'\nimport { Mails } from './mails.js'\nimport './health.js'\nconst app = await NestFactory.create(Mails)\nawait app.startAllMicroservices()\nawait app.listen(5011)\n`,
    'src/mails.ts': `import { Controller } from '@nestjs/common'\nimport { EventPattern } from '@nestjs/microservices'\n@Controller()\nexport class Mails {\n  @EventPattern('mail.asked')\n  send() {}\n}\n`,
    'src/health.ts': health,
    ...more,
  })
  const probe = `import { Controller, Get } from '@nestjs/common'\n@Controller('health')\nexport class Health {\n  @Get('live')\n  live() {}\n}\n`

  it('is a worker, with the port and the path of its probe', async () => {
    const service = await serviceOf(files(probe))
    expect([service.workload.value, said(service.port), all(service.healthPaths)]).toEqual([
      'worker',
      5011,
      ['/health/live'],
    ])
    expect(service.workload.evidence[0]?.path).toBe('src/mails.ts')
  })

  it.each([
    ['a route that clients ask for', files(probe.replace("'live'", "'orders'"))],
    ['a method that changes something', files(probe.replaceAll('Get', 'Post'))],
    ['a gateway of sockets', files(`import '@nestjs/websockets'\n${probe}`)],
    ['no messages', files(probe, { 'src/mails.ts': `// @EventPattern('a')\nexport class Mails {}\n` })],
  ])('is a server with %s', async (_, given) => {
    expect((await serviceOf(given)).workload.value).toBe('http')
  })
})

describe('a server of mail', () => {
  it('speaks no HTTP', async () => {
    const service = await serviceOf({
      'package.json': manifest({ dependencies: { 'smtp-server': '3' }, scripts: { start: 'node main.js' } }),
      'main.js': `import { SMTPServer } from 'smtp-server'\nconst inbox = new SMTPServer({})\ninbox.listen(2525)\n`,
    })
    expect([service.workload.value, said(service.port)]).toEqual(['tcp', 2525])
  })
})

describe('a site that a small server in its image serves', () => {
  it('has the port that the script of the image says', async () => {
    const service = await serviceOf({
      'package.json': manifest({
        private: true,
        dependencies: { react: '18', 'react-scripts': '5' },
        scripts: {
          start: 'react-scripts start',
          build: 'react-scripts build',
          'start:static:build': 'http-server build -p 4200',
        },
      }),
      Dockerfile: 'FROM node:24\nCMD ["npm", "run", "start:static:build"]\n',
      'src/index.tsx': `import React from 'react'\n`,
    })
    expect([service.workload.value, said(service.port)]).toEqual(['static', 4200])
  })
})

describe('a start script for development', () => {
  const files: Files = {
    'package.json': manifest({
      dependencies: { express: '5' },
      scripts: { start: 'nodemon src/main.js', launch: 'node src/main.js' },
    }),
    Dockerfile: 'FROM node:24\nCMD ["npm", "run", "launch"]\n',
    'src/main.js': `import express from 'express'\nexpress().listen(3000)\n`,
  }

  it('is none of production where the image runs another one', async () => {
    expect(said((await serviceOf(files)).startScript)).toBe('launch')
  })
})

describe('a counter with the paths of requests as labels', () => {
  it('answers none of them', async () => {
    const service = await serviceOf({
      'package.json': manifest({
        dependencies: { express: '5', 'prom-client': '15' },
        scripts: { start: 'node main.js' },
      }),
      'main.js': `import express from 'express'\nimport './limits.js'\nconst app = express()\napp.get('/internal/prometheus', show)\napp.listen(3000)\n`,
      'limits.js': `limits.labels({ endpoint: '/api/metrics', method: 'GET' }).set(1)\nexport const routes = [{ path: '/v1/metrics', method: 'post', handler }]\n`,
    })
    expect(said(service.metricsPath)).toBe('/internal/prometheus')
  })
})

describe('a queue that a variable decides about', () => {
  const needs = async (condition: string): Promise<readonly (readonly [string, boolean])[]> => {
    const { queues, cache } = await serviceOf({
      'package.json': manifest({
        dependencies: { express: '5', '@aws-sdk/client-sqs': '3', ioredis: '5' },
        scripts: { start: 'node main.js' },
      }),
      'main.js': `import express from 'express'\nimport Redis from 'ioredis'\nimport { SQSClient } from '@aws-sdk/client-sqs'\nif (${condition}) start(new SQSClient({}), new Redis())\nexpress().listen(3000)\n`,
    })
    return [...queues, ...cache].map(({ value, optional }) => [value, optional])
  }

  it('is optional where a function reads the variable', async () => {
    expect(await needs(`env.get('SQS_QUEUE_URL', true)`)).toEqual([
      ['sqs', true],
      ['redis', false],
    ])
  })

  it('is needed where only somebody signs in with it', async () => {
    expect(await needs('process.env.REDIS_PASSWORD')).toEqual([
      ['sqs', false],
      ['redis', false],
    ])
  })
})

describe('migrations of Prisma', () => {
  it('are known by their shape where the folder has another name', async () => {
    const service = await serviceOf({
      'package.json': manifest({
        dependencies: { express: '5', '@prisma/client': '6' },
        scripts: { start: 'node main.js' },
      }),
      'main.js': `import express from 'express'\nexpress().listen(3000)\n`,
      'db/schema/shop.prisma': `datasource db {\n  provider = "postgresql"\n}\n`,
      'db/steps/20240101000000_init/migration.sql': 'CREATE TABLE a (b INT);\n',
      'db/mysql-steps/20240101000000_init/migration.sql': 'CREATE TABLE a (b INT);\n',
      'db/notes/20240101000000_init.md': '',
    })
    expect(said(service.migrations)).toBe('db/steps')
  })
})
