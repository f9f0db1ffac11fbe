import { execFileSync } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs'
import { createServer } from 'node:net'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { cli, json } from '../support/cli.ts'
import { checkout, commitAll, differences, git, treeOf } from '../support/repository.ts'
import { copy, put, run, RUN, written, type Detected, type Run } from '../support/odd-repository.ts'

const PLACES = ['CHANGELOG.md', '.github/PULL_REQUEST_TEMPLATE.md', 'knip.json', 'Dockerfile', '.env']

describe('what is no regular file', () => {
  it('pipes and sockets are neither waited for nor replaced', async () => {
    const dir = checkout('fastify-npm')
    mkdirSync(path.join(dir, '.github'))
    const servers = PLACES.slice(2).map(file => createServer().listen(path.join(dir, file)))
    await new Promise(resolve => setTimeout(resolve, 100))
    for (const file of PLACES.slice(0, 2)) execFileSync('mkfifo', [path.join(dir, file)])
    const done = run(dir, ['--yes'])
    expect(done.code).toBe(0)
    for (const file of PLACES) expect(treeOf(dir).get(file)).toBe('other')
    expect(done.files.find(file => file.path === 'CHANGELOG.md')).toMatchObject({
      action: 'keep',
      reason: 'is not a regular file',
    })
    for (const server of servers) server.close()
  })

  it('links in a loop, and links to folders above, are not followed', () => {
    const dir = checkout('fastify-npm')
    symlinkSync('loop', path.join(dir, 'loop'))
    symlinkSync('.', path.join(dir, 'self'))
    symlinkSync('../..', path.join(dir, 'src/above'))
    symlinkSync('CHANGELOG.md', path.join(dir, 'CHANGELOG.md'))
    symlinkSync('/etc', path.join(dir, '.github'))
    const before = treeOf(dir)
    const done = run(dir, ['--yes'])
    expect(done.code).toBe(0)
    expect(done.files.find(file => file.path === 'CHANGELOG.md')).toMatchObject({
      action: 'keep',
      reason: expect.stringContaining('symbolic link') as unknown,
    })
    for (const [file, what] of before) if (what === 'link') expect(treeOf(dir).get(file)).toBe('link')
    expect(written(done).filter(file => file.startsWith('.github/'))).toEqual([])
    expect(existsSync('/etc/dependabot.yml')).toBe(false)
  })

  it('a folder stands where a file would be written, and a file where a folder', () => {
    const dir = checkout('fastify-npm')
    put(dir, 'CHANGELOG.md/notes.txt', 'mine\n')
    put(dir, '.github', 'mine\n')
    commitAll(dir, 'chore: odd')
    const done = run(dir, ['--yes'])
    expect(done.code).toBe(0)
    expect(done.files.find(file => file.path === 'CHANGELOG.md')).toMatchObject({
      action: 'keep',
      reason: 'is a folder',
    })
    expect(readFileSync(path.join(dir, '.github'), 'utf8')).toBe('mine\n')
  })

  it('names that differ in case only are one file for half of the world', () => {
    const dir = checkout('fastify-npm')
    const mine = {
      'Changelog.MD': 'mine\n',
      'KNIP.json': '{}\n',
      '.GitHub/pull_request_template.md': 'mine\n',
      '.github/Dependabot.yml': 'version: 2\n',
    }
    for (const [file, text] of Object.entries(mine)) put(dir, file, text)
    commitAll(dir, 'chore: case')
    const taken = new Set(
      git(dir, 'ls-files')
        .split('\n')
        .map(file => file.toLowerCase()),
    )
    const fresh = written(run(dir, ['--yes'])).filter(file => taken.has(file.toLowerCase()) && file !== 'package.json')
    expect(fresh).toEqual([])
    for (const [file, text] of Object.entries(mine)) expect(readFileSync(path.join(dir, file), 'utf8')).toBe(text)
  })
})

/** A person without the rights of root, also where the tests run as root. */
const NOBODY = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {}
const give = (dir: string): string => {
  if (NOBODY.uid !== undefined) execFileSync('chown', ['-R', `${NOBODY.uid}:${NOBODY.gid}`, path.dirname(dir)])
  return dir
}
const canRun = cli(give(copy('docs-only')), ['--version'], {}, NOBODY).code === 0

describe.skipIf(!canRun)('a folder without the permission', () => {
  it('to read a file: it is named, and the rest works', () => {
    const dir = give(copy('fastify-npm'))
    chmodSync(path.join(dir, 'package.json'), 0)
    const { code, problems } = json<Detected>(dir, ['detect'], {}, NOBODY)
    expect(code).toBe(0)
    expect(problems).toContainEqual(
      expect.objectContaining({
        path: 'package.json',
        message: expect.stringMatching(/cannot be read.*EACCES/) as unknown,
      }),
    )
    expect(run(dir, ['--yes'], NOBODY).code).toBe(0)
  })

  it('to read a folder', () => {
    const dir = give(copy('fastify-npm'))
    chmodSync(path.join(dir, 'src'), 0)
    expect(run(dir, ['--yes'], NOBODY).code).toBe(0)
    chmodSync(path.join(dir, 'src'), 0o700)
    const locked = give(copy('docs-only'))
    chmodSync(locked, 0)
    for (const args of [['detect'], ['list'], RUN]) {
      const failed = json<Run>(path.dirname(locked), [...args, '--cwd', path.basename(locked)], {}, NOBODY)
      expect([failed.code, failed.error?.code]).toEqual([2, 'no-repository'])
      expect(failed.error?.message).toMatch(/docs-only cannot be looked into: no permission/)
    }
    chmodSync(path.dirname(locked), 0)
    expect(cli('/', ['list', '--cwd', locked], {}, NOBODY).err).toContain(`${locked} cannot be looked into`)
    chmodSync(path.dirname(locked), 0o700)
    chmodSync(locked, 0o700)
  })

  it.each(['.', '.github', 'package.json'])('to write %s: nothing is written', place => {
    const dir = copy('fastify-npm')
    mkdirSync(path.join(dir, '.github'))
    give(dir)
    const before = treeOf(dir)
    chmodSync(path.join(dir, place), place === 'package.json' ? 0o400 : 0o500)
    const failed = run(dir, RUN, NOBODY)
    expect([failed.code, failed.error?.code]).toEqual([2, expect.stringMatching(/^(not-writable|write-protected)$/)])
    expect(failed.error?.message).toContain(place === '.' ? '.prod-ready' : place)
    expect(failed.error?.suggestion).toMatch(/writable|chmod u\+w/)
    expect(cli(dir, RUN, {}, NOBODY).err).not.toMatch(/^\s+at /m)
    expect(cli(dir, ['--dry-run'], {}, NOBODY).code).toBe(0)
    chmodSync(path.join(dir, place), 0o700)
    expect(differences(treeOf(dir), before)).toEqual([])
  })
})
