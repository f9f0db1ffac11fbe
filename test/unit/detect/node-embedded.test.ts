import { describe, expect, it } from 'vitest'
import { all, factsOf, manifest, said, type Files } from './read.ts'

const SITE = { build: 'vite build' }
const VITE = { vite: '7', react: '19', 'react-dom': '19' }

describe('a front end that a server hands out has no deployment of its own', () => {
  const PARTS: readonly (readonly [string, Files])[] = [
    [
      'the end of its folder stands in one piece, behind steps that lead up',
      {
        'package.json': manifest({ name: 'root', private: true, workspaces: ['apps/*'] }),
        'apps/api/package.json': manifest({ scripts: { start: 'node src/main.js' }, dependencies: { express: '5' } }),
        'apps/api/src/main.js': `const express = require('express')\nrequire('./pages')(express()).listen(4100)\n`,
        'apps/api/src/pages.js': `const { join } = require('path')\nmodule.exports = app => app.use(static(join(__dirname, '..', '..', 'web/dist')))\n`,
        'apps/web/package.json': manifest({ name: 'web', private: true, scripts: SITE, devDependencies: VITE }),
        'apps/web/index.html': '<div id="root"></div>\n',
      },
    ],
    [
      'a server is built with it that has tests in a browser as well',
      {
        'package.json': manifest({ name: 'root', private: true, workspaces: ['packages/*'] }),
        'packages/api/package.json': manifest({
          scripts: { start: 'node main.js' },
          dependencies: { express: '5', web: '1.0.0' },
          devDependencies: { cypress: '14' },
        }),
        'packages/api/main.js': `const app = require('express')()\napp.use(pagesOf('web'))\napp.listen(4100)\n`,
        'packages/web/package.json': manifest({ name: 'web', scripts: SITE, devDependencies: VITE }),
        'packages/web/index.html': '<div id="root"></div>\n',
      },
    ],
    [
      'a script of the repository copies its pages to where the server finds them',
      {
        'package.json': manifest({ name: 'root', private: true, scripts: { copy: 'shx cp -R web/dist api/pages' } }),
        'api/package.json': manifest({ scripts: { start: 'node main.js' }, dependencies: { express: '5' } }),
        'api/main.js': `const express = require('express')\nconst app = express()\napp.use(express.static(join(__dirname, '/pages')))\napp.listen(4100)\n`,
        'web/package.json': manifest({ name: 'web', private: true, scripts: SITE, devDependencies: VITE }),
        'web/index.html': '<div id="root"></div>\n',
      },
    ],
    [
      'an old Nuxt writes its pages where the server finds them',
      {
        'package.json': manifest({ scripts: { start: 'node main.js' }, dependencies: { express: '4' } }),
        'main.js': `const express = require('express')\nconst app = express()\napp.use(express.static(join(__dirname, '/web/dist')))\napp.listen(4100)\n`,
        'web/package.json': manifest({
          name: 'web',
          scripts: { build: 'nuxt build' },
          dependencies: { nuxt: '^2.15.0' },
        }),
        'web/nuxt.config.js': `module.exports = { ssr: false, target: 'static' }\n`,
      },
    ],
  ]

  it.each(PARTS)('where %s', async (_, files) => {
    const { services, frontends } = await factsOf(files)
    expect(services.map(({ name }) => name.value)).toEqual(['api'])
    expect(frontends.map(({ path }) => path.split('/').at(-1))).toEqual(['web'])
    expect(services.flatMap(({ embeds }) => all(embeds))).toEqual(frontends.map(({ path }) => path))
  })
})

describe('a package that is a server and a front end at once', () => {
  const files = (server: string, build = 'tsc --noEmit && vite build'): Files => ({
    'package.json': manifest({
      scripts: { build, start: 'node api/main.js' },
      dependencies: { express: '5', 'react-dom': '19', react: '19' },
      devDependencies: { vite: '7' },
    }),
    'index.html': '<div id="root"></div>\n',
    'vite.config.ts': `export default { build: { outDir: 'pages' } }\n`,
    'api/main.js': `const express = require('express')\nconst app = express()\n${server}\napp.listen(4100)\n`,
  })

  it('is two services where the server does not hand out what the build makes', async () => {
    const { services } = await factsOf(files(`app.use(express.static('public'))`))
    expect(services.map(s => [s.workload.value, said(s.buildScript), said(s.site?.output)])).toEqual([
      ['http', undefined, undefined],
      ['static', 'build', 'pages'],
    ])
  })

  it.each([
    ['the server names the folder', `app.use(express.static(join(__dirname, '../pages')))`, undefined],
    ['the bundler serves the pages', `require('vite-express').bind(app)`, undefined],
    ['the build makes the server as well', '', 'vite build && node bundle.js'],
  ])('is one where %s', async (_, server, build) => {
    const { services } = await factsOf(files(server, build))
    expect(services.map(s => [s.workload.value, said(s.buildScript)])).toEqual([['http', 'build']])
  })
})

describe('a front end whose pages a script copies', () => {
  const files = (copy: string): Files => ({
    'package.json': manifest({ name: 'root', private: true, scripts: { copy } }),
    'api/package.json': manifest({ scripts: { start: 'node main.js' }, dependencies: { express: '5' } }),
    'api/main.js': `require('express')().listen(4100)\n`,
    'web/package.json': manifest({ name: 'web', private: true, scripts: SITE, devDependencies: VITE }),
    'web/index.html': '<div id="root"></div>\n',
  })

  it.each(['cp -R web/dist /srv/www', 'cp -R web/src api/pages', 'cp web/dist ./backup', 'rm -rf api/pages'])(
    'has a deployment of its own where they go nowhere near a server: %s',
    async copy => {
      const { services, frontends } = await factsOf(files(copy))
      expect([services.map(({ path }) => path), frontends]).toEqual([['api', 'web'], []])
    },
  )
})
