import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { cli, json } from '../support/cli.ts'
import { checkout, commitAll, copyOf, differences, temporaryFolder, treeOf } from '../support/repository.ts'

interface Run {
  readonly files: readonly { readonly path: string; readonly action: string; readonly reason?: string }[]
  readonly error?: {
    readonly code: string
    readonly message: string
    readonly path?: string
    readonly suggestion: string
  }
}

const RUN = ['add', 'pr-template', 'changelog', 'lint', '--yes']
const run = (dir: string, args: readonly string[] = RUN): Run & { readonly code: number | null } => json<Run>(dir, args)
const put = (dir: string, file: string, text: string): void => {
  mkdirSync(path.dirname(path.join(dir, file)), { recursive: true })
  writeFileSync(path.join(dir, file), text)
}

/** A run of ours, committed. */
const original = checkout('fastify-npm')
run(original)
commitAll(original, 'chore: production readiness')
/** @returns a repository in which a run of ours is committed; our own files are then written as somebody else may have */
const ours = (): string => copyOf(original)

interface Manifest {
  files: Record<string, { base: string; own: string; artifacts: string[] }>
  artifacts: unknown[]
  version: unknown
}

function editManifest(dir: string, edit: (manifest: Manifest) => void): void {
  const file = path.join(dir, '.prod-ready/manifest.json')
  const manifest = JSON.parse(readFileSync(file, 'utf8')) as Manifest
  edit(manifest)
  writeFileSync(file, JSON.stringify(manifest))
}
const COMMANDS = [
  RUN,
  ['update', '--yes'],
  ['remove', 'changelog', '--yes'],
  ['undo', '--yes'],
  ['check'],
  ['diff'],
  ['list'],
]
/** Those that read our state in different ways. */
const READERS = [
  ['update', '--yes'],
  ['undo', '--yes'],
]

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
    expect(done.files).toMatchObject(
      ['.github/PULL_REQUEST_TEMPLATE.md', 'CHANGELOG.md'].map(file => ({
        path: file,
        action: 'keep',
        reason: expect.stringMatching(/./) as unknown,
      })),
    )
    for (const args of [RUN, ['update', '--yes']]) {
      expect(run(dir, [...args, '--force']).error).toBeUndefined()
      expect(readFileSync(path.join(dir, 'CHANGELOG.md'), 'utf8')).toBe('mine\n')
    }
  })

  const outside = '../outside.txt'
  it.each([
    [
      'an absolute path',
      (m: Manifest) =>
        (m.files['/tmp/outside.txt'] = { base: '0'.repeat(64), own: 'managed', artifacts: ['governance/changelog'] }),
    ],
    [
      'a path upward',
      (m: Manifest) =>
        (m.files[outside] = { base: '0'.repeat(64), own: 'managed', artifacts: ['governance/changelog'] }),
    ],
    [
      'a path upward inside',
      (m: Manifest) =>
        (m.files[`src/../${outside}`] = { base: '0'.repeat(64), own: 'managed', artifacts: ['governance/changelog'] }),
    ],
    [
      'git’s own files',
      (m: Manifest) =>
        (m.files['.git/config'] = { base: '0'.repeat(64), own: 'managed', artifacts: ['governance/changelog'] }),
    ],
    [
      'our own files',
      (m: Manifest) =>
        (m.files['.prod-ready/config.yaml'] = {
          base: '0'.repeat(64),
          own: 'managed',
          artifacts: ['governance/changelog'],
        }),
    ],
    [
      'a base that is a path',
      (m: Manifest) => Object.values(m.files).forEach(entry => (entry.base = '../../../etc/passwd')),
    ],
    ['an artifact that is markup', (m: Manifest) => m.artifacts.push('\u001b[2J')],
    ['another version', (m: Manifest) => (m.version = 99)],
    ['lists that are none', (m: Manifest) => (m.artifacts = 'all' as never)],
  ])('a manifest with %s is refused', (name, edit) => {
    const dir = ours()
    editManifest(dir, edit)
    const [before, around] = [treeOf(dir), readdirSync(path.dirname(dir))]
    for (const args of name === 'a path upward' ? COMMANDS : READERS) {
      const failed = run(dir, args)
      expect([args[0], failed.code, failed.error?.code]).toEqual([
        args[0],
        2,
        expect.stringMatching(/^(bad|newer)-manifest$/),
      ])
    }
    expect(cli(dir, ['check']).err).not.toContain('\u001b')
    expect(differences(treeOf(dir), before)).toEqual([])
    expect(readdirSync(path.dirname(dir))).toEqual(around)
  })

  it.each(['not json', '[]', '{}', '<<<<<<< HEAD\n{}\n=======\n{}\n>>>>>>> other\n', ''])(
    'a manifest that holds %j is refused with its path',
    text => {
      const dir = ours()
      writeFileSync(path.join(dir, '.prod-ready/manifest.json'), text)
      expect(run(dir, ['update', '--yes'])).toMatchObject({
        code: 2,
        error: {
          code: 'bad-manifest',
          path: '.prod-ready/manifest.json',
          suggestion: expect.stringMatching(/version control/) as unknown,
        },
      })
    },
  )

  it('a manifest that claims files of the user does not make them ours', () => {
    const dir = ours()
    editManifest(
      dir,
      m => (m.files['src/server.js'] = { base: '0'.repeat(64), own: 'managed', artifacts: ['governance/changelog'] }),
    )
    const mine = readFileSync(path.join(dir, 'src/server.js'), 'utf8')
    for (const args of [
      ['update', '--yes'],
      ['remove', 'changelog', '--yes'],
      ['undo', '--yes'],
    ])
      run(dir, [...args, '--force'])
    expect(readFileSync(path.join(dir, 'src/server.js'), 'utf8')).toBe(mine)
  })

  it.each(['.prod-ready', '.prod-ready/base', '.prod-ready/undo', '.prod-ready/journal', '.github'])(
    '%s is a link to a folder outside: nothing is written through it',
    place => {
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
    },
  )

  it.each(['journal/journal', 'undo/record'])('a %s that leads out is refused', file => {
    const dir = ours()
    const victim = path.join(path.dirname(dir), 'victim.txt')
    writeFileSync(victim, 'mine\n')
    for (const target of ['../victim.txt', victim, '.git/hooks/post-commit']) {
      put(
        dir,
        `.prod-ready/${file}`,
        JSON.stringify({
          version: 1,
          then: 'record',
          operations: [{ path: target, before: 'mine\n', after: 'theirs\n' }],
          folders: [],
          prune: ['..'],
        }),
      )
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
    expect(run(dir, ['update', '--yes'])).toMatchObject({
      code: 2,
      error: { suggestion: expect.stringMatching(/./) as unknown },
    })
    rmSync(path.join(dir, '.prod-ready/lock'), { recursive: true })
    const victim = path.join(temporaryFolder(), 'victim')
    writeFileSync(victim, 'mine\n')
    symlinkSync(victim, path.join(dir, '.prod-ready/lock'))
    expect(run(dir, ['update', '--yes']).code).toBe(2)
    expect(readFileSync(victim, 'utf8')).toBe('mine\n')
  })
})
