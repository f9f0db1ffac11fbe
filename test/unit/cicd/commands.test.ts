import { describe, expect, it } from 'vitest'
import type { Command } from '../../../src/contract/index.ts'
import { memory } from '../../../src/workspace/index.ts'
import { contextOf, manifest, type Files } from './support.ts'

const commandsOf = async (files: Files): Promise<readonly Command[]> =>
  (await contextOf(memory(files))).contract.projects[0]?.commands ?? []
const byTask = async (files: Files): Promise<Readonly<Record<string, string>>> =>
  Object.fromEntries((await commandsOf(files)).map(({ task, run }) => [task, run]))

describe('a script is a check when it looks and does not write', () => {
  it.each<[string, Readonly<Record<string, string>>, string | undefined]>([
    ['by its name', { 'format:check': 'prettier .' }, 'npm run format:check'],
    ['by what it does', { prettier: 'prettier --check **/*.js' }, 'npm run prettier'],
    ['short flags', { format: 'prettier -c .' }, 'npm run format'],
    ['one that writes', { format: 'prettier --write .' }, undefined],
    [
      'one that writes, with a check beside it',
      { format: 'prettier --write .', 'fmt:check': 'prettier --check .' },
      'npm run fmt:check',
    ],
  ])('formatting: %s', async (_, scripts, run) => {
    expect((await byTask({ 'package.json': manifest(scripts) }))['format']).toBe(run)
  })

  it.each<[string, Readonly<Record<string, string>>, string | undefined]>([
    ['the one that only looks', { lint: 'eslint . --fix', 'lint:check': 'eslint .' }, 'npm run lint:check'],
    ['one that mends, where there is no other', { lint: 'eslint . --fix' }, 'npm run lint'],
    ['none', { start: 'node .' }, undefined],
  ])('linting: %s', async (_, scripts, run) => {
    expect((await byTask({ 'package.json': manifest(scripts) }))['lint']).toBe(run)
  })

  it.each<[string, string, string, string | undefined]>([
    ['typecheck', 'the compiler', 'tsc', 'npm run check'],
    ['typecheck', 'the compiler with flags', 'vue-tsc --noEmit -p .', 'npm run check'],
    ['typecheck', 'several things', 'tsc && eslint .', undefined],
    ['typecheck', 'something else', 'node check.js', undefined],
    ['lint', 'the linter', 'biome check .', 'npm run check'],
    ['lint', 'several things', 'npm run lint:all && npm test', undefined],
  ])('%s by a script that is only called "check": %s', async (task, _, script, run) => {
    expect((await byTask({ 'package.json': manifest({ check: script }) }))[task]).toBe(run)
  })

  it.each<[string, string, string, string | undefined]>([
    ['lint', 'code:ok', 'eslint --ext .ts .', 'npm run code:ok'],
    ['lint', 'code:ok', 'eslint --fix .', undefined],
    ['lint', 'code:ok', 'eslint . && jest', undefined],
    ['lint', 'postinstall', 'eslint .', undefined],
    ['format', 'style', 'yarn prettier --list-different', 'npm run style'],
    ['format', 'style', 'prettier --write .', undefined],
    ['typecheck', 'ts', 'tsc -p . --noEmit', 'npm run ts'],
    ['typecheck', 'make', 'tsc -p .', undefined],
  ])('%s by what a script of another name ("%s") does: %s', async (task, name, script, run) => {
    expect((await byTask({ 'package.json': manifest({ [name]: script }) }))[task]).toBe(run)
  })

  it.each<[string, string, string | undefined]>([
    ['a runner', 'jest', 'npm run test'],
    ['the placeholder of npm', 'echo "Error: no test specified" && exit 1', undefined],
    ['a watcher', 'jest --watch', undefined],
    ['a watcher of all tests', 'jest --watchAll', undefined],
    ['a watcher of all tests that is switched off', 'jest --watchAll=false', 'npm run test'],
    ['a watcher of Mocha', 'mocha -w', undefined],
    ['the words that tests are written in', 'mocha --ui bdd --recursive', 'npm run test'],
    ['a page', 'vitest --ui', undefined],
    ['a watcher that is switched off', 'jest --watch=false', 'npm run test'],
    ['vitest watch', 'vitest watch', undefined],
    ['nothing', '  ', undefined],
  ])('tests: %s', async (_, script, run) => {
    expect((await byTask({ 'package.json': manifest({ test: script }) }))['test']).toBe(run)
  })

  it('a task runner is a check of the formatting when what it starts is one', async () => {
    const files = (text: string): Files => ({
      'package.json': manifest({ format: 'turbo run format' }, { workspaces: ['a'] }),
      'a/package.json': manifest({ format: text }),
    })
    expect((await byTask(files('prettier --check .')))['format']).toBe('npm run format')
    expect((await byTask(files('prettier --write .')))['format']).toBeUndefined()
  })
})

