import { describe, expect, it } from 'vitest'
import { all, factsOf, manifest, said, type Files } from './read.ts'

const server = { dependencies: { express: '5.1.0' }, scripts: { start: 'node a.js' } }
const code = `require('express')().listen(3000)\n`

describe('the package manager', () => {
  const cases: readonly (readonly [string, Files, string, string | undefined, string])[] = [
    [
      'the field packageManager',
      {
        'package.json': manifest({ packageManager: 'pnpm@9.12.3+sha512.aa' }),
        'pnpm-lock.yaml': "lockfileVersion: '9.0'\n",
      },
      'pnpm',
      '9.12.3',
      'certain',
    ],
    [
      'yarn 4 by the field',
      { 'package.json': manifest({ packageManager: 'yarn@4.5.0' }) },
      'yarn-berry',
      '4.5.0',
      'certain',
    ],
    [
      'a lock file of pnpm, with the line that writes it',
      { 'package.json': manifest({}), 'pnpm-lock.yaml': "lockfileVersion: '6.0'\n" },
      'pnpm',
      '8',
      'certain',
    ],
    [
      'a lock file of yarn 1',
      { 'package.json': manifest({}), 'yarn.lock': '# yarn lockfile v1\n\na@1:\n  version "1.0.0"\n' },
      'yarn',
      '1',
      'certain',
    ],
    [
      'a lock file of yarn 2 and later',
      { 'package.json': manifest({}), 'yarn.lock': '__metadata:\n  version: 8\n' },
      'yarn-berry',
      undefined,
      'certain',
    ],
    ['a lock file of bun', { 'package.json': manifest({}), 'bun.lock': '{}\n' }, 'bun', undefined, 'certain'],
    [
      'a lock file of npm and engines',
      { 'package.json': manifest({ engines: { npm: '>=10' } }), 'package-lock.json': '{\n  "lockfileVersion": 3\n}\n' },
      'npm',
      '>=10',
      'certain',
    ],
    [
      'what an image calls, where two lock files stand side by side',
      {
        'package.json': manifest({}),
        'package-lock.json': '{}',
        'yarn.lock': 'a@1:\n  version "1"\n',
        Dockerfile: 'FROM node\nRUN yarn install --frozen-lockfile\n',
      },
      'yarn',
      '1',
      'likely',
    ],
    [
      'scripts, where there is no lock file',
      { 'package.json': manifest({ scripts: { check: 'pnpm run lint' } }) },
      'pnpm',
      undefined,
      'likely',
    ],
    ['npm as a guess', { 'package.json': manifest({}) }, 'npm', undefined, 'guess'],
    [
      'npm, past an empty lock file that something left',
      { 'package.json': manifest({}), 'yarn.lock': '' },
      'npm',
      undefined,
      'guess',
    ],
  ]
  it.each(cases)('is known from %s', async (_, files, manager, version, certainty) => {
    const [project] = (await factsOf(files)).projects
    expect([said(project?.manager), said(project?.managerVersion), project?.manager.certainty]).toEqual([
      manager,
      version,
      certainty,
    ])
  })

  it('that disagrees with the lock file is a problem with a suggestion', async () => {
    const { problems } = await factsOf({
      'package.json': manifest({ packageManager: 'pnpm@9.0.0' }),
      'package-lock.json': '{}',
    })
    expect(problems).toEqual([
      {
        path: 'package-lock.json',
        message: 'belongs to npm, but package.json names pnpm',
        suggestion: 'remove the lock file of the manager that is not used',
      },
    ])
  })
})

const image = (dockerfile: string): Files => ({ 'package.json': manifest({}), Dockerfile: dockerfile })

