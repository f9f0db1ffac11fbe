import { readFileSync } from 'node:fs'

type Files = Readonly<Record<string, string>>

/** One monorepo: an API that is built after the package it shares code with. Every package manager gets it with its own lock file. */
const SOURCES: Files = {
  '.gitignore': 'node_modules/\ndist/\n',
  'apps/api/tsconfig.json': JSON.stringify({
    compilerOptions: {
      target: 'ES2022',
      module: 'NodeNext',
      outDir: 'dist',
      rootDir: 'src',
      strict: true,
      types: ['node'],
    },
    include: ['src'],
  }),
  'apps/api/src/server.ts': `import { next } from '@tram-board/shared'
import express from 'express'

const app = express()

app.get('/health', (_request, response) => {
  response.json({ status: 'ok' })
})

app.get('/next/:minute', (request, response) => {
  response.json({ leaves: next(Number(request.params.minute)) })
})

const server = app.listen(Number(process.env.PORT ?? 3000), '0.0.0.0')

process.once('SIGTERM', () => server.close())
`,
  'packages/shared/tsconfig.json': JSON.stringify({
    compilerOptions: {
      target: 'ES2022',
      module: 'NodeNext',
      outDir: 'dist',
      rootDir: 'src',
      strict: true,
      declaration: true,
    },
    include: ['src'],
  }),
  'packages/shared/src/index.ts':
    '/** A tram leaves every twelve minutes. */\nexport function next(minute: number): number {\n  return Math.ceil(minute / 12) * 12\n}\n',
}

interface Variant {
  readonly lock: string
  readonly root: object
  readonly files?: Files
  /** How the API names the shared package. */
  readonly shared: string
  /** Yarn 4 lets a package run only what it names itself. */
  readonly ownCompiler?: boolean
  readonly start: string
}

/** Between them: git hooks, a script that needs the code, versions that the image lacks. */
const VARIANTS: Readonly<Record<string, Variant>> = {
  npm: {
    lock: 'package-lock.json',
    root: {
      name: 'tram-board',
      scripts: { prepare: 'husky' },
      devDependencies: { '@types/node': '^22.0.0', husky: '^9.1.0', typescript: '~5.9.3' },
    },
    shared: '*',
    start: 'node dist/server.js',
  },
  yarn: {
    lock: 'yarn.lock',
    root: {
      name: 'ferry-board',
      packageManager: 'yarn@1.22.22',
      scripts: { postinstall: 'node scripts/hello.js' },
      devDependencies: { '@types/node': '^22.0.0', typescript: '~5.9.3' },
    },
    files: { 'scripts/hello.js': "console.log('hello')\n" },
    shared: '*',
    start: 'node dist/server.js',
  },
  'yarn-berry': {
    lock: 'yarn.lock',
    root: {
      name: 'coach-board',
      packageManager: 'yarn@4.18.1',
      devDependencies: { '@types/node': '^22.0.0', typescript: '~5.9.3' },
    },
    files: { '.yarnrc.yml': 'nodeLinker: node-modules\nenableTelemetry: false\n' },
    shared: 'workspace:*',
    ownCompiler: true,
    start: 'node dist/server.js',
  },
  bun: {
    lock: 'bun.lock',
    root: {
      name: 'metro-board',
      packageManager: 'bun@1.4.5',
      devDependencies: { '@types/node': '^22.0.0', typescript: '~5.9.3' },
    },
    shared: 'workspace:*',
    start: 'bun run dist/server.js',
  },
}

/** @returns names of the monorepos */
export function workspaceNames(): readonly string[] {
  return Object.keys(VARIANTS)
}

/** @returns the files of the monorepo for a package manager */
export function workspaceFiles(name: string): Files {
  const variant = VARIANTS[name]
  if (!variant) throw new Error(`no monorepo for ${name}`)
  const compiler = variant.ownCompiler ? { typescript: '~5.9.3' } : undefined
  const api = {
    name: '@tram-board/api',
    version: '1.0.0',
    private: true,
    type: 'module',
    scripts: { build: 'tsc -p .', start: variant.start },
    dependencies: { '@tram-board/shared': variant.shared, express: '^5.1.0' },
    devDependencies: { '@types/express': '^5.0.0', ...compiler },
  }
  const shared = {
    name: '@tram-board/shared',
    version: '1.0.0',
    private: true,
    type: 'module',
    main: './dist/index.js',
    types: './dist/index.d.ts',
    scripts: { build: 'tsc -p .' },
    ...(compiler ? { devDependencies: compiler } : {}),
  }
  return {
    ...SOURCES,
    ...variant.files,
    'package.json': JSON.stringify({
      private: true,
      workspaces: ['apps/*', 'packages/*'],
      engines: { node: '>=22' },
      ...variant.root,
    }),
    'apps/api/package.json': JSON.stringify(api),
    'packages/shared/package.json': JSON.stringify(shared),
    [variant.lock]: readFileSync(new URL(`locks/${name}.${variant.lock}`, import.meta.url), 'utf8'),
  }
}
