import type { Context } from '../../../src/artifact/index.ts'
import { describe, expect, test } from 'vitest'
import { artifact } from '../../../generators/build/dockerfile/index.ts'
import type { Service } from '../../../src/detect/types.ts'
import { BUILT, contextWith, dockerfile, fact, NODE, NODE_START, TYPESCRIPT, withManifest } from './support.ts'

function without(
  files: Readonly<Record<string, string>>,
  ...names: readonly string[]
): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(files).filter(([name]) => !names.includes(name)))
}

test('a server that is not built gets the shipped dependencies and its files, on distroless', async () => {
  const text = await dockerfile(await contextWith(NODE, { service: NODE_START }))
  expect(text).toMatch(/^FROM gcr\.io\/distroless\/nodejs24-debian13:nonroot AS runtime$/m)
  expect(text).toMatch(/npm ci --omit=dev$/m)
  expect(text).toMatch(/^CMD \["server\.js"\]$/m)
  expect(text).toMatch(/^USER 65532:65532$/m)
  expect(text).toMatch(/NODE_ENV=production/)
  expect(text).not.toMatch(/AS build$/m)
})

test('a server that does not handle SIGTERM is not the first process', async () => {
  const text = await dockerfile(await contextWith(NODE, { service: NODE_START }))
  expect(text).toMatch(/^ENTRYPOINT \["\/usr\/bin\/tini", "--", "\/nodejs\/bin\/node"\]\nCMD \["server\.js"\]$/m)
  const handled = await dockerfile(
    await contextWith({ ...NODE, 'stop.js': "process.on('SIGTERM', stop)\n" }, { service: NODE_START }),
  )
  expect(handled).not.toMatch(/ENTRYPOINT|tini/)
  expect(
    await dockerfile(
      await contextWith({ ...NODE, 'test/stop.js': "process.on('SIGTERM', stop)\n" }, { service: NODE_START }),
    ),
  ).toContain('tini')
})

test('a server that is built installs everything, builds, and ships neither compiler nor sources', async () => {
  const text = await dockerfile(await contextWith(TYPESCRIPT, { service: BUILT }))
  const runtime = text.slice(text.indexOf('AS runtime'))
  expect(text).toMatch(/^ {4}npm ci$/m)
  expect(text).toMatch(/^RUN npm run build$/m)
  expect(runtime).toContain('COPY --from=prod-deps /app .')
  expect(runtime).toContain('COPY --from=build /app/dist ./dist')
  expect(runtime).not.toContain('COPY . ')
})

test('a folder that the code names is beside what was built', async () => {
  const files = { 'src/views.ts': "app.set('views', join(root, 'views'))\n", 'views/a.html': '', 'notes/a.md': '' }
  const text = await dockerfile(await contextWith({ ...TYPESCRIPT, ...files }, { service: BUILT }))
  expect(text).toContain('COPY views ./views')
  expect(text).not.toContain('COPY notes')
})

test('a folder that the code names and that is kept out of the build is not copied', async () => {
  const files = {
    ...TYPESCRIPT,
    'src/schema.ts': "export const SCHEMA = './graphql/schema.gql'\n",
    'graphql/user.gql': '',
  }
  const shown = await dockerfile(await contextWith(files, { service: BUILT }))
  expect(shown).toContain('COPY graphql ./graphql')
  const hidden = await dockerfile(await contextWith({ ...files, '.dockerignore': 'graphql/\n' }, { service: BUILT }))
  expect(hidden).not.toContain('graphql')
})

test('a word of the code that is a folder of this program copies nothing', async () => {
  const files = { 'src/page.ts': "page.on('load', show)\n", 'load/shop/main.js': '' }
  const image = async (ownersOf?: Context['ownersOf']): Promise<string> =>
    dockerfile(await contextWith({ ...TYPESCRIPT, ...files }, { service: BUILT }, ownersOf))
  expect(await image()).toContain('COPY load ./load')
  expect(await image(path => (path.startsWith('load/') ? ['testing/load'] : []))).not.toContain('COPY load')
})

test('manifests come into the image before the code', async () => {
  const text = await dockerfile(await contextWith(TYPESCRIPT, { service: BUILT }))
  expect(text.indexOf('COPY package.json package-lock.json ./')).toBeLessThan(text.indexOf('COPY . .'))
})