describe('scripts of members', () => {
  const members = (lock: Files, all: boolean, extra: object = {}): Files => ({
    'package.json': manifest({}, { workspaces: ['a', 'b'], ...extra }),
    'a/package.json': manifest({ test: 'node --test' }, { name: '@harbour/a' }),
    'b/package.json': manifest(all ? { test: 'node --test' } : {}, { name: 'b' }),
    ...lock,
  })

  it.each<[string, Files, string]>([
    ['npm', members({ 'package-lock.json': '{}' }, false), 'npm run test --workspaces --if-present'],
    [
      'pnpm',
      {
        ...members({ 'pnpm-lock.yaml': "lockfileVersion: '9.0'\n" }, false),
        'pnpm-workspace.yaml': 'packages: [a, b]\n',
      },
      'pnpm --recursive --if-present run test',
    ],
    ['Yarn 1, in all of them', members({ 'yarn.lock': '# yarn lockfile v1\n' }, true), 'yarn workspaces run test'],
    [
      'Yarn 1, in one of them',
      members({ 'yarn.lock': '# yarn lockfile v1\n' }, false),
      'yarn workspace @harbour/a run test',
    ],
    [
      'Yarn 4',
      members({ 'yarn.lock': '__metadata:\n  version: 8\n' }, false),
      'yarn workspaces foreach --all run test',
    ],
    ['Bun', members({ 'bun.lock': '{}' }, false), "bun run --filter '*' test"],
  ])('%s', async (_, files, run) => {
    expect((await byTask(files))['test']).toBe(run)
  })
})

describe('what blocks', () => {
  const enforced = async (files: Files): Promise<readonly string[]> =>
    (await commandsOf(files)).filter(command => command.enforced).map(command => command.task)
  const workflow = (run: string): Files => ({
    '.github/workflows/a.yml': `jobs:\n  a:\n    steps:\n      - run: ${run}\n`,
  })

  it.each<[string, string, readonly string[]]>([
    ['the script by name', 'npm run lint', ['install', 'lint']],
    ['the script with a shorter call', 'yarn lint', ['install', 'lint']],
    ['the program of the script', 'npx eslint .', ['install', 'lint']],
    ['something else', 'npm run deploy', ['install']],
  ])('a check that CI runs as %s', async (_, run, tasks) => {
    expect(await enforced({ 'package.json': manifest({ lint: 'eslint .' }), ...workflow(run) })).toEqual(tasks)
  })

  it('a workflow for one folder proves nothing for another', async () => {
    const lint = manifest({ lint: 'eslint .' })
    const yaml =
      'jobs:\n  lint:\n    defaults:\n      run:\n        working-directory: web\n    steps:\n      - run: npm run lint\n'
    const ctx = await contextOf(
      memory({ 'api/package.json': lint, 'web/package.json': lint, '.github/workflows/a.yml': yaml }),
    )
    expect(
      ctx.contract.projects.map(({ commands }) => commands.find(command => command.task === 'lint')?.enforced),
    ).toEqual([false, true])
  })

  it.each<[string, Files]>([
    [
      'a client that nobody generates',
      {
        'package.json': manifest({ build: 'tsc' }, { dependencies: { '@prisma/client': '^6.0.0' } }),
        'pnpm-lock.yaml': "lockfileVersion: '9.0'\n",
      },
    ],
    [
      'a dependency that another build makes',
      { 'package.json': manifest({ build: 'vite build' }, { dependencies: { wasm: 'file:./wasm/pkg' } }) },
    ],
    [
      'variables of the environment',
      { 'package.json': manifest({ build: 'next build' }, { dependencies: { '@t3-oss/env-nextjs': '^0.13.0' } }) },
    ],
  ])('a build does not, with %s', async (_, files) => {
    expect(await enforced(files)).toEqual(['install'])
  })
})
