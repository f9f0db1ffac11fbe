import { describe, expect, it } from 'vitest'
import { factsOf, manifest, type Files } from './read.ts'

describe('a service inside of a published command', () => {
  const outer = (dependencies: object, fields: object = {}): string =>
    manifest({ name: 'acme-kit', bin: { 'acme-kit': 'bin/cli.js' }, dependencies, ...fields })
  const service: Files = {
    'kinds/plain/package.json': manifest({
      name: 'plain',
      dependencies: { express: '5' },
      scripts: { start: 'node server.js' },
    }),
    'kinds/plain/server.js': `require('express')().listen(3000)\n`,
  }
  const command = (copy: string): Files => ({
    'bin/cli.js': `#!/usr/bin/env node\nrequire('../lib/make')(process.argv[2])\n`,
    'lib/make.js': `const inquirer = require('inquirer')\n${copy}\n`,
  })

  it.each([
    ['with a library for it', { inquirer: '9', ncp: '2' }, `require('ncp').ncp(kind, target)`],
    [
      'with Node alone',
      { inquirer: '9' },
      `const fs = require('node:fs')\nfs.cpSync(kind, target, { recursive: true })`,
    ],
    [
      'with a name of its own',
      { inquirer: '9', 'fs-extra': '11' },
      `const { copy } = require('fs-extra')\ncopy(kind, target)`,
    ],
  ])('is a template where the command asks questions and copies folders %s', async (_, dependencies, copy) => {
    const facts = await factsOf({ 'package.json': outer(dependencies), ...command(copy), ...service })
    expect(facts.services).toEqual([])
    expect(facts.nonServices.map(item => [item.path, item.reason])).toEqual([
      ['.', 'a command-line program'],
      ['kinds/plain', 'a template'],
    ])
  })

  const asks = { inquirer: '9', ncp: '2' }
  const copy = `require('ncp').ncp(kind, target)`
  it.each([
    ['only asks questions', { 'package.json': outer({ inquirer: '9' }), ...command('inquirer.prompt([])') }],
    ['only copies', { 'package.json': outer({ ncp: '2' }), ...command(copy) }],
    ['is not published', { 'package.json': outer(asks, { private: true }), ...command(copy) }],
    [
      'has it as a part of its workspace',
      { 'package.json': outer(asks, { workspaces: ['kinds/*'] }), ...command(copy) },
    ],
    [
      'has it run beside it',
      {
        'package.json': outer(asks),
        ...command(copy),
        'compose.yaml': 'services:\n  web:\n    build: ./kinds/plain\n',
      },
    ],
    [
      'talks of copying in a comment',
      { 'package.json': outer({ inquirer: '9' }), ...command(`require('node:fs') // fs.cpSync(a, b)`) },
    ],
  ] as readonly (readonly [string, Files])[])('is one where the command %s', async (_, files) => {
    const { services } = await factsOf({ ...files, ...service })
    expect(services.map(({ path }) => path)).toEqual(['kinds/plain'])
  })
})

it('what lies in folders of a repository that `npm create` runs is handed out', async () => {
  const facts = await factsOf({
    'package.json': manifest({ name: '@acme/create-shop', bin: 'run.js' }),
    'run.js': 'console.log(1)\n',
    'base/package.json': manifest({ dependencies: { next: '16' }, scripts: { start: 'next start' } }),
  })
  expect(facts.services).toEqual([])
})
