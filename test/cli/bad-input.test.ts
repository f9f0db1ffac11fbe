import { execFileSync, spawnSync } from 'node:child_process'
import { chmodSync, closeSync, cpSync, existsSync, mkdirSync, openSync, readdirSync, readFileSync, renameSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { cli, json, type CliOptions } from '../support/cli.ts'
import { checkout, commitAll, copyOf, differences, dirty, folderWith, git, REPOS, temporaryFolder, treeOf } from '../support/repository.ts'

interface Run {
  readonly files: readonly { readonly path: string; readonly action: string; readonly reason?: string }[]
  readonly error?: { readonly code: string; readonly message: string; readonly path?: string; readonly line?: number; readonly suggestion: string }
}

interface Detected {
  readonly services: readonly unknown[]
  readonly problems: readonly { readonly path: string; readonly line?: number; readonly message: string }[]
}

const RUN = ['add', 'pr-template', 'changelog', 'lint', '--yes']
const WRITES = new Set(['create', 'update', 'merge', 'edit', 'delete'])
const run = (dir: string, args: readonly string[] = RUN, options?: CliOptions): Run & { readonly code: number | null } => json<Run>(dir, args, {}, options)
const written = ({ files }: Run): readonly string[] => files.filter(file => WRITES.has(file.action)).map(file => file.path)
const copy = (fixture: string): string => {
  const dir = path.join(temporaryFolder(), fixture)
  cpSync(path.join(REPOS, fixture), dir, { recursive: true })
  return dir
}
const put = (dir: string, file: string, text: string): void => {
  mkdirSync(path.dirname(path.join(dir, file)), { recursive: true })
  writeFileSync(path.join(dir, file), text)
}

/** Writes, changes nothing the second time, and undo brings the bytes back. */
function expectWholeCycle(dir: string): void {
  const before = treeOf(dir)
  const done = run(dir)
  expect(done.error).toBeUndefined()
  expect(written(done).length).toBeGreaterThan(1)
  const after = treeOf(dir)
  const again = run(dir, [...RUN, '--force'])
  expect(written(again)).toEqual([])
  expect(differences(treeOf(dir), after)).toEqual([])
  expect(run(dir, ['undo', '--yes']).code).toBe(0)
  expect(differences(treeOf(dir), before)).toEqual([])
}

describe('any state of git will do', () => {
  const STATES: Readonly<Record<string, () => string>> = {
    'no git': () => copy('fastify-npm'),
    'no commits': () => {
      const dir = copy('fastify-npm')
      git(dir, 'init', '-q')
      return dir
    },
    'a detached head': () => {
      const dir = checkout('fastify-npm')
      git(dir, 'checkout', '-q', '--detach')
      return dir
    },
    'a shallow clone': () => {
      const dir = path.join(temporaryFolder(), 'shallow')
      git('.', 'clone', '-q', '--depth=1', `file://${checkout('fastify-npm')}`, dir)
      return dir
    },
    'a worktree': () => {
      const dir = path.join(temporaryFolder(), 'tree')
      git(checkout('fastify-npm'), 'worktree', 'add', '-q', dir, '-b', 'other')
      return dir
    },
    'a submodule in it': () => {
      const dir = checkout('fastify-npm')
      git(dir, '-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', checkout('rust-cli'), 'vendor/tool')
      commitAll(dir, 'chore: submodule')
      return dir
    },
    'a submodule that is not checked out': () => {
      const dir = checkout('fastify-npm')
      git(dir, '-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', checkout('rust-cli'), 'vendor/tool')
      commitAll(dir, 'chore: submodule')
      const clone = path.join(temporaryFolder(), 'clone')
      git('.', 'clone', '-q', dir, clone)
      return clone
    },
    'a bare config that is broken': () => {
      const dir = checkout('fastify-npm')
      writeFileSync(path.join(dir, '.git/config'), '[core\n')
      return dir
    },
  }
  it.each(Object.entries(STATES))('%s', (_name, make) => {
    expectWholeCycle(make())
  })

  it('also where the git program is missing', () => {
    const dir = copy('fastify-npm')
    const done = json<Run>(dir, RUN, { PATH: '/nonexistent' })
    expect(done.code).toBe(0)
    expect(written(done)).toContain('CHANGELOG.md')
  })
})

describe('a file that does not parse', () => {
  it.each([
    ['package.json', '{\n  "name": "x",\n  "scripts": { "start": }\n}\n', 3],
    ['package.json', '{\n  "name": "x"\n', undefined],
    ['Cargo.toml', '[package]\nname = x y\nversion = "1"\n', 2],
    ['package.json', '{\r\n  "name": "x",\r\n  oops\r\n}\r\n', 3],
    ['.github/workflows/ci.yml', 'on: push\njobs:\n  a: {\n', undefined],
  ])('%s: the place is named, and the rest works', (file, text, line) => {
    const dir = folderWith({ [file]: text, 'api/Cargo.toml': '[package]\nname = "api"\nversion = "0.1.0"\nedition = "2021"\n', 'api/src/main.rs': 'fn main() {}\n', 'README.md': '# x\n' })
    const { code, problems } = json<Detected>(dir, ['detect'])
    expect(code).toBe(0)
    const problem = problems.find(p => p.path === file)
    expect(problem?.message).toMatch(/./)
    if (line !== undefined) expect(problem?.line).toBe(line)
    expect(cli(dir, ['detect']).err).toContain(line === undefined ? file : `${file}:${line}`)
    const done = run(dir, ['--yes'])
    expect(done.code).toBe(0)
    expect(written(done)).toContain('.github/PULL_REQUEST_TEMPLATE.md')
    expect(readFileSync(path.join(dir, file), 'utf8')).toBe(text)
  })

  it('is not text: binary, UTF-16, lone surrogates', () => {
    const dir = checkout('fastify-npm')
    writeFileSync(path.join(dir, 'package.json'), Buffer.from('\ufeff{"name":"x"}', 'utf16le'))
    writeFileSync(path.join(dir, 'README.md'), Buffer.from([0xff, 0xfe, 0x00, 0x80]))
    commitAll(dir, 'chore: bytes')
    const before = treeOf(dir)
    const done = run(dir, ['--yes'])
    expect(done.code).toBe(0)
    for (const [file, text] of before) expect(treeOf(dir).get(file)).toBe(text)
  })
})

describe('size', () => {
  const SECONDS = 20
  const timed = (action: () => void): number => {
    const start = performance.now()
    action()
    return (performance.now() - start) / 1000
  }

  it('a file of 200 MB is not read', () => {
    const dir = checkout('fastify-npm')
    for (const file of ['dump.sql', 'src/huge.js', 'CHANGELOG', '.github/workflows/huge.yml', 'Dockerfile']) {
      put(dir, file, '')
      truncateSync(path.join(dir, file), 200 * 1024 * 1024)
    }
    expect(timed(() => expect(run(dir, ['--dry-run']).code).toBe(0))).toBeLessThan(SECONDS)
  })

  it('a lock file of a million lines is read quickly', () => {
    const dir = checkout('fastify-npm')
    const lock = JSON.parse(readFileSync(path.join(dir, 'package-lock.json'), 'utf8')) as { packages: Record<string, unknown> }
    for (let i = 0; i < 166_000; i++) lock.packages[`node_modules/p${i}`] = { version: '1.0.0', resolved: `https://registry.npmjs.org/p${i}/-/p${i}-1.0.0.tgz`, integrity: 'sha512-x', license: 'MIT' }
    writeFileSync(path.join(dir, 'package-lock.json'), JSON.stringify(lock, null, 2))
    expect(readFileSync(path.join(dir, 'package-lock.json'), 'latin1').split('\n').length).toBeGreaterThan(990_000)
    expect(timed(() => expect(run(dir, ['--dry-run']).code).toBe(0))).toBeLessThan(SECONDS)
  })

  it('ten thousand files are listed quickly', () => {
    const dir = checkout('fastify-npm')
    for (let i = 0; i < 10_000; i++) {
      if (i % 100 === 0) mkdirSync(path.join(dir, `data/${i / 100}`), { recursive: true })
      closeSync(openSync(path.join(dir, `data/${Math.floor(i / 100)}/${i}.txt`), 'w'))
    }
    expect(timed(() => expect(cli(dir, ['list']).code).toBe(0))).toBeLessThan(SECONDS)
  })
})

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
    expect(done.files.find(file => file.path === 'CHANGELOG.md')).toMatchObject({ action: 'keep', reason: 'is not a regular file' })
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
    expect(done.files.find(file => file.path === 'CHANGELOG.md')).toMatchObject({ action: 'keep', reason: expect.stringContaining('symbolic link') as unknown })
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
    expect(done.files.find(file => file.path === 'CHANGELOG.md')).toMatchObject({ action: 'keep', reason: 'is a folder' })
    expect(readFileSync(path.join(dir, '.github'), 'utf8')).toBe('mine\n')
  })

  it('names that differ in case only are one file for half of the world', () => {
    const dir = checkout('fastify-npm')
    const mine = { 'Changelog.MD': 'mine\n', 'KNIP.json': '{}\n', '.GitHub/pull_request_template.md': 'mine\n', '.github/Dependabot.yml': 'version: 2\n' }
    for (const [file, text] of Object.entries(mine)) put(dir, file, text)
    commitAll(dir, 'chore: case')
    const taken = new Set(git(dir, 'ls-files').split('\n').map(file => file.toLowerCase()))
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
    expect(problems).toContainEqual(expect.objectContaining({ path: 'package.json', message: expect.stringMatching(/cannot be read.*EACCES/) as unknown }))
    expect(run(dir, ['--yes'], NOBODY).code).toBe(0)
  })

  it('to read a folder', () => {
    const dir = give(copy('fastify-npm'))
    chmodSync(path.join(dir, 'src'), 0)
    expect(run(dir, ['--yes'], NOBODY).code).toBe(0)
    chmodSync(path.join(dir, 'src'), 0o700)
    const locked = give(copy('docs-only'))
    chmodSync(locked, 0)
    for (const args of [['list'], RUN]) {
      const failed = json<Run>(path.dirname(locked), [...args, '--cwd', path.basename(locked)], {}, NOBODY)
      expect([failed.code, failed.error?.code]).toEqual([2, expect.stringMatching(/no-repository|not-writable|not-readable/)])
    }
    chmodSync(locked, 0o700)
  })

  it.each(['.', '.github', 'package.json'])('to write %s: nothing is written', place => {
    const dir = copy('fastify-npm')
    mkdirSync(path.join(dir, '.github'))
    give(dir)
    const before = treeOf(dir)
    chmodSync(path.join(dir, place), place === 'package.json' ? 0o400 : 0o500)
    const failed = run(dir, RUN, NOBODY)
    expect([failed.code, failed.error?.code]).toEqual([2, 'not-writable'])
    expect(failed.error?.message).toContain(place === '.' ? '.prod-ready' : place)
    expect(failed.error?.suggestion).toMatch(/[Mm]ake .* writable/)
    expect(cli(dir, RUN, {}, NOBODY).err).not.toMatch(/^\s+at /m)
    expect(cli(dir, ['--dry-run'], {}, NOBODY).code).toBe(0)
    chmodSync(path.join(dir, place), 0o700)
    expect(differences(treeOf(dir), before)).toEqual([])
  })
})

