import { spawnSync } from 'node:child_process'
import { closeSync, cpSync, mkdirSync, openSync, readFileSync, truncateSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { cli, json } from '../support/cli.ts'
import {
  checkout,
  commitAll,
  differences,
  dirty,
  folderWith,
  git,
  REPOS,
  temporaryFolder,
  treeOf,
} from '../support/repository.ts'
import { copy, put, run, RUN, written, type Detected, type Run } from '../support/odd-repository.ts'
import { measured } from '../support/processor.ts'

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
    const dir = folderWith({
      [file]: text,
      'api/Cargo.toml': '[package]\nname = "api"\nversion = "0.1.0"\nedition = "2021"\n',
      'api/src/main.rs': 'fn main() {}\n',
      'README.md': '# x\n',
    })
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
  const quick = ({ code, seconds }: ReturnType<typeof measured>): void => {
    expect(code).toBe(0)
    expect(seconds).toBeLessThan(20)
  }

  it('a file of 200 MB is not read', () => {
    const dir = checkout('fastify-npm')
    for (const file of ['dump.sql', 'src/huge.js', 'CHANGELOG', '.github/workflows/huge.yml', 'Dockerfile']) {
      put(dir, file, '')
      truncateSync(path.join(dir, file), 200 * 1024 * 1024)
    }
    quick(measured(dir, ['--dry-run']))
  })

  it('a lock file of a million lines is read quickly', () => {
    const dir = checkout('fastify-npm')
    const lock = JSON.parse(readFileSync(path.join(dir, 'package-lock.json'), 'utf8')) as {
      packages: Record<string, unknown>
    }
    for (let i = 0; i < 166_000; i++)
      lock.packages[`node_modules/p${i}`] = {
        version: '1.0.0',
        resolved: `https://registry.npmjs.org/p${i}/-/p${i}-1.0.0.tgz`,
        integrity: 'sha512-x',
        license: 'MIT',
      }
    writeFileSync(path.join(dir, 'package-lock.json'), JSON.stringify(lock, null, 2))
    expect(readFileSync(path.join(dir, 'package-lock.json'), 'latin1').split('\n').length).toBeGreaterThan(990_000)
    quick(measured(dir, ['--dry-run']))
  })

  it('ten thousand files are listed quickly', () => {
    const dir = checkout('fastify-npm')
    for (let i = 0; i < 10_000; i++) {
      if (i % 100 === 0) mkdirSync(path.join(dir, `data/${i / 100}`), { recursive: true })
      closeSync(openSync(path.join(dir, `data/${Math.floor(i / 100)}/${i}.txt`), 'w'))
    }
    quick(measured(dir, ['list']))
  })
})

describe('names that mean something elsewhere', () => {
  it('a folder whose name is a flag, a space, a quote', () => {
    for (const name of ['--yes', 'a b', "it's", '$(touch x)']) {
      const parent = temporaryFolder()
      cpSync(path.join(REPOS, 'docs-only'), path.join(parent, name), { recursive: true })
      const { code, command } = json<{ command: string }>(parent, [...RUN, `--cwd=./${name}`, '--dry-run'])
      expect(code).toBe(0)
      const said = spawnSync('sh', ['-c', command.replace(/^create-prod-ready/, String.raw`printf '%s\n'`)], {
        encoding: 'utf8',
      }).stdout
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
