import { execFileSync } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openDisk } from '../../../src/workspace/index.ts'

let dir = ''

beforeEach(() => {
  dir = realpathSync(mkdtempSync(path.join(tmpdir(), 'workspace-')))
})
afterEach(() => {
  rmSync(dir, { recursive: true, force: true })
})

function write(files: Readonly<Record<string, string | Buffer>>): void {
  for (const [file, content] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(dir, file)), { recursive: true })
    writeFileSync(path.join(dir, file), content)
  }
}

function git(...args: readonly string[]): string {
  const identity = ['-c', 'user.name=Ada', '-c', 'user.email=ada@example.invalid', '-c', 'commit.gpgsign=false']
  return execFileSync('git', [...identity, ...args], { cwd: dir, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })
}

function commit(message = 'feat: first'): void {
  git('add', '-A')
  git('commit', '-q', '--no-verify', '--allow-empty', '-m', message)
}

describe('the files of a work tree', () => {
  it('are those that git tracks and those it would add, in code-unit order', () => {
    git('init', '-q')
    write({ '.gitignore': 'dist/\n', 'b.txt': '', 'a/c.txt': '', 'dist/out.js': '', 'B.txt': '' })
    commit()
    write({ 'new.txt': '' })
    expect(openDisk(dir).files).toEqual(['.gitignore', 'B.txt', 'a/c.txt', 'b.txt', 'new.txt'])
  })

  it('leave out what is tracked but gone', () => {
    git('init', '-q')
    write({ 'kept.txt': '', 'gone.txt': '', 'folder/gone.txt': '' })
    commit()
    rmSync(path.join(dir, 'gone.txt'))
    rmSync(path.join(dir, 'folder'), { recursive: true })
    expect(openDisk(dir).files).toEqual(['kept.txt'])
  })

  it('leave out links, pipes and the state folder, tracked or not', () => {
    git('init', '-q')
    write({ 'real.txt': 'x', 'swapped.txt': 'x', '.prod-ready/manifest.json': '{}', 'sub/.prod-ready/x': '' })
    symlinkSync('real.txt', path.join(dir, 'link.txt'))
    commit()
    rmSync(path.join(dir, 'swapped.txt'))
    execFileSync('mkfifo', [path.join(dir, 'swapped.txt'), path.join(dir, 'pipe')])
    expect(openDisk(dir).files).toEqual(['real.txt'])
  })

  it('do not reach through a folder that was replaced by a link', () => {
    const outside = mkdtempSync(path.join(tmpdir(), 'outside-'))
    try {
      writeFileSync(path.join(outside, 'secret.txt'), 'secret')
      git('init', '-q')
      write({ 'data/secret.txt': 'mine', 'a.txt': '' })
      commit()
      rmSync(path.join(dir, 'data'), { recursive: true })
      symlinkSync(outside, path.join(dir, 'data'))
      const ws = openDisk(dir)
      expect(ws.files).toEqual(['a.txt'])
      expect(ws.read('data/secret.txt')).toBeUndefined()
      expect(ws.stat('data/secret.txt')?.kind).toBe('link')
    } finally {
      rmSync(outside, { recursive: true, force: true })
    }
  })

  it('are those below a sub folder, relative to it', () => {
    git('init', '-q')
    write({ 'a.txt': '', 'api/b.txt': '', 'api/src/c.txt': '' })
    commit()
    expect(openDisk(path.join(dir, 'api')).files).toEqual(['b.txt', 'src/c.txt'])
  })

  it('do not include those of a submodule or of a repository inside', () => {
    git('init', '-q')
    write({ 'a.txt': '', 'inner/b.txt': '' })
    execFileSync('git', ['init', '-q'], { cwd: path.join(dir, 'inner') })
    expect(openDisk(dir).files).toEqual(['a.txt'])
  })

  it('are found in a worktree, whose .git is a file', () => {
    git('init', '-q')
    write({ 'a.txt': '' })
    commit()
    git('worktree', 'add', '-q', '--detach', path.join(dir, 'tree'))
    const ws = openDisk(path.join(dir, 'tree'))
    expect(ws.files).toEqual(['a.txt'])
    expect(ws.git.state).toBe('present')
    expect(ws.git.branch()).toBeUndefined()
  })
})