describe.each([
  [
    'pnpm',
    { packageManager: 'pnpm@10.34.9' },
    { 'pnpm-lock.yaml': "lockfileVersion: '9.0'\n" },
    [
      'npm install --global pnpm@10.34.9',
      'pnpm install --frozen-lockfile',
      'pnpm install --prod --frozen-lockfile',
      'pnpm run build',
    ],
  ],
  [
    'Yarn 1',
    { packageManager: 'yarn@1.22.22' },
    { 'yarn.lock': '# yarn lockfile v1\n' },
    ['yarn install --frozen-lockfile', 'yarn install --production --frozen-lockfile', 'yarn run build'],
  ],
  [
    'Yarn 4',
    { packageManager: 'yarn@4.18.1' },
    { 'yarn.lock': '__metadata:\n  version: 8\n', '.yarnrc.yml': 'nodeLinker: node-modules\n' },
    ['@yarnpkg/cli-dist@4.18.1', 'yarn --immutable', 'yarn workspaces focus --production'],
  ],
  [
    'Bun beside Node',
    { packageManager: 'bun@1.4.5' },
    { 'bun.lock': '{ "lockfileVersion": 1, "workspaces": {} }\n' },
    ['npm install --global bun@1.4.5', 'bun install --frozen-lockfile', 'bun install --production --frozen-lockfile'],
  ],
])('%s', (_name, manifest, files, commands) => {
  test('is put in with its version and run frozen', async () => {
    const repository = { ...without(withManifest(TYPESCRIPT, manifest), 'package-lock.json'), ...files }
    const text = await dockerfile(await contextWith(repository, { service: BUILT }))
    for (const command of commands) expect(text).toContain(command)
    expect(text).not.toContain('corepack')
  })
})

test('Yarn 1 is installed where the image of Node no longer brings it', async () => {
  const files = {
    ...without(withManifest(NODE, { packageManager: 'yarn@1.22.22', engines: { node: '26' } }), 'package-lock.json'),
    'yarn.lock': '# yarn lockfile v1\n',
  }
  expect(await dockerfile(await contextWith(files, { service: NODE_START }))).toContain(
    'npm install --global yarn@1.22.22',
  )
})

test.each([
  ['22', 'node:22-trixie-slim', 'gcr.io/distroless/nodejs22-debian13:nonroot'],
  ['26', 'node:26-trixie-slim', 'gcr.io/distroless/nodejs26-debian13:nonroot'],
  ['20', 'node:20-trixie-slim', 'node:20-trixie-slim'],
  ['18', 'node:18-bookworm-slim', 'node:18-bookworm-slim'],
])('Node %s builds on %s and runs on %s', async (version, build, runtime) => {
  const text = await dockerfile(await contextWith({ ...NODE, '.nvmrc': `${version}\n` }, { service: NODE_START }))
  expect(text).toContain(`FROM ${build} AS base`)
  expect(text).toContain(`FROM ${runtime} AS runtime`)
})

