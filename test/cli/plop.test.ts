import { execFileSync, spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { checkout, folderWith, git, temporaryFolder } from '../support/repository.ts'

const ROOT = fileURLToPath(new URL('../../', import.meta.url))
const PLOP = path.join(ROOT, 'node_modules/plop/bin/plop.js')
const PLOPFILE = path.join(ROOT, 'dist/plopfile.js')

/** @returns what plop said: it tells of its actions on stderr */
function plop(cwd: string, ...args: readonly string[]): string {
  const run = spawnSync(process.execPath, [PLOP, ...args], {
    cwd,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH: process.env['PATH'], HOME: '/nonexistent', NO_COLOR: '1' },
  })
  if (run.status !== 0) throw new Error(`plop ends with ${String(run.status)}: ${run.stderr}`)
  return run.stdout + run.stderr
}

test('the stock plop command runs a generator of this package in another repository', () => {
  const dir = checkout('axum-api')
  plop(ROOT, '--plopfile', PLOPFILE, '--dest', dir, 'governance/pr-template')
  expect(readFileSync(path.join(dir, '.github/PULL_REQUEST_TEMPLATE.md'), 'utf8')).toContain('cargo test')
  expect(existsSync(path.join(dir, '.prod-ready/manifest.json'))).toBe(true)
})

test('a second run of the stock plop command writes nothing', () => {
  const dir = checkout('axum-api')
  const run = (): string => plop(ROOT, '--plopfile', PLOPFILE, '--dest', dir, 'governance/pr-template')
  run()
  const before = git(dir, 'status', '--porcelain', '-uall')
  expect(run()).toContain('nothing to write')
  expect(git(dir, 'status', '--porcelain', '-uall')).toBe(before)
})

test('the plopfile of another repository loads the generators by the name of the package', () => {
  const dir = folderWith({
    'package.json': '{ "name": "fig", "private": true }\n',
    'plopfile.mjs': "export default async plop => {\n  await plop.load('create-prod-ready')\n}\n",
  })
  mkdirSync(path.join(dir, 'node_modules'))
  symlinkSync(ROOT, path.join(dir, 'node_modules/create-prod-ready'))
  plop(dir, '--plopfile', 'plopfile.mjs', 'governance/issue-templates')
  expect(readFileSync(path.join(dir, '.github/ISSUE_TEMPLATE/bug_report.yml'), 'utf8')).toContain('name:')
})

test('new-artifact makes the folders of an artifact, and its test passes as it is', () => {
  const copy = path.join(temporaryFolder(), 'copy')
  for (const part of [
    'package.json',
    'tsconfig.json',
    'vitest.config.ts',
    '.prettierrc.json',
    'src',
    'generators',
    'templates',
    'scripts',
    'dist',
    'test/support',
  ]) {
    cpSync(path.join(ROOT, part), path.join(copy, part), { recursive: true })
  }
  symlinkSync(path.join(ROOT, 'node_modules'), path.join(copy, 'node_modules'))
  mkdirSync(path.join(copy, 'test/repos'), { recursive: true })
  writeFileSync(path.join(copy, 'test/repos/histories.json'), '{}')
  plop(
    copy,
    '--plopfile',
    'dist/plopfile.js',
    '--dest',
    '.',
    'new-artifact',
    'governance',
    'support',
    'Where to ask',
    'SUPPORT.md',
  )
  execFileSync(process.execPath, ['scripts/generate.mjs'], { cwd: copy, stdio: 'ignore' })
  expect(readFileSync(path.join(copy, 'generators/index.ts'), 'utf8')).toContain('./governance/support/index.ts')
  const result = execFileSync(
    process.execPath,
    ['node_modules/vitest/vitest.mjs', 'run', 'test/unit/governance/support.test.ts', '--reporter=json'],
    { cwd: copy, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] },
  )
  expect(JSON.parse(result)).toMatchObject({ success: true, numPassedTests: 2 })
}, 60_000)
