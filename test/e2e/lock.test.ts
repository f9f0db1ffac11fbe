import { execFileSync, spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { cli, json } from '../support/cli.ts'
import { checkout, commitAll, copyOf, differences, temporaryFolder, treeOf } from '../support/repository.ts'

/**
 * `--install` end to end, with the package managers themselves and their registry: after it, frozen installs pass.
 */

interface Run {
  readonly files: readonly { readonly path: string; readonly action: string; readonly artifacts: readonly string[] }[]
  readonly next: readonly string[]
}

interface Case {
  readonly fixture: string
  readonly lock: string
  /** The package that brings the manager, in the version that the fixture pins. */
  readonly manager: string
  readonly frozen: readonly string[]
  /** yarn wants every optional platform package to exist: a registry that has not all of them gets the newest release that is whole. */
  readonly resolutions?: Readonly<Record<string, string>>
}

const RESOLUTIONS = { 'oxc-parser': '0.154.0' }
const CASES: readonly Case[] = [
  {
    fixture: 'fastify-npm',
    lock: 'package-lock.json',
    manager: 'npm',
    frozen: ['npm', 'ci', '--ignore-scripts', '--no-audit', '--no-fund'],
  },
  {
    fixture: 'express-ts-pnpm',
    lock: 'pnpm-lock.yaml',
    manager: 'pnpm@10.34.9',
    frozen: ['pnpm', 'install', '--frozen-lockfile', '--ignore-scripts'],
  },
  {
    fixture: 'pnpm-monorepo',
    lock: 'pnpm-lock.yaml',
    manager: 'pnpm@10.34.9',
    frozen: ['pnpm', 'install', '--frozen-lockfile', '--ignore-scripts'],
  },
  {
    fixture: 'yarn1-koa',
    lock: 'yarn.lock',
    manager: 'yarn@1.22.22',
    frozen: ['yarn', 'install', '--frozen-lockfile', '--ignore-scripts', '--non-interactive'],
    resolutions: RESOLUTIONS,
  },
  {
    fixture: 'nest-yarn-berry',
    lock: 'yarn.lock',
    manager: '@yarnpkg/cli-dist@4.18.1',
    frozen: ['yarn', 'install', '--immutable', '--mode=skip-build'],
    resolutions: RESOLUTIONS,
  },
  {
    fixture: 'hono-bun',
    lock: 'bun.lock',
    manager: 'bun@1.4.5',
    frozen: ['bun', 'install', '--frozen-lockfile', '--ignore-scripts'],
  },
]

/** Folder of the programs of a package, installed once. */
function binOf(manager: string): string {
  if (manager === 'npm') return ''
  const home = path.join(temporaryFolder(), 'tools')
  mkdirSync(home, { recursive: true })
  execFileSync('npm', ['install', '--prefix', home, '--no-audit', '--no-fund', '--silent', manager], {
    stdio: 'ignore',
  })
  return path.join(home, 'node_modules/.bin')
}

function frozenInstall(
  dir: string,
  bin: string,
  command: readonly string[],
): { readonly status: number | null; readonly output: string } {
  const copy = path.join(temporaryFolder(), 'install')
  cpSync(dir, copy, { recursive: true, filter: from => path.basename(from) !== '.git' })
  const [program = '', ...args] = command
  const env = { ...process.env, PATH: `${bin}:${process.env['PATH'] ?? ''}`, CI: 'true', YARN_ENABLE_SCRIPTS: '0' }
  const run = spawnSync(program, args, { cwd: copy, env, encoding: 'utf8', timeout: 300_000 })
  return { status: run.status, output: run.stdout + run.stderr }
}

/** The settings of this machine for its registry count here: home, proxy, certificates. */
const online = { ...process.env, GIT_CONFIG_GLOBAL: '/dev/null' }
const run = (dir: string, ...args: readonly string[]): Run & { readonly code: number | null } =>
  json<Run>(dir, [...args, '--yes'], online)

function prepare({ fixture, resolutions }: Case): string {
  const dir = checkout(fixture)
  if (!resolutions) return dir
  const file = path.join(dir, 'package.json')
  const manifest = JSON.parse(readFileSync(file, 'utf8')) as object
  writeFileSync(file, `${JSON.stringify({ ...manifest, resolutions }, null, 2)}\n`)
  commitAll(dir, 'chore: resolutions')
  return dir
}

describe.each(CASES)('--install with $manager ($fixture)', testCase => {
  const { lock, manager, frozen } = testCase
  let dir = ''
  let bin = ''
  let done: Run & { readonly code: number | null }
  let before = new Map<string, string>()

  beforeAll(() => {
    bin = binOf(manager)
    dir = prepare(testCase)
    before = treeOf(dir)
    done = run(dir, 'add', 'lint', '--install')
  }, 600_000)

  it('brings the lock file up to date as a part of the plan', () => {
    expect(done.code).toBe(0)
    expect(done.files.find(file => file.path === lock)).toMatchObject({
      action: 'update',
      artifacts: expect.arrayContaining(['quality/lint']) as unknown,
    })
    expect(done.next.filter(step => step.includes(lock))).toEqual([])
    expect(existsSync(path.join(dir, 'node_modules'))).toBe(false)
  })

  it('lets frozen installs pass, which failed without it', () => {
    const without = prepare(testCase)
    expect(run(without, 'add', 'lint').next[0]).toContain(`brings ${lock} up to date`)
    expect(frozenInstall(without, bin, frozen).status).not.toBe(0)
    const { status, output } = frozenInstall(dir, bin, frozen)
    expect(status, output).toBe(0)
  }, 600_000)

  it('leaves nothing to do for a second run, and check agrees', () => {
    const copy = copyOf(dir)
    commitAll(copy, 'chore: production readiness')
    expect(run(copy, 'add', 'lint', '--install').files.filter(file => file.action !== 'same')).toEqual([])
    expect(json<Run>(copy, ['check'], online)).toMatchObject({ code: 0, next: [] })
  }, 600_000)

  it('also later: update brings a lock file up to date that an earlier run left stale', () => {
    const late = prepare(testCase)
    run(late, 'add', 'lint')
    commitAll(late, 'chore: production readiness')
    expect(json<Run>(late, ['check'], online)).toMatchObject({
      code: 0,
      next: [expect.stringContaining(lock) as unknown],
    })
    expect(run(late, 'update', '--install').files.filter(file => file.action !== 'same')).toMatchObject([
      { path: lock, action: 'update' },
    ])
    expect(json<Run>(late, ['check'], online).next).toEqual([])
    expect(cli(late, ['undo', '--yes']).code).toBe(0)
    expect(readFileSync(path.join(late, lock), 'utf8')).toBe(before.get(lock))
  }, 600_000)

  it('is undone with the rest', () => {
    expect(cli(dir, ['undo', '--yes']).code).toBe(0)
    expect(differences(treeOf(dir), before)).toEqual([])
  })
})

describe('--install that fails', () => {
  it('names the manager’s complaint, and writes nothing', () => {
    const dir = checkout('fastify-npm')
    writeFileSync(path.join(dir, '.npmrc'), 'registry=http://127.0.0.1:9/\nfetch-retries=0\n')
    commitAll(dir, 'chore: registry')
    const before = treeOf(dir)
    const failed = json<{ error: { code: string; message: string } }>(dir, ['add', 'lint', '--yes', '--install'], {
      ...online,
      npm_config_cache: temporaryFolder(),
    })
    expect(failed).toMatchObject({ code: 2, error: { code: 'lock-failed' } })
    expect(failed.error.message).toMatch(/npm install --package-lock-only .* failed: .*ECONNREFUSED/)
    expect(differences(treeOf(dir), before)).toEqual([])
  }, 120_000)
})
