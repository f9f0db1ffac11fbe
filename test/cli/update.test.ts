import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { cli, json } from '../support/cli.ts'
import {
  checkout,
  commitAll,
  copyOf,
  differences,
  dirty,
  treeOf,
  writtenByOlderTemplate,
} from '../support/repository.ts'

interface Run {
  readonly files: readonly {
    readonly path: string
    readonly action: string
    readonly artifacts: readonly string[]
    readonly reason?: string
  }[]
  readonly skipped: readonly {
    readonly artifact: string
    readonly reason: string
    readonly answer?: string
    readonly command?: string
  }[]
  readonly next: readonly string[]
  readonly command: string
}

const run = (dir: string, ...args: readonly string[]): Run & { readonly code: number | null } => json<Run>(dir, args)
const text = (dir: string, file: string): string => readFileSync(path.join(dir, file), 'utf8')

const TEMPLATE = '.github/PULL_REQUEST_TEMPLATE.md'

const added = checkout('docs-only')
run(added, 'add', 'pr-template', '--yes')

/** A template that changed since, in a place where `mine` is what the user has there. */
function updated(mine: string | undefined): string {
  const dir = copyOf(added)
  writtenByOlderTemplate(dir, TEMPLATE, old => old.replace(/^## .*$/m, '## As it was then'))
  if (mine !== undefined)
    writeFileSync(path.join(dir, TEMPLATE), text(dir, TEMPLATE).replace('## As it was then', mine))
  commitAll(dir, 'chore: templates')
  return dir
}

describe('update, diff and check', () => {
  it('say nothing when nothing changed', () => {
    const dir = copyOf(added)
    expect(cli(dir, ['check'])).toEqual({ code: 0, out: '', err: 'Everything is up to date.\n' })
    expect(cli(dir, ['diff'])).toEqual({ code: 0, out: '', err: 'Everything is up to date.\n' })
    expect(run(dir, 'update', '--yes').files.map(file => file.action)).toEqual(['same'])
  })

  it('the image that an older template chose is no wish of the project: update brings the present one', () => {
    const dir = checkout('next-standalone')
    run(dir, 'add', 'dockerfile', 'build-test', '--yes')
    commitAll(dir, 'chore: image')
    const written = text(dir, 'Dockerfile')
    writtenByOlderTemplate(dir, 'Dockerfile', now => now.replaceAll('node:24-', 'node:22-'))
    expect(text(dir, 'Dockerfile')).toContain('FROM node:22-')
    expect(
      run(dir, 'check')
        .files.filter(file => file.action !== 'same')
        .map(file => file.path),
    ).toEqual(['Dockerfile'])
    run(dir, 'update', '--yes', '--force')
    expect(text(dir, 'Dockerfile')).toBe(written)
  })

  it('a version of Node in a manifest that we have edited stays what the project asks for', () => {
    const dir = checkout('fastify-npm')
    run(dir, 'add', 'lint', '--yes')
    commitAll(dir, 'chore: lint')
    expect(text(dir, 'package.json')).toMatch(/"eslint"[^]*"node": ">=20"|"node": ">=20"[^]*"eslint"/)
    expect(run(dir, 'check').files.filter(file => file.action !== 'same')).toEqual([])
    expect(text(dir, '.github/workflows/ci.yml')).toMatch(/node:\n\s+- 24\n\s+- 22\n/)
  })

  it('check ends with 1 and names what is out of date; diff is a patch of what update does', () => {
    const [dir, other] = [updated(undefined), updated(undefined)]
    expect(run(dir, 'check')).toMatchObject({ code: 1, files: [{ path: TEMPLATE, action: 'update' }] })
    const { code, out } = cli(dir, ['diff'])
    expect(code).toBe(0)
    expect(out).toMatch(/^-## As it was then$/m)
    expect(dirty(dir)).toEqual([])
    execFileSync('git', ['apply'], { cwd: other, input: out })
    run(dir, 'update', '--yes')
    expect(text(dir, TEMPLATE)).toBe(text(other, TEMPLATE))
    expect(run(dir, 'check').code).toBe(0)
  })

  it('a place that both changed is left to the user: exit 3, the marked text beside', () => {
    const dir = updated('## Mine')
    const mine = text(dir, TEMPLATE)
    const done = run(dir, 'update', '--yes')
    expect(done).toMatchObject({ code: 3, files: [{ path: TEMPLATE, action: 'conflict' }] })
    expect(done.next[0]).toContain(`settle by hand: ${TEMPLATE}`)
    expect(text(dir, TEMPLATE)).toBe(mine)
    expect(text(dir, `.prod-ready/conflicts/${TEMPLATE}`)).toMatch(/<<<<<<<[^]*## Mine[^]*>>>>>>>/)
    expect(run(dir, 'check').code).toBe(1)
  })

  it.each([
    ['mine', /^## Mine$/m, 0],
    ['theirs', /^(?![^]*## Mine)/, 0],
    ['markers', /<<<<<<<[^]*## Mine[^]*>>>>>>>/, 3],
  ])('--conflict %s settles it', (choice, expected, code) => {
    const dir = updated('## Mine')
    const done = run(dir, 'update', '--yes', '--conflict', choice)
    expect(done.code === code || done.code === 0).toBe(true)
    expect(done.command).toContain(`--conflict ${choice}`)
    expect(text(dir, TEMPLATE)).toMatch(expected)
  })

  it('leave a file of the user that git does not have yet out of it, and refuse uncommitted changes', () => {
    const dir = updated(undefined)
    writeFileSync(path.join(dir, TEMPLATE), `${text(dir, TEMPLATE)}more\n`)
    const refused = json<{ error: { message: string; suggestion: string } }>(dir, ['update', '--yes'])
    expect(refused).toMatchObject({ code: 2, error: { code: 'uncommitted-changes', path: TEMPLATE } })
    expect(refused.error.suggestion).toContain('create-prod-ready update --yes --force')
    expect(run(dir, 'update', '--yes', '--dry-run').code).toBe(0)
    expect(run(dir, 'update', '--yes', '--force').code).toBe(0)
    expect(text(dir, TEMPLATE)).toMatch(/more\n$/)
    expect(text(dir, TEMPLATE)).not.toContain('As it was then')
  })

  it('take --only and --skip', () => {
    const dir = updated(undefined)
    expect(run(dir, 'check', '--skip', 'pr-template').code).toBe(0)
    expect(run(dir, 'check', '--only', 'pr-template').code).toBe(1)
  })

  it('name an artifact that does not apply any more, and leave it', () => {
    const dir = checkout('axum-api')
    run(dir, 'add', 'dependency-audit', '--yes')
    rmSync(path.join(dir, 'Cargo.toml'))
    rmSync(path.join(dir, 'Cargo.lock'))
    const done = run(dir, 'update', '--yes')
    expect(done.skipped).toMatchObject([
      { artifact: 'cicd/dependency-audit', command: 'create-prod-ready remove cicd/dependency-audit' },
    ])
    expect(existsSync(path.join(dir, 'deny.toml'))).toBe(true)
  })
})

/** Everything but what undo itself needs. */
function withoutRecord(dir: string): Map<string, string> {
  return new Map([...treeOf(dir)].filter(([file]) => !file.startsWith('.prod-ready/undo/')))
}

describe('remove and undo', () => {
  it('remove takes an artifact back and leaves the others', () => {
    const dir = checkout('docs-only')
    run(dir, 'add', 'pr-template', 'issue-templates', '--yes')
    expect(run(dir, 'remove', 'issue-templates', '--yes').files.every(file => file.action === 'delete')).toBe(true)
    expect(existsSync(path.join(dir, TEMPLATE))).toBe(true)
    expect(existsSync(path.join(dir, '.github/ISSUE_TEMPLATE'))).toBe(false)
    expect(json<{ error: object }>(dir, ['remove', 'issue-templates', '--yes'])).toMatchObject({
      code: 2,
      error: { code: 'not-added' },
    })
  })

  it('remove leaves a file that the user changed', () => {
    const dir = copyOf(added)
    writeFileSync(path.join(dir, TEMPLATE), `${text(dir, TEMPLATE)}more\n`)
    expect(run(dir, 'remove', 'pr-template', '--yes').files).toMatchObject([{ path: TEMPLATE, action: 'keep' }])
    expect(text(dir, TEMPLATE)).toMatch(/more\n$/)
  })

  it('undo takes back the last run once', () => {
    const dir = copyOf(added)
    const before = withoutRecord(dir)
    run(dir, 'add', 'issue-templates', '--yes')
    expect(run(dir, 'undo', '--dry-run').files).toHaveLength(3)
    expect(treeOf(dir).has('.github/ISSUE_TEMPLATE/config.yml')).toBe(true)
    expect(run(dir, 'undo', '--yes').code).toBe(0)
    expect(differences(withoutRecord(dir), before)).toEqual([])
    expect(json<{ error: object }>(dir, ['undo', '--yes'])).toMatchObject({
      code: 2,
      error: { code: 'nothing-to-undo' },
    })
  })

  it('undo takes back an update and a removal as well', () => {
    const dir = updated(undefined)
    const before = withoutRecord(dir)
    run(dir, 'update', '--yes')
    run(dir, 'undo', '--yes')
    expect(differences(withoutRecord(dir), before)).toEqual([])
    run(dir, 'remove', 'pr-template', '--yes')
    run(dir, 'undo', '--yes')
    expect(differences(withoutRecord(dir), before)).toEqual([])
  })

  it('undo keeps what the user wrote since', () => {
    const dir = copyOf(added)
    writeFileSync(path.join(dir, TEMPLATE), `${text(dir, TEMPLATE)}mine\n`)
    expect(run(dir, 'undo', '--yes').files).toMatchObject([{ path: TEMPLATE, action: 'keep' }])
    expect(text(dir, TEMPLATE)).toMatch(/mine\n$/)
  })
})
