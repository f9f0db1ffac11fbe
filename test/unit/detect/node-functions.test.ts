import { describe, expect, it } from 'vitest'
import { all, factsOf, manifest, said, serviceOf, type Files } from './read.ts'

describe('functions that a platform calls', () => {
  const handler = `import { SQSClient } from '@aws-sdk/client-sqs'\nexport const handler = async () => ({ statusCode: 200 })\n`
  const FUNCTIONS: readonly (readonly [string, Files])[] = [
    [
      'a description that names them',
      { 'serverless.yml': 'service: mail\nfunctions:\n  send:\n    handler: src/send.handler\n' },
    ],
    [
      'a description that takes them from another file',
      {
        'serverless.yml':
          'service: mail\nfunctions: ${file(./functions.yml)}\nresources:\n  Resources:\n    queue:\n      Arn: !GetAtt queue.Arn\n',
        'functions.yml': 'send:\n  handler: src/send.handler\n  role: !Ref sender\n',
      },
    ],
    [
      'a template of SAM',
      {
        'template.yaml':
          'Resources:\n  Send:\n    Type: AWS::Serverless::Function\n    Properties:\n      CodeUri: src/\n      Handler: send.handler\n',
      },
    ],
  ]
  it.each(FUNCTIONS)('are a deployment of their own with %s, and nothing starts them', async (_, files) => {
    const service = await serviceOf({
      'package.json': manifest({
        scripts: { build: 'tsc', start: 'sls offline start' },
        dependencies: { '@aws-sdk/client-sqs': '3' },
      }),
      'src/send.ts': handler,
      ...files,
    })
    expect([service.workload.value, said(service.entry), said(service.startScript), said(service.port)]).toEqual([
      'serverless',
      'src/send.ts',
      undefined,
      undefined,
    ])
    expect(all(service.queues)).toEqual(['sqs'])
  })

  it('need what their code imports, also where the platform brings it along and the manifest names it for development', async () => {
    const service = await serviceOf({
      'package.json': manifest({ devDependencies: { '@aws-sdk/client-sqs': '3', '@aws-sdk/client-dynamodb': '3' } }),
      'serverless.yml': 'functions:\n  send:\n    handler: src/send.handler\n',
      'src/send.js': handler,
    })
    expect([all(service.queues), all(service.databases)]).toEqual([['sqs'], []])
  })

  it('have no one entry where there are several programs', async () => {
    const service = await serviceOf({
      'package.json': manifest({}),
      'serverless.yml':
        'functions:\n  - ${file(one.yml)}\n  - ${file(two.yml):inner}\n  - ${file(../../../etc/x.yml)}\n',
      'one.yml': 'one:\n  handler: src/one.run\n',
      'two.yml': 'inner:\n  two:\n    handler: src/two.run\n',
      'src/one.js': 'export const run = () => 1\n',
      'src/two.js': 'export const run = () => 2\n',
    })
    expect([service.workload.value, said(service.entry)]).toEqual(['serverless', undefined])
  })

  it('of Azure are registered by the file that the manifest names, or by all of a folder', async () => {
    const files = (main: string): Files => ({
      'package.json': manifest({
        main,
        scripts: { build: 'tsc', start: 'func start' },
        dependencies: { '@azure/functions': '4', mongoose: '8' },
      }),
      'host.json': '{ "version": "2.0" }',
      'src/functions/list.ts': `import { app } from '@azure/functions'\nimport mongoose from 'mongoose'\napp.get('list', { handler: () => mongoose.connect('x') })\n`,
      'src/functions/add.ts': `import { app } from '@azure/functions'\napp.post('add', { handler: () => 1 })\n`,
    })
    const one = await serviceOf(files('dist/src/functions/list.js'))
    expect([one.workload.value, said(one.entry), all(one.databases)]).toEqual([
      'serverless',
      'src/functions/list.ts',
      ['mongodb'],
    ])
    const every = await serviceOf(files('dist/src/functions/*.js'))
    expect([every.workload.value, said(every.entry)]).toEqual(['serverless', undefined])
  })

  it('are none where the description has resources alone, or a file called host.json says something else', async () => {
    for (const files of [
      { 'serverless.yml': 'service: certificates\nresources:\n  Resources: {}\n' },
      { 'serverless.yml': 'service: site\nfunctions:\n  one:\n    handler: src/missing.run\n' },
      {
        'template.yaml': 'Resources:\n  One:\n    Type: Custom::Other\n    Properties:\n      Handler: src/one.run\n',
        'src/one.js': 'export const run = () => 1\n',
      },
      { 'host.json': '{ "name": "x" }', 'src/one.js': 'export const run = () => 1\n' },
    ] as readonly Files[]) {
      const { services } = await factsOf({ 'package.json': manifest({ main: 'src/one.js' }), ...files })
      expect(services).toEqual([])
    }
  })

  it('are none where a package that uses a framework has a file called host.json, and starts nothing', async () => {
    const { services } = await factsOf({
      'package.json': manifest({ main: 'index.js', dependencies: { express: '5' } }),
      'index.js': `module.exports = require('express')()\n`,
      'host.json': '{ "name": "x" }',
    })
    expect(services).toEqual([])
  })
})

describe('functions in the folder that Vercel looks into', () => {
  const site: Files = {
    'package.json': manifest({
      scripts: { build: 'vite build' },
      dependencies: { react: '19', pg: '8' },
      devDependencies: { vite: '7', hono: '4' },
    }),
    'index.html': '',
    'vercel.json': '{ "rewrites": [] }',
  }
  const handler = `import { Hono } from 'hono'\nimport { Pool } from 'pg'\nconst pool = new Pool()\nexport default new Hono()\n`

  it('are a service beside the pages', async () => {
    const { services } = await factsOf({ ...site, 'api/index.ts': handler, 'api/_shared.ts': handler })
    const found = services.map(s => [s.workload.value, said(s.framework), said(s.entry), all(s.databases)])
    expect(found.map(([workload]) => workload)).toEqual(['static', 'serverless'])
    expect(found[1]).toEqual(['serverless', 'hono 4', 'api/index.ts', ['postgres']])
  })

  it('are all there is in a package without pages', async () => {
    const files = { 'package.json': manifest({}), 'vercel.json': '{}', 'api/a.js': 'module.exports = () => {}\n' }
    expect((await serviceOf(files)).workload.value).toBe('serverless')
  })

  it.each<readonly [string, Files]>([
    ['only the site calls what lies there', { 'api/index.ts': 'export const get = () => fetch("/x")\n' }],
    ['it holds tests', { 'api/a.test.ts': handler, 'api/tests/b.ts': handler }],
    ['the platform is another one', { 'api/index.ts': handler, 'vercel.json': '' }],
  ])('are none where %s', async (why, more) => {
    const { 'vercel.json': description, ...rest } = { ...site, ...more }
    const { services } = await factsOf(why.includes('platform') ? rest : { ...rest, 'vercel.json': description ?? '' })
    expect(services.map(({ workload }) => workload.value)).toEqual(['static'])
  })

  it('are those of PartyKit where its file names the program', async () => {
    const service = await serviceOf({
      'package.json': manifest({ scripts: { deploy: 'partykit deploy' }, devDependencies: { partykit: '1' } }),
      'partykit.json': '{ "main": "src/room.ts" }',
      'src/room.ts': 'export default class Room {}\n',
    })
    expect([service.workload.value, said(service.entry)]).toEqual(['serverless', 'src/room.ts'])
  })
})
