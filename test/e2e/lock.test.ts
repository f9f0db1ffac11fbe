import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { cli, json } from '../support/cli.ts'
import { checkout, commitAll, copyOf, differences, temporaryFolder, treeOf } from '../support/repository.ts'
import { binOf, checkoutManaged, MANAGED, online } from './managers.ts'

/**
 * `--install` end to end, with the package managers themselves and their registry: after it, frozen installs pass.
 */

interface Run {
  readonly files: readonly { readonly path: string; readonly action: string; readonly artifacts: readonly string[] }[]
  readonly next: readonly string[]
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

const run = (dir: string, ...args: readonly string[]): Run & { readonly code: number | null } =>
  json<Run>(dir, [...args, '--yes'], online)

describe.each(MANAGED)('--install with $manager ($fixture)', testCase => {
  const { lock, manager, frozen } = testCase
  let dir = ''
  let bin = ''
  let done: Run & { readonly code: number | null }
  let before = new Map<string, string>()

  beforeAll(() => {
    bin = binOf(manager)
    dir = checkoutManaged(testCase)
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
    const without = checkoutManaged(testCase)
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
    const late = checkoutManaged(testCase)
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