/** A run of ours, committed. */
const original = checkout('fastify-npm')
run(original)
commitAll(original, 'chore: production readiness')
/** @returns a repository in which a run of ours is committed; our own files are then written as somebody else may have */
const ours = (): string => copyOf(original)

type Manifest = { files: Record<string, { base: string; own: string; artifacts: string[] }>; artifacts: unknown[]; version: unknown }
function editManifest(dir: string, edit: (manifest: Manifest) => void): void {
  const file = path.join(dir, '.prod-ready/manifest.json')
  const manifest = JSON.parse(readFileSync(file, 'utf8')) as Manifest
  edit(manifest)
  writeFileSync(file, JSON.stringify(manifest))
}
const COMMANDS = [RUN, ['update', '--yes'], ['remove', 'changelog', '--yes'], ['undo', '--yes'], ['check'], ['diff'], ['list']]
/** Those that read our state in different ways. */
const READERS = [['update', '--yes'], ['undo', '--yes']]

describe('our own state, edited by others', () => {
  it('no manifest: what is there counts as the user’s, and nothing is lost', () => {
    const dir = ours()
    rmSync(path.join(dir, '.prod-ready/manifest.json'))
    const before = treeOf(dir)
    expect(run(dir).code).toBe(0)
    for (const [file, text] of before) if (!file.startsWith('.prod-ready/')) expect(treeOf(dir).get(file)).toBe(text)
  })

  it.each(['deleted', 'edited'])('base copies %s: what is there stays, and that is said', how => {
    const dir = ours()
    const base = path.join(dir, '.prod-ready/base')
    for (const name of readdirSync(base)) {
      if (how === 'deleted') rmSync(path.join(base, name))
      else writeFileSync(path.join(base, name), 'something else\n')
    }
    writeFileSync(path.join(dir, 'CHANGELOG.md'), 'mine\n')
    const done = run(dir, ['remove', 'changelog', 'pr-template', '--yes', '--force'])
    expect(done.files).toMatchObject(['.github/PULL_REQUEST_TEMPLATE.md', 'CHANGELOG.md'].map(file => ({ path: file, action: 'keep', reason: expect.stringMatching(/./) as unknown })))
    for (const args of [RUN, ['update', '--yes']]) {
      expect(run(dir, [...args, '--force']).error).toBeUndefined()
      expect(readFileSync(path.join(dir, 'CHANGELOG.md'), 'utf8')).toBe('mine\n')
    }
  })

  const outside = '../outside.txt'
  it.each([
    ['an absolute path', (m: Manifest) => (m.files['/tmp/outside.txt'] = { base: '0'.repeat(64), own: 'managed', artifacts: ['governance/changelog'] })],
    ['a path upward', (m: Manifest) => (m.files[outside] = { base: '0'.repeat(64), own: 'managed', artifacts: ['governance/changelog'] })],
    ['a path upward inside', (m: Manifest) => (m.files[`src/../${outside}`] = { base: '0'.repeat(64), own: 'managed', artifacts: ['governance/changelog'] })],
    ['git’s own files', (m: Manifest) => (m.files['.git/config'] = { base: '0'.repeat(64), own: 'managed', artifacts: ['governance/changelog'] })],
    ['our own files', (m: Manifest) => (m.files['.prod-ready/config.yaml'] = { base: '0'.repeat(64), own: 'managed', artifacts: ['governance/changelog'] })],
    ['a base that is a path', (m: Manifest) => Object.values(m.files).forEach(entry => (entry.base = '../../../etc/passwd'))],
    ['an artifact that is markup', (m: Manifest) => m.artifacts.push('\u001b[2J')],
    ['another version', (m: Manifest) => (m.version = 99)],
    ['lists that are none', (m: Manifest) => (m.artifacts = 'all' as never)],
  ])('a manifest with %s is refused', (name, edit) => {
    const dir = ours()
    editManifest(dir, edit)
    const [before, around] = [treeOf(dir), readdirSync(path.dirname(dir))]
    for (const args of name === 'a path upward' ? COMMANDS : READERS) {
      const failed = run(dir, args)
      expect([args[0], failed.code, failed.error?.code]).toEqual([args[0], 2, expect.stringMatching(/^(bad|newer)-manifest$/)])
    }
    expect(cli(dir, ['check']).err).not.toContain('\u001b')
    expect(differences(treeOf(dir), before)).toEqual([])
    expect(readdirSync(path.dirname(dir))).toEqual(around)
  })

  it.each(['not json', '[]', '{}', '<<<<<<< HEAD\n{}\n=======\n{}\n>>>>>>> other\n', ''])('a manifest that holds %j is refused with its path', text => {
    const dir = ours()
    writeFileSync(path.join(dir, '.prod-ready/manifest.json'), text)
    expect(run(dir, ['update', '--yes'])).toMatchObject({ code: 2, error: { code: 'bad-manifest', path: '.prod-ready/manifest.json', suggestion: expect.stringMatching(/version control/) as unknown } })
  })

  it('a manifest that claims files of the user does not make them ours', () => {
    const dir = ours()
    editManifest(dir, m => (m.files['src/server.js'] = { base: '0'.repeat(64), own: 'managed', artifacts: ['governance/changelog'] }))
    const mine = readFileSync(path.join(dir, 'src/server.js'), 'utf8')
    for (const args of [['update', '--yes'], ['remove', 'changelog', '--yes'], ['undo', '--yes']]) run(dir, [...args, '--force'])
    expect(readFileSync(path.join(dir, 'src/server.js'), 'utf8')).toBe(mine)
  })

  it.each(['.prod-ready', '.prod-ready/base', '.prod-ready/undo', '.prod-ready/journal', '.github'])('%s is a link to a folder outside: nothing is written through it', place => {
    const dir = ours()
    const elsewhere = path.join(temporaryFolder(), 'elsewhere')
    if (existsSync(path.join(dir, place))) renameSync(path.join(dir, place), elsewhere)
    else mkdirSync(elsewhere)
    symlinkSync(elsewhere, path.join(dir, place))
    const before = treeOf(elsewhere)
    for (const args of [...READERS, RUN, ['check']]) {
      const { code, out, err } = cli(dir, [...args, '--force', '--json'])
      expect([0, 1, 2, 3]).toContain(code)
      expect(JSON.parse(out)).toMatchObject({ version: 1 })
      expect(err).toBe('')
    }
    expect(differences(treeOf(elsewhere), before)).toEqual([])
  })

  it.each(['journal/journal.json', 'undo/record.json'])('a %s that leads out is refused', file => {
    const dir = ours()
    const victim = path.join(path.dirname(dir), 'victim.txt')
    writeFileSync(victim, 'mine\n')
    for (const target of ['../victim.txt', victim, '.git/hooks/post-commit']) {
      put(dir, `.prod-ready/${file}`, JSON.stringify({ version: 1, then: 'record', operations: [{ path: target, before: 'mine\n', after: 'theirs\n' }], folders: [], prune: ['..'] }))
      const failed = run(dir, ['undo', '--yes'])
      expect([failed.code, failed.error?.code]).toEqual([2, 'bad-journal'])
      if (file.startsWith('journal')) expect(run(dir, ['update', '--yes']).error?.code).toBe('bad-journal')
    }
    expect(readFileSync(victim, 'utf8')).toBe('mine\n')
    expect(existsSync(path.join(dir, '.git/hooks/post-commit'))).toBe(false)
  })

  it('a lock that is a folder or a link is told, not removed', () => {
    const dir = ours()
    mkdirSync(path.join(dir, '.prod-ready/lock'))
    expect(run(dir, ['update', '--yes'])).toMatchObject({ code: 2, error: { suggestion: expect.stringMatching(/./) as unknown } })
    rmSync(path.join(dir, '.prod-ready/lock'), { recursive: true })
    const victim = path.join(temporaryFolder(), 'victim')
    writeFileSync(victim, 'mine\n')
    symlinkSync(victim, path.join(dir, '.prod-ready/lock'))
    expect(run(dir, ['update', '--yes']).code).toBe(2)
    expect(readFileSync(victim, 'utf8')).toBe('mine\n')
  })
})

describe('names that mean something elsewhere', () => {
  it('a folder whose name is a flag, a space, a quote', () => {
    for (const name of ['--yes', 'a b', "it's", '$(touch x)']) {
      const parent = temporaryFolder()
      cpSync(path.join(REPOS, 'docs-only'), path.join(parent, name), { recursive: true })
      const { code, command } = json<{ command: string }>(parent, [...RUN, `--cwd=./${name}`, '--dry-run'])
      expect(code).toBe(0)
      const said = spawnSync('sh', ['-c', command.replace(/^create-prod-ready/, String.raw`printf '%s\n'`)], { encoding: 'utf8' }).stdout
      expect(said.split('\n')).toContain(`./${name}`)
    }
  })

  it('the fixture of hostile names', () => {
    const dir = checkout('hostile-names')
    const before = treeOf(dir)
    expect(run(dir, ['--yes']).code).toBe(0)
    expect(run(dir, ['undo', '--yes']).code).toBe(0)
    expect(differences(treeOf(dir), before)).toEqual([])
    expect(dirty(dir)).toEqual([])
  })
})