it.each([
  ['.nvmrc', { '.nvmrc': 'v22.3.0\n', 'package.json': manifest({ engines: { node: '>=18' } }) }, '22.3.0'],
  ['.node-version', { '.node-version': '20.11.1 # pinned\n', 'package.json': manifest({}) }, '20.11.1'],
  ['.tool-versions', { '.tool-versions': 'nodejs 21.7.0\n', 'package.json': manifest({}) }, '21.7.0'],
  ['mise.toml', { 'mise.toml': '[tools]\nnode = "22"\n', 'package.json': manifest({}) }, '22'],
  ['volta', { 'package.json': manifest({ volta: { node: '22.1.0' }, engines: { node: '>=18' } }) }, '22.1.0'],
  ['engines', { 'package.json': manifest({ engines: { node: '>=20 <23' } }) }, '>=20 <23'],
  [
    'engines, before an image',
    { 'package.json': manifest({ engines: { node: '22' } }), Dockerfile: 'FROM node:20\n' },
    '22',
  ],
  ['the image that runs it', image('FROM node:18 AS build\nFROM docker.io/library/node:20.11-slim\n'), '20.11'],
  [
    'the image that builds it, where another one serves',
    image('FROM node:22-alpine AS build\nFROM nginx:1.29\n'),
    '22',
  ],
  [
    'an argument of the Dockerfile',
    image('ARG NODE=22.4.1\nFROM --platform=linux/amd64 node:${NODE}-slim\n'),
    '22.4.1',
  ],
  ['no image without a number', image('FROM node:lts-alpine\n'), undefined],
  ['no image of another name', image('FROM my-node:20\nFROM node-exporter:1.2\n'), undefined],
  ['nothing', { 'package.json': manifest({}) }, undefined],
])('the version of Node is taken from %s', async (_, files, wanted) => {
  expect(said((await factsOf(files)).projects[0]?.runtime)).toBe(wanted)
})

describe('workspaces', () => {
  const members = {
    'apps/api/package.json': manifest({
      name: '@x/api',
      private: true,
      ...server,
      dependencies: { '@x/db': 'workspace:*', express: '^5.0.0' },
    }),
    'apps/api/a.js': code,
    'packages/db/package.json': manifest({ name: '@x/db', main: 'index.js', dependencies: { pg: '8' } }),
    'packages/db/index.js': '',
    'packages/old/package.json': manifest({ name: '@x/old' }),
    'tooling/lint/package.json': manifest({ name: '@x/lint' }),
  }
  const roots: readonly (readonly [string, Files])[] = [
    [
      'npm and yarn',
      { 'package.json': manifest({ workspaces: ['apps/*', 'packages/*', '!packages/old', 'tooling/lint/'] }) },
    ],
    [
      'yarn 1 with an object',
      { 'package.json': manifest({ workspaces: { packages: ['apps/*', 'packages/db', 'tooling/*'] } }) },
    ],
    [
      'pnpm',
      {
        'package.json': manifest({}),
        'pnpm-workspace.yaml': "packages:\n  - apps/*\n  - 'packages/**'\n  - '!packages/old'\n  - ./tooling/*\n",
      },
    ],
  ]
  it.each(roots)('of %s have the members that the manager takes; the others stand alone', async (_, root) => {
    const { projects } = await factsOf({ ...members, ...root })
    expect(projects.map(project => [project.path, project.packages.map(pkg => pkg.path)])).toEqual([
      ['.', ['.', 'apps/api', 'packages/db', 'tooling/lint']],
      ['packages/old', ['packages/old']],
    ])
  })

  it('give a service the needs of the packages that it is built from, and the versions of the shared lock file', async () => {
    const lock =
      "lockfileVersion: '9.0'\n\nimporters:\n\n  .: {}\n\n  apps/api:\n    dependencies:\n      express:\n        specifier: ^5.0.0\n        version: 5.2.1(supports-color@8.0.0)\n\npackages:\n"
    const { services } = await factsOf({ ...members, ...roots[2]?.[1], 'pnpm-lock.yaml': lock })
    expect(services.map(s => [s.path, s.project, all(s.databases), said(s.packageManager)])).toEqual([
      ['apps/api', '.', ['postgres'], 'pnpm'],
    ])
    const { projects } = await factsOf({ ...members, ...roots[2]?.[1], 'pnpm-lock.yaml': lock })
    expect(
      projects[0]?.packages.find(pkg => pkg.path === 'apps/api')?.dependencies.find(d => d.name === 'express')?.locked,
    ).toBe('5.2.1')
  })
})

