import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { withoutCredentials } from '../../../src/workspace/git.ts'
import { openDisk } from '../../../src/workspace/index.ts'

let dir = ''
let clock = 0

beforeEach(() => {
  dir = realpathSync(mkdtempSync(path.join(tmpdir(), 'history-')))
  clock = Date.UTC(2020, 0, 1, 23, 30) / 1000
  git('init', '-q', '-b', 'main')
})
afterEach(() => {
  rmSync(dir, { recursive: true, force: true })
})

function git(...args: readonly string[]): string {
  const date = `${String(clock)} +0300`
  return execFileSync('git', ['-c', 'commit.gpgsign=false', '-c', 'tag.gpgsign=false', ...args], {
    cwd: dir,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, GIT_AUTHOR_DATE: date, GIT_COMMITTER_DATE: date },
  })
}

function commit(author: string, files: Readonly<Record<string, string>>, subject: string): void {
  for (const [file, content] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(dir, file)), { recursive: true })
    writeFileSync(path.join(dir, file), content)
  }
  git('add', '-A')
  git(
    '-c',
    `user.name=${author}`,
    '-c',
    `user.email=${author.toLowerCase()}@example.invalid`,
    'commit',
    '-q',
    '-m',
    subject,
  )
  clock += 86_400
}

describe('history', () => {
  it('is empty before the first commit, and knows the branch all the same', () => {
    writeFileSync(path.join(dir, 'a.txt'), '')
    const history = openDisk(dir).git
    expect(history.state).toBe('empty')
    expect(history.branch()).toBe('main')
    expect(history.firstCommit()).toBeUndefined()
    expect(history.commits(5)).toEqual([])
    expect(history.changed(['a.txt'])).toEqual([])
  })

  it('lists commits newest first, with the day in UTC and the names of .mailmap', () => {
    commit(
      'Ada',
      { 'a.txt': '1', '.mailmap': 'Ada Lovelace <ada@lovelace.invalid> <ada@example.invalid>\n' },
      'feat: one',
    )
    commit('Bob', { 'b/c.txt': '1', 'd.txt': '' }, 'fix: two')
    const history = openDisk(dir).git
    expect(history.commits(5).map(({ author, date, subject }) => [author.name, date, subject])).toEqual([
      ['Bob', '2020-01-02', 'fix: two'],
      ['Ada Lovelace', '2020-01-01', 'feat: one'],
    ])
    expect(history.firstCommit()?.subject).toBe('feat: one')
    expect(history.touched(1)).toEqual([
      { author: { name: 'Bob', email: 'bob@example.invalid' }, date: '2020-01-02', paths: ['b/c.txt', 'd.txt'] },
    ])
  })

  it('does not know the first commit of a shallow clone', () => {
    commit('Ada', { 'a.txt': '1' }, 'feat: one')
    commit('Ada', { 'a.txt': '2' }, 'feat: two')
    const clone = path.join(dir, 'clone')
    git('clone', '-q', '--depth', '1', `file://${dir}`, clone)
    const history = openDisk(clone).git
    expect(history.shallow).toBe(true)
    expect(history.state).toBe('present')
    expect(history.firstCommit()).toBeUndefined()
    expect(history.defaultBranch()).toBe('main')
  })

  describe("says which branch is checked out and which one is the remote's, as git does", () => {
    const upstream = (): string => path.join(dir, 'up')
    const said = (...args: readonly string[]): string | undefined => {
      try {
        return git('-C', 'clone', ...args).trim()
      } catch {
        return undefined
      }
    }
    beforeEach(() => {
      commit('Ada', { 'a.txt': '1' }, 'feat: one')
      git('clone', '-q', '--bare', `file://${dir}`, upstream())
      git('clone', '-q', `file://${upstream()}`, path.join(dir, 'clone'))
    })

    it.each<readonly [string, readonly (readonly string[])[]]>([
      ['of a clone', []],
      ['when references are packed', [['pack-refs', '--all']]],
      ['of a branch with a slash', [['checkout', '-q', '-b', 'feat/one']]],
      ['of a branch without a commit', [['checkout', '-q', '--orphan', 'new']]],
      ['of no branch', [['checkout', '-q', '--detach']]],
      ['when the remote has another one', [['remote', 'set-head', 'origin', '-d']]],
      ['when that of the remote is gone', [['update-ref', '-d', 'refs/remotes/origin/main']]],
      [
        'when a second remote says one, too',
        [
          ['update-ref', 'refs/remotes/fork/next', 'HEAD'],
          ['symbolic-ref', 'refs/remotes/fork/HEAD', 'refs/remotes/fork/next'],
          ['remote', 'set-head', 'origin', '-d'],
        ],
      ],
      ['when HEAD is a branch of another place', [['symbolic-ref', 'HEAD', 'refs/remotes/origin/main']]],
    ])('%s', (_, steps) => {
      for (const step of steps) git('-C', 'clone', ...step)
      const history = openDisk(path.join(dir, 'clone')).git
      const remote = said('for-each-ref', '--format=%(symref)', 'refs/remotes/*/HEAD')
      expect(history.defaultBranch()).toBe(
        remote === undefined || remote === '' ? undefined : remote.replace(/^refs\/remotes\/[^/]+\//, ''),
      )
      expect(history.branch()).toBe(said('symbolic-ref', '--quiet', '--short', 'HEAD'))
      expect(history.state).toBe(said('rev-parse', '--verify', 'HEAD') === undefined ? 'empty' : 'present')
    })
  })

  it('lists tags of commits by the day of the commit, annotated or not', () => {
    commit('Ada', { 'a.txt': '1' }, 'feat: one')
    git('tag', 'v1.0.0')
    commit('Ada', { 'a.txt': '2' }, 'feat: two')
    git('-c', 'user.name=Ada', '-c', 'user.email=a@example.invalid', 'tag', '-a', 'v2.0.0', '-m', 'two')
    expect(
      openDisk(dir)
        .git.tags()
        .map(({ name, date }) => [name, date]),
    ).toEqual([
      ['v2.0.0', '2020-01-02'],
      ['v1.0.0', '2020-01-01'],
    ])
  })

  it('keeps the order of remotes and removes credentials', () => {
    git('remote', 'add', 'zeta', 'https://token:x-oauth@github.com/acme/api.git')
    git('remote', 'add', 'origin', 'git@github.com:acme/api.git')
    expect(openDisk(dir).git.remotes()).toEqual([
      { name: 'zeta', url: 'https://github.com/acme/api.git' },
      { name: 'origin', url: 'git@github.com:acme/api.git' },
    ])
  })

  it('tells which tracked paths differ from the last commit, in the index or in the work tree, also in a sub folder', () => {
    commit(
      'Ada',
      { 'staged.txt': '1', 'edited.txt': '1', 'same.txt': '1', 'sub/x.txt': '1', ':odd [name].txt': '1' },
      'feat: one',
    )
    for (const file of ['staged.txt', 'edited.txt', 'sub/x.txt', ':odd [name].txt'])
      writeFileSync(path.join(dir, file), '2')
    git('add', 'staged.txt')
    writeFileSync(path.join(dir, 'untracked.txt'), '')
    const asked = ['staged.txt', 'edited.txt', 'same.txt', 'untracked.txt', 'sub/x.txt', ':odd [name].txt']
    const wanted = ['staged.txt', 'edited.txt', 'sub/x.txt', ':odd [name].txt']
    expect(openDisk(dir).git.changed(asked)).toEqual(wanted)
    const many = [...asked, ...Array.from({ length: 500 }, (_, i) => `none-${String(i)}`)]
    expect(openDisk(dir).git.changed(many)).toEqual(wanted)
    expect(openDisk(path.join(dir, 'sub')).git.changed(['x.txt'])).toEqual(['x.txt'])
  })

  it('tells which paths an ignore rule hides', () => {
    commit('Ada', { '.gitignore': '*.log\ndist/\n' }, 'chore: ignore')
    expect(openDisk(dir).git.ignored(['a.log', 'src/a.ts', 'dist/x.js'])).toEqual(['a.log', 'dist/x.js'])
    expect(openDisk(dir).git.ignored([])).toEqual([])
  })

  it('is not led astray by variables that a hook sets', () => {
    commit('Ada', { 'a.txt': '1' }, 'feat: one')
    process.env['GIT_DIR'] = '/does/not/exist'
    try {
      expect(openDisk(dir).files).toEqual(['a.txt'])
    } finally {
      delete process.env['GIT_DIR']
    }
  })
})

it.each([
  ['https://user:secret@host.invalid/a/b.git', 'https://host.invalid/a/b.git'],
  ['https://token@host.invalid/a/b?private_token=1', 'https://host.invalid/a/b'],
  ['ssh://git:secret@host.invalid:2222/a/b.git', 'ssh://git@host.invalid:2222/a/b.git'],
  ['git@host.invalid:a/b.git', 'git@host.invalid:a/b.git'],
])('the address %s becomes %s', (url, wanted) => {
  expect(withoutCredentials(url)).toBe(wanted)
})
