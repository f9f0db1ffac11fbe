import { describe, expect, it } from 'vitest'
import { factsOf, manifest, said, serviceOf, type Files } from './read.ts'

/** @returns why there is no service, by folder */
async function reasonsOf(files: Files): Promise<Readonly<Record<string, string>>> {
  const { services, nonServices } = await factsOf(files)
  expect(services.map(service => service.path)).toEqual([])
  return Object.fromEntries(nonServices.map(({ path, reason }) => [path, reason]))
}

describe('an app that is packed for desktops, and may be served as well', () => {
  const app: Files = {
    'package.json': manifest({
      dependencies: { next: '16', react: '19' },
      devDependencies: { '@tauri-apps/cli': '2' },
      scripts: { build: 'next build', start: 'next start' },
    }),
    'src-tauri/tauri.conf.json': '{}',
  }

  it('is a service where an image of the repository opens a port', async () => {
    const Dockerfile = 'FROM node:22\nCOPY . .\nRUN npm run build\nEXPOSE 3000\nCMD ["node", "server.js"]\n'
    const service = await serviceOf({ ...app, Dockerfile })
    expect([service.workload.value, said(service.port)]).toEqual(['http', 3000])
  })

  it.each([
    ['without an image', {}],
    ['in an image that only builds it', { Dockerfile: 'FROM node:22\nCOPY . .\nCMD ["npm", "run", "tauri"]\n' }],
  ] as readonly (readonly [string, Files])[])('is none %s', async (_, more) => {
    expect(await reasonsOf({ ...app, ...more })).toEqual({ '.': 'the window of a desktop app' })
  })

  it('stays an app where its image serves something else', async () => {
    const Dockerfile = 'FROM node:22\nEXPOSE 3000\nCMD ["npx", "serve"]\n'
    const shell = { 'package.json': manifest({ devDependencies: { electron: '39' } }), Dockerfile }
    expect(await reasonsOf(shell)).toEqual({ '.': 'a desktop app' })
  })
})

describe('pages of a browser extension in a package of their own', () => {
  const extension = (popup: string): Files => ({
    'clipper/manifest.json': JSON.stringify({ manifest_version: 3, action: { default_popup: popup } }),
    'clipper/panel/package.json': manifest({ devDependencies: { vite: '7' }, scripts: { build: 'vite build' } }),
    'clipper/panel/index.html': '',
  })

  it('are part of the extension whose manifest names them', async () => {
    expect(await reasonsOf(extension('panel/dist/index.html'))).toEqual({ 'clipper/panel': 'a browser extension' })
  })

  it('are a site where the manifest above names other pages', async () => {
    expect((await serviceOf(extension('other/index.html'))).workload.value).toBe('static')
  })
})

describe('a script that runs a folder', () => {
  const server: Files = {
    'package.json': manifest({
      main: 'build/client.js',
      dependencies: { express: '5' },
      scripts: { build: 'tsc', start: 'node build' },
    }),
    'tsconfig.json': '{ "compilerOptions": { "rootDir": "src", "outDir": "build" } }',
    'src/index.ts': "import express from 'express'\nexpress().listen(4100)\n",
    'src/client.ts': 'export const unused = 1\n',
  }

  it('starts the index that the build will write there', async () => {
    const service = await serviceOf(server)
    expect([said(service.entry), said(service.port)]).toEqual(['src/index.ts', 4100])
  })

  it.each(['node build', 'node build/', 'node ./build/'])('is written out with that index: %s', async start => {
    const scripts = { build: 'tsc', start }
    const service = await serviceOf({
      ...server,
      'package.json': manifest({ dependencies: { express: '5' }, scripts }),
    })
    expect(said(service.startCommand)).toEqual(['node', 'build/index.js'])
  })

  it('starts the index that is there', async () => {
    const code = "const express = require('express')\nexpress().listen(4200)\n"
    expect(said((await serviceOf({ ...server, 'build/index.js': code })).port)).toBe(4200)
  })
})

describe('a package of an Nx workspace without scripts', () => {
  const workspace = (plugins: readonly unknown[], more: object = {}): Files => ({
    'package.json': manifest({ name: 'root', private: true, workspaces: ['apps/*'] }),
    'nx.json': JSON.stringify({ plugins }),
    'apps/shop/package.json': manifest({ name: 'shop', dependencies: { next: '16' }, ...more }),
    'apps/shop/next.config.mjs': 'export default {}\n',
  })

  it.each([
    ['by its name', ['@nx/next/plugin']],
    ['with options', [{ plugin: '@nx/next/plugin', options: { buildTargetName: 'build' } }]],
  ])('is built by the plugin of its framework, which the workspace has %s', async (_, plugins) => {
    const service = await serviceOf(workspace(plugins))
    expect([service.path, said(service.framework), said(service.port)]).toEqual(['apps/shop', 'next 16', 3000])
  })

  it('is built by a target of its manifest', async () => {
    const nx = { targets: { build: { executor: 'nx:run-commands', options: { command: 'next build' } } } }
    expect((await serviceOf(workspace([], { nx }))).path).toBe('apps/shop')
  })

  it.each([
    ['no plugin', workspace([])],
    ['a plugin for other settings', workspace(['@nx/vite/plugin'])],
    ['targets that only check it', workspace([], { nx: { targets: { test: { executor: 'nx:run-commands' } } } })],
  ])('is nothing that runs with %s', async (_, files) => {
    expect(await reasonsOf(files)).toHaveProperty('apps/shop', 'a package that starts nothing')
  })
})

describe('a package in a folder for tests', () => {
  it.each(['test-client', 'test-page', 'mock-site', 'test-embed'])('is none of the product: %s', async folder => {
    const files = {
      [`${folder}/package.json`]: manifest({ dependencies: { express: '5' }, main: 'index.js' }),
      [`${folder}/index.js`]: "require('express')().listen(3000)\n",
      'package.json': manifest({ name: 'root', private: true }),
    }
    expect(await reasonsOf(files)).toHaveProperty(folder, 'tests')
  })
})

describe('a site of a workspace that an image elsewhere shows', () => {
  const site: Files = {
    'package.json': manifest({
      name: 'root',
      private: true,
      workspaces: ['packages/*'],
      devDependencies: { vite: '7' },
    }),
    'packages/web/package.json': manifest({
      name: '@acme/web',
      exports: { '.': './src/main.ts' },
      dependencies: { vue: '3' },
      scripts: { build: 'vite build' },
    }),
    'packages/web/index.html': '',
    'packages/shell/package.json': manifest({ name: '@acme/shell', dependencies: { '@acme/web': 'workspace:*' } }),
  }
  const image = (base: string, place: string): Files => ({
    'packaging/web/Dockerfile': `FROM node:24 AS build\nCOPY . /app\nWORKDIR /app/packages/web\nRUN npm run build\nFROM ${base}\nCOPY --from=build ${place} /srv\nEXPOSE 8088\n`,
  })

  it.each(['ghcr.io/acme/nginx-unprivileged:1', 'caddy:2'])('is deployed by the image %s', async base => {
    const service = await serviceOf({ ...site, ...image(base, '/app/packages/web/dist/') })
    expect([service.path, service.workload.value, said(service.port)]).toEqual(['packages/web', 'static', 8088])
  })

  it.each([
    ['no image takes it over', {}],
    ['an image takes over another package', image('nginx', '/app/packages/website/dist/')],
    ['the image is no web server', image('node:24', '/app/packages/web/dist/')],
  ])('is a library where %s', async (_, more) => {
    expect(await reasonsOf({ ...site, ...more })).toHaveProperty('packages/web')
  })
})