test('a health path becomes a check that the image can run', async () => {
  const text = await dockerfile(
    await contextWith(NODE, {
      service: { ...NODE_START, healthPaths: [fact('/healthz')], port: fact(4000), portVariable: fact('PORT') },
    }),
  )
  expect(text).toMatch(
    /^HEALTHCHECK .* CMD \["\/nodejs\/bin\/node", "-e", "fetch\('http:\/\/127\.0\.0\.1:' \+ \(process\.env\.PORT \?\? 4000\) \+ '\/healthz'\)/m,
  )
})

test('a path that could leave the script is no health check', async () => {
  const text = await dockerfile(
    await contextWith(NODE, {
      service: {
        ...NODE_START,
        healthPaths: [fact("/x'+require('child_process').execSync('id')+'")],
        port: fact(4000),
      },
    }),
  )
  expect(text).not.toContain('HEALTHCHECK')
})

test('scripts of the repository wait for its code, and those that set up git hooks are never run', async () => {
  const files = withManifest(TYPESCRIPT, {
    scripts: { build: 'tsc', prepare: 'husky', postinstall: 'node scripts/prepare-icons.js' },
  })
  const text = await dockerfile(await contextWith(files, { service: BUILT }))
  expect(text).toContain('npm pkg delete scripts.postinstall scripts.prepare')
  expect(text).toMatch(/^RUN npm run postinstall \\\n {4}&& npm run build$/m)
  expect(text).not.toContain('npm run prepare')
})

test('a server that brings its own dependencies is copied as it is, with its assets', async () => {
  const standalone = fact({
    dir: '.next/standalone',
    entry: 'server.js',
    assets: [
      { from: 'public', to: 'public' },
      { from: '.next/static', to: '.next/static' },
    ],
  })
  const service: Partial<Service> = {
    standalone,
    buildScript: fact('build'),
    host: fact({ loopbackOnly: false, variable: 'HOSTNAME' }),
  }
  const text = await dockerfile(await contextWith({ ...TYPESCRIPT, 'public/robots.txt': '' }, { service }))
  expect(text).toContain('COPY --from=build /app/.next/standalone .')
  expect(text).toContain('COPY public ./public')
  expect(text).toContain('COPY --from=build /app/.next/static ./.next/static')
  expect(text).toContain('HOSTNAME=0.0.0.0')
  expect(text).not.toContain('prod-deps')
})

test('what starts the server with a development dependency keeps these dependencies', async () => {
  const files = withManifest(NODE, { devDependencies: { tsx: '^4.0.0' } })
  const text = await dockerfile(await contextWith(files, { service: { startCommand: fact(['tsx', 'server.js']) } }))
  expect(text).toContain('CMD ["--import", "tsx", "server.js"]')
  expect(text).toContain('COPY --from=deps /app .')
})

test('what the program loads when it starts is there, also where only development asks for it', async () => {
  const files = { ...withManifest(NODE, { devDependencies: { dotenv: '^16.0.0' } }) }
  const developmentImports = [{ ...fact('dotenv'), evidence: [{ path: 'server.js', line: 1, rule: 'import' }] }]
  const ctx = await contextWith(files, { service: { ...NODE_START, developmentImports } })
  expect(await dockerfile(ctx)).toContain('COPY --from=deps /app .')
  expect(artifact.next?.(ctx, {})).toEqual([
    'Move dotenv to the dependencies of package.json: server.js:1 loads dotenv when desk starts, so the image carries all development dependencies.',
  ])
})

describe('an application that renders pages, and checks its variables when it is built', () => {
  const app = (skip: string): Readonly<Record<string, string>> => ({
    'package.json': JSON.stringify({
      name: 'desk',
      dependencies: { next: '^16.0.0', react: '^19.0.0', '@t3-oss/env-nextjs': '^0.13.0' },
      scripts: { build: 'next build', start: 'next start' },
    }),
    'package-lock.json': '{ "lockfileVersion": 3, "packages": {} }\n',
    'src/app/page.tsx': "import { env } from '../env'\nexport default function Page() { return env.PARCEL_KEY }\n",
    'src/env.ts': `import { createEnv } from '@t3-oss/env-nextjs'\nexport const env = createEnv({\n  server: { PARCEL_KEY: z.string() },\n  runtimeEnv: process.env,\n${skip}})\n`,
  })
  const told = async (skip: string): Promise<readonly unknown[]> => {
    const ctx = await contextWith(app(skip))
    return [...((await dockerfile(ctx)).match(/^.*npm run build$/gm) ?? []), ...(artifact.next?.(ctx, {}) ?? [])]
  }

  test.each([
    ['  skipValidation: !!process.env.SKIP_CHECK,\n', 'SKIP_CHECK'],
    ["  skipValidation: !!process.env.CI || process.env.npm_lifecycle_event === 'lint',\n", 'CI'],
    ['  skipValidation: process.env.CI || Boolean(process.env.NO_CHECK),\n', 'NO_CHECK'],
  ])('is built without that check, where it has a switch: %s', async (skip, name) => {
    expect(await told(skip)).toEqual([`RUN ${name}=1 npm run build`])
  })

  test.each(['', "  skipValidation: process.env.MODE === 'test',\n", '  // skipValidation: !!process.env.CI,\n'])(
    'is built as it is, and a person is told, where it has none: %j',
    async skip => {
      expect(await told(skip)).toEqual([
        'RUN npm run build',
        'Try the image of desk first: its build may run code that needs PARCEL_KEY (src/env.ts:3). If it does, let ENV give harmless values in the stage build of Dockerfile, which the image does not keep.',
      ])
    },
  )
})

test.each([
  ['only tests drive it', { devDependencies: { cypress: '^15.0.0' } }, true],
  ['the program drives it', { dependencies: { cypress: '^15.0.0' }, devDependencies: {} }, false],
])('a browser is downloaded unless %s', async (_, fields, isLeftOut) => {
  const text = await dockerfile(await contextWith(withManifest(NODE, fields), { service: NODE_START }))
  expect(text.includes('ENV CYPRESS_INSTALL_BINARY=0')).toBe(isLeftOut)
})

test('an add-on that is compiled gets a compiler, in the stages that install only', async () => {
  const text = await dockerfile(
    await contextWith(withManifest(NODE, { dependencies: { express: '^5.0.0', 'better-sqlite3': '^12.0.0' } }), {
      service: NODE_START,
    }),
  )
  expect(text).toMatch(/apt-get install --yes --no-install-recommends g\+\+=4:14\.\* make=4\.\* python3=3\.\*/)
  expect(text.slice(text.indexOf('AS runtime'))).not.toContain('apt-get')
})

test('settings of the package manager are no part of the image', async () => {
  const text = await dockerfile(
    await contextWith({ ...NODE, '.npmrc': '//registry.acme.test/:_authToken=${TOKEN}\n' }, { service: NODE_START }),
  )
  expect(text).toMatch(/npm ci --omit=dev \\\n {4}&& rm -f \.npmrc/)
})

test('a server on Bun runs on the image of that version', async () => {
  const files = {
    ...without(withManifest(NODE, { packageManager: 'bun@1.4.5' }), 'package-lock.json'),
    'bun.lock': '{ "lockfileVersion": 1, "workspaces": {} }\n',
  }
  const text = await dockerfile(
    await contextWith(files, { service: { startCommand: fact(['bun', 'run', 'server.js']) } }),
  )
  expect(text).toContain('FROM oven/bun:1.4.5-slim AS runtime')
  expect(text).toContain('CMD ["bun", "server.js"]')
})

test('folders that the program writes files into are those of its user', async () => {
  const beside = { ...fact('.'), evidence: [{ path: 'log.js', line: 2, rule: 'written' }] }
  const service: Partial<Service> = { ...NODE_START, writtenFolders: [fact('logs'), fact('var/up'), beside] }
  const ctx = await contextWith(NODE, { service })
  const text = await dockerfile(ctx)
  expect(text).toContain('RUN mkdir --parents /written/app/logs /written/app/var/up\n')
  const own = text.indexOf('COPY --from=base --chown=65532:65532 /written/ /\n')
  expect(own).toBeGreaterThan(text.indexOf('AS runtime'))
  // what is copied later says whose a folder is that is there already
  expect(own).toBeGreaterThan(text.indexOf('COPY . .'))
  expect(artifact.next?.(ctx, {})).toEqual([
    expect.stringMatching(/write to its console.*a file beside the program, which its user may not in the image/),
  ])
  expect(await dockerfile(await contextWith(NODE, { service: NODE_START }))).not.toContain('/written')
})

test('what the repository holds in a folder that the program writes into is its user’s as well', async () => {
  const service: Partial<Service> = { ...NODE_START, writtenFolders: [fact('up/files')] }
  const text = async (more: Readonly<Record<string, string>>): Promise<string> =>
    dockerfile(await contextWith({ ...NODE, ...more }, { service }))
  const copied = 'COPY --chown=65532:65532 up/files /app/up/files\nCOPY --from=base --chown=65532:65532 /written/ /\n'
  expect(await text({ 'up/files/logo.png': '-' })).toContain(`COPY . .\n`)
  expect(await text({ 'up/files/logo.png': '-' })).toContain(copied)
  expect(await text({ 'up/readme.txt': '-' })).not.toContain('COPY --chown')
  expect(await text({ 'up/files/logo.png': '-', '.dockerignore': 'up\n' })).not.toContain('COPY --chown')
})

test.each([
  ['dist/main.js', '/app/dist/logs'],
  ['dist/src/main.js', '/app/dist/src/logs'],
])('a folder beside the code is beside what is built from it: %s', async (file, folder) => {
  const service: Partial<Service> = {
    ...BUILT,
    outputDir: fact('dist'),
    startCommand: fact(['node', file]),
    writtenFolders: [fact('src/logs')],
  }
  expect(await dockerfile(await contextWith(TYPESCRIPT, { service }))).toContain(
    `mkdir --parents /written/app/src/logs /written${folder}\n`,
  )
})