describe('static sites', () => {
  const vite = (more: Files = {}, fields: object = {}): Files => ({
    'package.json': manifest({
      name: 'web',
      devDependencies: { vite: '6', vue: '3.5.0' },
      scripts: { dev: 'vite --port 5050', build: 'vite build', preview: 'vite preview --port 5050' },
      ...fields,
    }),
    'index.html': '<div id="app"></div>',
    ...more,
  })
  const outputs: readonly (readonly [string, Files, string, string | undefined])[] = [
    ['vite by default', vite(), 'dist', 'vue 3'],
    [
      'vite with build.outDir',
      vite({
        'vite.config.ts': `// outDir: 'no'\nexport default defineConfig(() => ({ build: { outDir: 'www' } }))\n`,
      }),
      'www',
      'vue 3',
    ],
    [
      'vite with a root, and folders told from that of the file',
      vite({
        'vite.config.ts': `import path from 'node:path'\nexport default { root: path.resolve(__dirname, 'src'), build: { outDir: '../www' } }\n`,
      }),
      'www',
      'vue 3',
    ],
    [
      'vite with a root that the folder does not begin at',
      vite({
        'vite.config.ts': `export default { root: 'src', build: { outDir: fileURLToPath(new URL('./www', import.meta.url)) } }\n`,
      }),
      'www',
      'vue 3',
    ],
    [
      'vite with a folder that is not known',
      vite({ 'vite.config.ts': `export default { build: { outDir: path.join(base, 'www') } }\n` }),
      'dist',
      'vue 3',
    ],
    ['vite with an option', vite({}, { scripts: { build: 'vue-tsc && vite build --outDir out' } }), 'out', 'vue 3'],
    [
      'Create React App',
      {
        'package.json': manifest({
          dependencies: { 'react-scripts': '5.0.1', react: '18' },
          scripts: { start: 'react-scripts start', build: 'react-scripts build' },
        }),
      },
      'build',
      'react 5',
    ],
    [
      'webpack with a plugin that writes the page, and an image with a script of its own',
      {
        'web/package.json': manifest({
          name: 'web',
          dependencies: { react: '18.2.0' },
          devDependencies: { webpack: '5', 'html-webpack-plugin': '5' },
          scripts: { start: 'webpack serve --mode=development', build: 'webpack --mode=production' },
        }),
        'web/assets/index.html': '<div id="app"></div>',
        'web/src/index.tsx': `import { createRoot } from 'react-dom/client'\n`,
        'web/Dockerfile': 'FROM nginx\nCOPY --from=builder /web/dist /app\nCMD ["/usr/local/bin/start.sh"]\n',
      },
      'dist',
      'react 18',
    ],
    [
      'webpack with a folder told from that of the file',
      {
        'package.json': manifest({
          name: 'web',
          devDependencies: { webpack: '5', 'html-webpack-plugin': '5', react: '18.2.0' },
          scripts: { build: 'webpack' },
        }),
        'webpack.config.js': `const path = require('path')\nmodule.exports = { output: { path: path.join(__dirname, 'out', 'web') } }\n`,
        'src/index.tsx': `import { createRoot } from 'react-dom/client'\n`,
      },
      'out/web',
      'react 18',
    ],
    [
      'Angular with the application builder',
      {
        'package.json': manifest({
          dependencies: { '@angular/core': '^19.0.0' },
          scripts: { start: 'ng serve', build: 'ng build' },
        }),
        'angular.json':
          '{ "projects": { "shop": { "projectType": "application", "architect": { "build": { "builder": "@angular/build:application", "options": {} } } } } }',
      },
      'dist/shop/browser',
      'angular 19',
    ],
    [
      'Next as an export',
      {
        'package.json': manifest({ dependencies: { next: '15.0.0' }, scripts: { build: 'next build' } }),
        'next.config.mjs': `export default { output: 'export' }\n`,
      },
      'out',
      'next 15',
    ],
    [
      'SvelteKit with the static adapter',
      {
        'package.json': manifest({ devDependencies: { '@sveltejs/kit': '2.0.0' }, scripts: { build: 'vite build' } }),
        'svelte.config.js': `import adapter from '@sveltejs/adapter-static'\nexport default { kit: { adapter: adapter({ fallback: '200.html' }) } }\n`,
      },
      'build',
      'sveltekit 2',
    ],
  ]
  it.each(outputs)('%s: the folder of the output', async (_, files, output, framework) => {
    const [service] = (await factsOf(files)).services
    expect([said(service?.workload), said(service?.site?.output), said(service?.framework)]).toEqual([
      'static',
      output,
      framework,
    ])
    expect([service?.startScript, service?.startCommand]).toEqual([undefined, undefined])
  })

  it('listen where the web server beside them does, not where the preview does', async () => {
    const [service] = (
      await factsOf(
        vite({
          'nginx.conf': 'server {\n  # listen 1;\n  listen 8080;\n  location = /health {\n    return 200;\n  }\n}\n',
        }),
      )
    ).services
    expect([said(service?.port), all(service?.healthPaths ?? [])]).toEqual([8080, ['/health']])
    expect((await factsOf(vite())).services[0]?.port).toBeUndefined()
  })

  const rust = {
    'server/Cargo.toml': '[package]\nname = "server"\nversion = "1.0.0"\n\n[dependencies]\naxum = "0.8"\n',
  }
  const main = (body: string): Files => ({
    ...rust,
    'server/src/main.rs': `async fn main() {\n${body}\naxum::serve(listener, app).await;\n}\n`,
  })
  const under = (files: Files): Files =>
    Object.fromEntries(Object.entries(files).map(([file, text]) => [`web/${file}`, text]))
  const embedded: readonly (readonly [string, Files, string, string])[] = [
    [
      'its code serves the folder',
      { ...main(`let files = ServeDir::new("../web/dist");`), ...under(vite({ 'nginx.conf': 'listen 80;' })) },
      'likely',
      'web',
    ],
    [
      'it embeds the folder',
      {
        ...main(''),
        'server/src/assets.rs':
          '#[derive(RustEmbed)]\n#[folder = "$CARGO_MANIFEST_DIR/../web/dist/"]\nstruct Assets;\n',
        ...under(vite()),
      },
      'likely',
      'web',
    ],
    [
      'its image copies the folder',
      {
        ...main(''),
        ...under(vite()),
        Dockerfile:
          'FROM node:22 AS ui\nWORKDIR /web\nCOPY web .\nRUN npm run build\nFROM debian\nCOPY --from=ui /web/dist /srv\nCOPY --from=rust /target/release/server /server\nCMD ["/server"]\n',
      },
      'likely',
      'web',
    ],
    [
      'its image moves the output to where it is served from',
      {
        'package.json': manifest({
          name: 'server',
          dependencies: { express: '5' },
          scripts: { start: 'node index.js' },
        }),
        'index.js': `const app = require('express')()\napp.use(express.static('public'))\napp.listen(3000)\n`,
        ...under(vite()),
        '.docker/Dockerfile':
          'FROM node:22 AS build\nCOPY . .\nRUN cd ./web && npm run build \\\n    && cd .. && mv ./web/dist/* ./public\nFROM node:22\nCOPY --from=build /app /app\nCMD ["node", "index.js"]\n',
      },
      'likely',
      'web',
    ],
    [
      'they lie in a folder of it, without a page of their own',
      {
        ...main(''),
        'server/web/package.json': manifest({
          main: 'index.js',
          scripts: { build: 'parcel build' },
          devDependencies: { parcel: '2', vue: '3' },
        }),
      },
      'likely',
      'server/web',
    ],
    ['nothing deploys the site, and there is one server', { ...main(''), ...under(vite()) }, 'guess', 'web'],
  ]
  it.each(embedded)('are front ends of a service when %s', async (_, files, certainty, folder) => {
    const facts = await factsOf(files)
    expect(facts.services.map(s => [said(s.name), all(s.embeds)])).toEqual([['server', [folder]]])
    expect(facts.frontends.map(f => [f.path, said(f.servedBy), f.servedBy?.certainty])).toEqual([
      [folder, 'server', certainty],
    ])
  })

  it.each([
    ['lets pages of other origins call it, and hands out no files', 'app.layer(CorsLayer::permissive());', 2],
    ['does so, and says it in a comment only', '// app.layer(CorsLayer::permissive());', 1],
    ['does so, and hands out files', 'app.layer(CorsLayer::permissive()).fallback_service(ServeDir::new(pages()));', 1],
    ['does so, and records spans', 'app.layer(CorsLayer::permissive()); Span::current().record("id", id);', 2],
    ['does so, and answers with a page', 'app.layer(CorsLayer::permissive()); send("index.html");', 1],
  ])('are deployed by themselves or not when the only server %s', async (_, body, count) => {
    expect((await factsOf({ ...main(body), ...under(vite()) })).services).toHaveLength(count)
  })

  it('are deployed by themselves when they have an image of their own', async () => {
    const facts = await factsOf({
      ...main(''),
      ...under(
        vite({
          Dockerfile: 'FROM node:22 AS b\nRUN npm run build\nFROM nginx\nCOPY --from=b /dist /usr/share/nginx/html\n',
        }),
      ),
    })
    expect(facts.services.map(s => said(s.workload))).toEqual(['http', 'static'])
    expect(facts.frontends).toEqual([])
  })
})

describe('projects of tests and examples', () => {
  const inner = {
    'package.json': manifest({}),
    'test/e2e/package.json': manifest({}),
    'examples/a/package.json': manifest({}),
  }

  it('are none of the product', async () => {
    expect((await factsOf(inner)).projects.map(project => project.path)).toEqual(['.'])
  })

  it('count where there is nothing else', async () => {
    const { 'package.json': _root, ...rest } = inner
    expect((await factsOf(rest)).projects.map(project => project.path)).toEqual(['examples/a', 'test/e2e'])
  })
})