describe('a folder without git', () => {
  it('is walked, honouring nested ignore files and leaving out what build tools fill', () => {
    write({
      '.gitignore': '*.log\n!keep.log\n/only-here\n',
      'a.log': '',
      'keep.log': '',
      'only-here': '',
      'sub/only-here': '',
      'sub/.gitignore': 'private/\n',
      'sub/private/x': '',
      'sub/b.log': '',
      'node_modules/x/index.js': '',
      'target/debug/x': '',
      'src/a.ts': '',
    })
    const ws = openDisk(dir)
    expect(ws.files).toEqual(['.gitignore', 'keep.log', 'src/a.ts', 'sub/.gitignore', 'sub/only-here'])
    expect(ws.git.state).toBe('none')
  })

  it('is listed even when a repository around it ignores all of it', () => {
    git('init', '-q')
    write({ '.gitignore': '*\n', 'project/a.txt': 'x' })
    const ws = openDisk(path.join(dir, 'project'))
    expect(ws.files).toEqual(['a.txt'])
    expect(ws.git.state).toBe('none')
  })

  it('is told apart from a damaged repository, which is a problem', () => {
    write({ '.git': 'gitdir: /does/not/exist\n', 'a.txt': '' })
    const ws = openDisk(dir)
    expect(ws.files).toEqual(['a.txt'])
    expect(ws.problems).toEqual([
      { path: '.git', message: expect.stringContaining('git could not list the files') as string },
    ])
  })
})

describe('hostile configuration of a repository', () => {
  it('starts no program when files are listed, changes are asked for and commits are read', () => {
    git('init', '-q')
    write({ 'a.txt': 'one\n', '.gitattributes': '*.txt filter=evil\n' })
    commit()
    const mark = path.join(dir, '..', `${path.basename(dir)}-ran`)
    const script = path.join(dir, 'evil.sh')
    write({ 'evil.sh': `#!/bin/sh\ntouch '${mark}'\ncat\n` })
    chmodSync(script, 0o755)
    for (const key of [
      'core.fsmonitor',
      'core.pager',
      'diff.external',
      'filter.evil.clean',
      'filter.evil.process',
      'gpg.program',
    ])
      git('config', key, script)
    git('config', 'log.showSignature', 'true')
    write({ 'a.txt': 'two\n' })
    const ws = openDisk(dir)
    expect(ws.files).toContain('a.txt')
    expect(ws.git.changed(['a.txt', 'evil.sh'])).toEqual(['a.txt'])
    expect(ws.git.commits(5)).toHaveLength(1)
    expect(ws.git.touched(5)).toHaveLength(1)
    expect(() => execFileSync('test', ['-e', mark])).toThrow()
  })
})

describe('reading', () => {
  const text = 'line one\n'

  it('gives text with its byte order mark, and each file is opened once', () => {
    write({ 'bom.txt': `\uFEFF${text}`, 'a.txt': text })
    const ws = openDisk(dir)
    expect(ws.read('bom.txt')).toBe(`\uFEFF${text}`)
    expect(ws.read('a.txt')).toBe(text)
    writeFileSync(path.join(dir, 'a.txt'), 'changed')
    expect(ws.read('a.txt')).toBe(text)
  })

  it.each([
    ['binary', { 'x.bin': Buffer.from([1, 0, 2]) }, 'x.bin', 'is binary'],
    ['invalid UTF-8', { 'x.txt': Buffer.from([0xff, 0xfe, 0x41]) }, 'x.txt', 'is not valid UTF-8'],
    ['too large', { 'x.txt': 'x'.repeat(2 * 1024 * 1024 + 1) }, 'x.txt', 'larger than 2097152 bytes'],
  ])('gives nothing for what is %s, and says why', (_, files, file, message) => {
    write(files)
    const ws = openDisk(dir)
    expect(ws.read(file)).toBeUndefined()
    expect(ws.problems).toEqual([{ path: file, message }])
  })

  it('reads a large file when a larger limit is given', () => {
    write({ 'x.txt': 'x'.repeat(3_000_000) })
    const ws = openDisk(dir)
    expect(ws.read('x.txt')).toBeUndefined()
    expect(ws.read('x.txt', 4_000_000)).toHaveLength(3_000_000)
  })

  it('gives nothing for links, pipes, folders and paths that leave the root, without waiting', () => {
    write({ 'a.txt': text, 'folder/b.txt': text })
    symlinkSync('/etc/hostname', path.join(dir, 'link'))
    execFileSync('mkfifo', [path.join(dir, 'pipe')])
    const ws = openDisk(dir)
    for (const file of ['link', 'pipe', 'folder', '../outside', '/etc/hostname', 'missing'])
      expect(ws.read(file)).toBeUndefined()
    expect(ws.problems.map(problem => problem.path)).toEqual(['link', 'pipe', 'folder'])
  })

  it('tells what the disk has at a path, ignored or not', () => {
    git('init', '-q')
    write({ '.gitignore': 'secret\n', secret: 'x', 'run.sh': '#!/bin/sh\n' })
    chmodSync(path.join(dir, 'run.sh'), 0o755)
    const ws = openDisk(dir)
    expect(ws.has('secret')).toBe(false)
    expect(ws.stat('secret')).toEqual({ kind: 'file', size: 1, executable: false })
    expect(ws.stat('run.sh')?.executable).toBe(true)
    expect(ws.stat('.')?.kind).toBe('directory')
    expect(ws.stat('missing')).toBeUndefined()
  })
})
