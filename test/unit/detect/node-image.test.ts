import { describe, expect, it } from 'vitest'
import { factsOf, manifest, said, serviceOf, type Files } from './read.ts'

describe('a service that only its image starts', () => {
  const library: Files = {
    'package.json': manifest({ name: 'root', private: true, workspaces: ['services/*', 'packages/*'] }),
    'packages/core/package.json': manifest({
      name: '@acme/core',
      exports: './dist/index.js',
      dependencies: { express: '5' },
    }),
    'packages/core/src/index.ts': `import express from 'express'\nexport class Core {\n  start() { express().listen(4100) }\n}\n`,
    'services/edge/package.json': manifest({ name: 'edge', dependencies: { '@acme/core': '*' } }),
    'services/edge/gateway.ts': `import { Core } from '@acme/core'\nnew Core().start()\n`,
    'services/edge/once.ts': `console.log('by hand')\n`,
  }
  const image = (...lines: readonly string[]): string =>
    ['FROM node:24', 'WORKDIR /app/services/edge', ...lines, ''].join('\n')

  it('begins with the file that the image runs, behind what passes signals on and the options of node', async () => {
    const { services } = await factsOf({
      ...library,
      'services/edge/Dockerfile': image(
        'ENTRYPOINT ["dumb-init", "--"]',
        'CMD ["node", "--enable-source-maps", "--import=./tracer.ts", "gateway.ts"]',
      ),
    })
    expect(services.map(s => [s.path, said(s.entry), said(s.port), said(s.framework)])).toEqual([
      ['services/edge', 'gateway.ts', 4100, 'express 5'],
    ])
  })

  it.each([
    ['the images of the folder run different files', { Dockerfile: 'gateway.ts', 'jobs.Dockerfile': 'once.ts' }, []],
    ['the image is for development', { 'Dockerfile.dev': 'gateway.ts' }, []],
    ['both images run the same', { Dockerfile: 'gateway.ts', 'Dockerfile.arm': 'gateway.ts' }, ['gateway.ts']],
  ])('is told from them alone: %s', async (_, images, entries) => {
    const { services } = await factsOf({
      ...library,
      ...Object.fromEntries(
        Object.entries(images).map(([name, file]) => [`services/edge/${name}`, image(`CMD node ${file}`)]),
      ),
    })
    expect(services.map(s => said(s.entry))).toEqual(entries)
  })

  it.each([
    ['serve:all', { 'serve:all': 'node gateway.js' }, 'serve:all'],
    ['serve:all beside a usual name', { 'serve:all': 'node gateway.js', start: 'node gateway.js' }, 'start'],
    ['db:migrate, which prepares', { 'db:migrate': 'node gateway.js' }, undefined],
  ])('is started by the script that the image runs: %s', async (_, scripts, start) => {
    const [script = ''] = Object.keys(scripts)
    const { services } = await factsOf({
      'package.json': manifest({ scripts, main: 'gateway.js', dependencies: { koa: '3' } }),
      'gateway.js': `const Koa = require('koa')\nnew Koa().listen(3000)\n`,
      Dockerfile: `FROM node:24\nCMD ["npm", "run", "${script}"]\n`,
    })
    expect(services.map(s => said(s.startScript))).toEqual([start])
  })
})

describe('a service whose image runs a shell script', () => {
  const files = (...lines: readonly string[]): Files => ({
    'package.json': manifest({ main: 'lib/index.js', dependencies: { express: '5' } }),
    Dockerfile: 'FROM acme/base\nCOPY . /app\nCMD ["/app/run.sh"]\n',
    'run.sh': ['#!/bin/bash', 'set -e', ...lines, ''].join('\n'),
    'main.js': `const app = require('./lib/index')\napp.listen(4100)\n`,
    'lib/index.js': `module.exports = require('express')()\n`,
  })

  it('begins with the file that the script puts in its own place', async () => {
    const { services } = await factsOf(
      files(
        'source config/env',
        'if [ "$MODE" = live ]; then',
        '  exec node --enable-source-maps --loader @swc-node/register main.js "$@" 2>&1',
        'fi',
        'exec supervisor main.js',
      ),
    )
    expect(services.map(s => [said(s.entry), said(s.port)])).toEqual([['main.js', 4100]])
  })

  it.each(['# exec node main.js', 'node main.js --migrate', 'exec > log'])(
    'is not told from a line such as %s',
    async line => {
      const { services } = await factsOf(files(line))
      expect(services.map(s => said(s.entry))).not.toContain('main.js')
    },
  )
})

describe('the port of a static site whose image exposes none', () => {
  const site = (...last: readonly string[]): Files => ({
    'package.json': manifest({ scripts: { build: 'vite build' }, devDependencies: { vite: '7' } }),
    'index.html': '<div id="root"></div>\n',
    Dockerfile: `FROM node:24 AS build\nRUN npm run build\n${last.join('\n')}\nCOPY --from=build /app/dist /usr/share/nginx/html\n`,
  })

  it.each<readonly [string, number | undefined]>([
    ['FROM docker.io/library/nginx:1.29-alpine@sha256:0', 80],
    ['FROM nginxinc/nginx-unprivileged:stable', 8080],
    ['FROM acme/nginx-special', undefined],
  ])('is the one of its web server: %s', async (from, port) => {
    expect(said((await serviceOf(site(from))).port)).toBe(port)
  })

  it('is not known where settings are copied over those of the web server', async () => {
    expect(said((await serviceOf(site('FROM nginx', 'COPY settings/ /etc/nginx/'))).port)).toBeUndefined()
  })
})
