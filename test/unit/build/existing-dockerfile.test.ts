import { expect, test } from 'vitest'
import { artifact } from '../../../generators/build/dockerfile/index.ts'
import { dockerfileFor } from '../../../generators/build/dockerfile/existing.ts'
import { renderOne } from '../../support/context.ts'
import { contextWith, NODE, RUST } from './support.ts'

const NODE_FILE = 'FROM node:22-slim\nCOPY . .\nRUN npm ci\nCMD ["node", "server.js"]\n'
const NOTHING = { Dockerfile: '' } as const

/** Two servers of one repository. */
const PAIR: Readonly<Record<string, string>> = {
  'package.json': JSON.stringify({ name: 'shop', private: true, workspaces: ['apps/*'] }),
  'package-lock.json': '{ "lockfileVersion": 3, "packages": {} }\n',
  ...Object.fromEntries(
    ['orders', 'billing'].flatMap(name => [
      [
        `apps/${name}/package.json`,
        JSON.stringify({
          name: `@shop/${name}`,
          dependencies: { express: '^5.0.0' },
          scripts: { start: 'node server.js' },
        }),
      ],
      [
        `apps/${name}/server.js`,
        "const express = require('express')\nexpress().listen(process.env.PORT || 3000, '0.0.0.0')\nprocess.on('SIGTERM', () => {})\n",
      ],
    ]),
  ),
}

const cases: readonly [
  string,
  Readonly<Record<string, string>>,
  Readonly<Record<string, string>>,
  'present' | 'partial' | 'absent',
][] = [
  ['none', NODE, {}, 'absent'],
  ['at the root of the only service', NODE, { Dockerfile: NODE_FILE }, 'present'],
  ['in a folder for images', NODE, { 'docker/Dockerfile': NODE_FILE }, 'present'],
  ['under another name', NODE, { 'build/desk.Dockerfile': NODE_FILE }, 'present'],
  ['for development', NODE, { 'Dockerfile.dev': NODE_FILE }, 'absent'],
  ['for a development container', NODE, { '.devcontainer/Dockerfile': NODE_FILE }, 'absent'],
  [
    'of the database',
    NODE,
    { 'docker/postgres/Dockerfile': 'FROM postgres:17\nCOPY init.sql /docker-entrypoint-initdb.d/\n' },
    'absent',
  ],
  ['beside one of two services', PAIR, { 'apps/orders/Dockerfile': NODE_FILE }, 'partial'],
  [
    'beside both services',
    PAIR,
    { 'apps/orders/Dockerfile': NODE_FILE, 'apps/billing/Dockerfile': NODE_FILE },
    'present',
  ],
  [
    'above, which names one of them',
    PAIR,
    { Dockerfile: 'FROM node:22\nCOPY apps/orders ./\nRUN npm ci\n' },
    'partial',
  ],
  ['with a program that was compiled before', RUST, { Dockerfile: 'FROM scratch\nCOPY shop /shop\n' }, 'present'],
]
test.each(cases)('a Dockerfile %s', async (_where, repository, files, state) => {
  expect(artifact.audit(await contextWith({ ...repository, ...files })).state).toBe(state)
})

test.each([
  ['a base, which starts nothing', 'docker/Base.Dockerfile', 'FROM node:22-slim\nRUN npm install -g tsx\n'],
  ['a variant with another name', 'docker/Alpine.Dockerfile', NODE_FILE.replace('slim', 'alpine')],
])('the image is built by the plain Dockerfile, not by %s', async (_, path, text) => {
  const ctx = await contextWith({ ...NODE, [path]: text, 'docker/Dockerfile': NODE_FILE })
  const [service] = ctx.contract.services
  expect(service && dockerfileFor(ctx, service)?.path).toBe('docker/Dockerfile')
})

test('the service that has one gets none of ours, and nothing else is written for it', async () => {
  const ctx = await contextWith({ ...NODE, Dockerfile: NODE_FILE })
  expect(artifact.applies(ctx)).toBe(true)
  expect(await renderOne(artifact, ctx)).toEqual([])
})

test('the other service gets one', async () => {
  const rendered = await renderOne(artifact, await contextWith({ ...PAIR, 'apps/orders/Dockerfile': NODE_FILE }))
  expect(rendered.map(r => r.path)).toEqual(['apps/billing/Dockerfile', '.dockerignore'])
})

test('a Dockerfile of an earlier run is ours: it is written again, and the repository has it', async () => {
  const ctx = await contextWith({ ...NODE, ...NOTHING }, {}, path =>
    path === 'Dockerfile' ? ['build/dockerfile'] : [],
  )
  expect((await renderOne(artifact, ctx)).map(r => r.path)).toContain('Dockerfile')
  expect(artifact.audit(ctx).state).toBe('present')
})

test('where nothing is deployed, no Dockerfile is asked for', async () => {
  expect(artifact.applies(await contextWith({ 'readme.md': '# Notes\n' }))).toBe(
    'nothing in the repository is deployed',
  )
})
