import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { cli, json } from '../support/cli.ts'
import { checkout, commitAll, differences, dirty, folderWith, git, treeOf } from '../support/repository.ts'

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

interface List {
  readonly artifacts: readonly {
    readonly id: string
    readonly applies: boolean
    readonly present: boolean
    readonly kind: string
  }[]
}

const CONTACT = 'reports@harbor.invalid'
const run = (dir: string, ...args: readonly string[]): Run & { readonly code: number | null } => json<Run>(dir, args)
const text = (dir: string, file: string): string => readFileSync(path.join(dir, file), 'utf8')
const ids = ({ files }: Run): readonly string[] => [...new Set(files.flatMap(file => file.artifacts))].sort()
const reasonFor = ({ skipped }: Run, artifact: string): string | undefined =>
  skipped.find(row => row.artifact === artifact)?.reason

describe('add', () => {
  it('skips what somebody made by hand, and names it', () => {
    const dir = checkout('fastify-npm')
    writeFileSync(path.join(dir, 'CHANGELOG.md'), '# Changelog\n\n## 1.0.0\n\n- First\n')
    const done = run(dir, 'add', 'changelog', '--yes')
    expect(done.code).toBe(0)
    expect(done.files).toEqual([])
    expect(reasonFor(done, 'governance/changelog')).toContain('CHANGELOG.md')
  })

  it('skips what does not apply, with the reason', () => {
    const dir = checkout('docs-only')
    const done = run(dir, 'add', 'dockerfile', 'pr-template', '--yes')
    expect(done.code).toBe(0)
    expect(reasonFor(done, 'build/dockerfile')).toMatch(/./)
    expect(ids(done)).toEqual(['governance/pr-template'])
  })

  it('says what is left to a person where it cannot write anything', () => {
    const dir = folderWith({
      'package.json': '{ "name": "old", "engines": { "node": "10" }, "dependencies": { "express": "^4.16.0" } }\n',
      'index.js': "require('express')().listen(3000)\n",
    })
    const reason = reasonFor(run(dir, 'add', 'lint', '--yes'), 'quality/lint')
    expect(reason).toMatch(/^it would write nothing here: no linter.* Add a linter to Node once Node .* recent enough/)
  })

  it('speaks of the repository as it will be where an artifact has nothing left to write', () => {
    const dir = checkout('actix-workspace')
    const done = run(dir, 'add', 'build-test', 'lint', '--yes')
    expect(reasonFor(done, 'quality/lint')).toBe(
      'it would write nothing here: the code is linted and formatted, in CI as well',
    )
  })

  it('changes nothing the second time', () => {
    const dir = checkout('docs-only')
    run(dir, 'add', 'pr-template', '--yes')
    const before = treeOf(dir)
    const again = run(dir, 'add', 'pr-template', '--yes')
    expect(again.files.map(file => file.action)).toEqual(['same'])
    expect(differences(treeOf(dir), before)).toEqual([])
  })

  it('brings back what was taken back', () => {
    const dir = checkout('docs-only')
    run(dir, 'add', 'pr-template', '--yes')
    expect(run(dir, 'remove', 'pr-template', '--yes').code).toBe(0)
    expect(reasonFor(run(dir, '--dry-run'), 'governance/pr-template')).toBe('you took it back')
    run(dir, 'add', 'pr-template', '--yes')
    expect(existsSync(path.join(dir, '.github/PULL_REQUEST_TEMPLATE.md'))).toBe(true)
  })

  it('tells files that it deletes from those that it writes', () => {
    const dir = checkout('docs-only')
    expect(cli(dir, ['add', 'pr-template', '--dry-run']).err).toContain('Would write 1 file.')
    expect(cli(dir, ['add', 'pr-template', '--yes']).err).toContain('Wrote 1 file.')
    expect(cli(dir, ['undo', '--dry-run']).err).toContain('Would delete 1 file.')
    expect(cli(dir, ['undo', '--yes']).err).toContain('Deleted 1 file.')
  })

  it('adds what an artifact needs', () => {
    expect(ids(run(checkout('fastify-npm'), 'add', 'lint', '--dry-run'))).toEqual(
      expect.arrayContaining(['cicd/build-test', 'quality/lint']),
    )
  })

  it('skips what needs an answer that only a person knows, and names the flag', () => {
    const done = run(checkout('docs-only'), 'add', 'code-of-conduct', 'pr-template', '--yes')
    expect(done.code).toBe(0)
    expect(ids(done)).toEqual(['governance/pr-template'])
    expect(done.skipped).toMatchObject([{ artifact: 'governance/code-of-conduct', answer: '--set contact=<e-mail>' }])
  })
})

describe('--only and --skip', () => {
  it('take ids, last parts and categories', () => {
    const dir = checkout('fastify-npm')
    expect(ids(run(dir, '--dry-run', '--only', 'governance/changelog', '--only', 'pr-template'))).toEqual([
      'governance/changelog',
      'governance/pr-template',
    ])
    expect(
      ids(run(dir, '--dry-run', '--only', 'governance', '--skip', 'changelog')).every(
        id => id.startsWith('governance/') && !id.endsWith('changelog'),
      ),
    ).toBe(true)
    expect(ids(run(dir, '--dry-run', '--only', 'changelog,pr-template'))).toHaveLength(2)
  })

  it('name each artifact that is left out, with the reason; with --only, nothing is said of the others', () => {
    const dir = checkout('fastify-npm')
    const all = json<List>(dir, ['list'])
      .artifacts.filter(a => a.applies && !a.present)
      .map(a => a.id)
    const done = run(dir, '--dry-run', '--skip', 'pr-template')
    expect([...ids(done), ...done.skipped.map(row => row.artifact)]).toEqual(expect.arrayContaining(all))
    expect(reasonFor(done, 'governance/pr-template')).toBe('named by --skip')
    const only = run(dir, '--dry-run', '--only', 'changelog,license')
    expect(ids(only)).toEqual(['governance/changelog'])
    expect(only.skipped.map(row => row.artifact)).toEqual(['governance/license'])
  })

  it('keep together what belongs together', () => {
    const dir = checkout('fastify-npm')
    expect(ids(run(dir, '--dry-run', '--only', 'quality'))).toContain('cicd/build-test')
    expect(reasonFor(run(dir, '--dry-run', '--skip', 'build-test'), 'quality/lint')).toBe(
      'needs cicd/build-test, which is skipped',
    )
  })
})

describe('changes of the user’s code', () => {
  const id = 'observability/health'

  it('need --code, or to be named', () => {
    const dir = checkout('express-ts-pnpm')
    const plain = run(dir, '--dry-run')
    expect(ids(plain)).not.toContain(id)
    expect(reasonFor(plain, id)).toMatch(/source code/)
    expect(plain.skipped.find(row => row.artifact === id)).toMatchObject({
      command: `create-prod-ready add ${id} --code`,
    })
    expect(ids(run(dir, '--dry-run', '--code'))).toContain(id)
    expect(ids(run(dir, 'add', 'health', '--dry-run'))).toContain(id)
  })

  it('are one import and one call, and adding a part later leaves them as they are', () => {
    const dir = checkout('express-ts-pnpm')
    const before = text(dir, 'src/app.ts')
    run(dir, 'add', 'health', '--yes')
    const wired = text(dir, 'src/app.ts')
    const added = wired.split('\n').filter(line => !before.split('\n').includes(line))
    expect(added).toEqual(["import * as prodReady from './prod-ready.js';", '  prodReady.harden(app);'])
    commitAll(dir, 'feat: health')
    const later = run(dir, 'add', 'headers', '--yes')
    expect(later.files.filter(file => file.action !== 'same').map(file => file.path)).toEqual(['src/prod-ready.ts'])
    expect(text(dir, 'src/app.ts')).toBe(wired)
    expect(text(dir, 'src/prod-ready.ts')).toMatch(/\/ready[^]*x-frame-options|x-frame-options[^]*\/ready/)
  })

  it('are taken back part by part, and with the last part altogether', () => {
    const dir = checkout('express-ts-pnpm')
    const before = treeOf(dir)
    run(dir, 'add', 'health', 'headers', 'metrics', '--yes')
    commitAll(dir, 'feat: production')
    run(dir, 'remove', 'metrics', '--yes')
    expect(text(dir, 'src/prod-ready.ts')).not.toContain('prom-client')
    expect(text(dir, 'src/prod-ready.ts')).toContain('x-frame-options')
    expect(text(dir, 'package.json')).not.toContain('prom-client')
    run(dir, 'remove', 'health', 'headers', '--yes', '--force')
    const left = new Map([...treeOf(dir)].filter(([file]) => !file.startsWith('.prod-ready/')))
    expect(left).toEqual(before)
  })

  it('keep what the user has changed in the module and around the call', () => {
    const dir = checkout('express-ts-pnpm')
    run(dir, 'add', 'health', 'headers', '--yes')
    const module = path.join(dir, 'src/prod-ready.ts')
    writeFileSync(module, text(dir, 'src/prod-ready.ts').replace("'no-referrer'", "'same-origin'"))
    const app = path.join(dir, 'src/app.ts')
    writeFileSync(
      app,
      text(dir, 'src/app.ts')
        .replace('  prodReady.harden(app);\n', '')
        .replace('  return app;', '  prodReady.harden(app);\n  return app;'),
    )
    commitAll(dir, 'feat: ours')
    const moved = text(dir, 'src/app.ts')
    run(dir, 'add', 'metrics', '--yes')
    expect(text(dir, 'src/prod-ready.ts')).toContain("'referrer-policy': 'same-origin'")
    expect(text(dir, 'src/prod-ready.ts')).toContain('http_request_duration_seconds')
    expect(text(dir, 'src/app.ts')).toBe(moved)
  })
})

describe('what the user said', () => {
  it('is kept in config.yaml, whose comments stay, and need not be said again', () => {
    const dir = checkout('docs-only')
    run(dir, 'add', 'pr-template', '--yes', '--profile', 'strict')
    writeFileSync(path.join(dir, '.prod-ready/config.yaml'), `# ours\n${text(dir, '.prod-ready/config.yaml')}# end\n`)
    run(dir, 'add', 'code-of-conduct', '--yes', '--set', `contact=${CONTACT}`)
    const config = text(dir, '.prod-ready/config.yaml')
    expect(config).toMatch(/^# ours\n/)
    expect(config).toMatch(/^profile: strict$/m)
    expect(config).toMatch(new RegExp(`^answers:\n {2}contact: ${CONTACT}$`, 'm'))
    expect(config).toMatch(/^# end$/m)
    expect(ids(run(dir, 'add', 'security/policy', '--yes'))).toEqual(['security/policy'])
  })

  it('is part of the equivalent command, which gives the same bytes', () => {
    const [dir, other] = [checkout('fastify-npm'), checkout('fastify-npm')]
    const flags = [
      '--yes',
      '--profile',
      'strict',
      '--set',
      `contact=${CONTACT}`,
      '--set',
      "holder=Ada's Harbor",
      '--skip',
      'quality',
      '--conflict',
      'mine',
    ]
    const { command } = run(dir, ...flags)
    for (const flag of ['--profile strict', '--skip quality', '--conflict mine', `--set contact=${CONTACT}`])
      expect(command).toContain(flag)
    execFileSync(
      'sh',
      [
        '-c',
        command.replace(/^create-prod-ready/, '"$0" "$1"'),
        process.execPath,
        new URL('../../dist/cli.js', import.meta.url).pathname,
      ],
      { cwd: other, stdio: 'ignore' },
    )
    expect(differences(treeOf(other), treeOf(dir))).toEqual([])
  })

  it('is not written down by a dry run', () => {
    const dir = checkout('docs-only')
    run(dir, 'add', 'code-of-conduct', '--dry-run', '--set', `contact=${CONTACT}`, '--profile', 'strict')
    expect(dirty(dir)).toEqual([])
  })

  it('a wrong line in config.yaml is named with its number, and stays', () => {
    const dir = checkout('docs-only')
    run(dir, 'add', 'pr-template', '--yes', '--profile', 'strict')
    writeFileSync(path.join(dir, '.prod-ready/config.yaml'), 'profile: strict\nprofil: lax\n')
    const failed = json<{ error: object }>(dir, ['list'])
    expect(failed).toMatchObject({ code: 2, error: { code: 'bad-config', path: '.prod-ready/config.yaml', line: 2 } })
    expect(cli(dir, ['list']).err.match(/config\.yaml/g)).toHaveLength(1)
    writeFileSync(path.join(dir, '.prod-ready/config.yaml'), 'answers:\n  contact: nobody\n')
    expect(json<{ error: object }>(dir, ['list'])).toMatchObject({ code: 2, error: { code: 'bad-answer' } })
  })
})

describe('a lock file that an edit made stale', () => {
  const install =
    /^npm install --package-lock-only .* brings package-lock\.json up to date \(it does not know .*\bknip\b.*\); frozen installs fail until then$/

  it('is the first next step, and check names it without failing', () => {
    const dir = checkout('fastify-npm')
    expect(run(dir, 'add', 'lint', '--yes').next[0]).toMatch(install)
    const check = run(dir, 'check')
    expect(check.code).toBe(0)
    expect(check.next[0]).toMatch(install)
    expect(cli(dir, ['check']).err).toMatch(/up to date\.\n {2}npm install/)
  })

  it('is not named when it knows what was added', () => {
    const dir = checkout('fastify-npm')
    run(dir, 'add', 'lint', '--yes')
    const lock = JSON.parse(text(dir, 'package-lock.json')) as { packages: Record<string, object> }
    const { devDependencies } = JSON.parse(text(dir, 'package.json')) as { devDependencies: object }
    lock.packages[''] = { ...lock.packages[''], devDependencies }
    writeFileSync(path.join(dir, 'package-lock.json'), JSON.stringify(lock, null, 2))
    expect(run(dir, 'check')).toMatchObject({ code: 0, next: [] })
  })
})

describe('quick-wins', () => {
  it('does a part of what the plain run does, and leaves the code alone', () => {
    const dir = checkout('fastify-npm')
    const [all, quick] = [run(dir, '--dry-run'), run(dir, 'quick-wins', '--dry-run')]
    expect(ids(quick).length).toBeGreaterThan(2)
    expect(ids(all)).toEqual(expect.arrayContaining([...ids(quick)]))
    expect(ids(quick).length).toBeLessThan(ids(all).length)
    expect(reasonFor(quick, 'observability/health')).toMatch(/source code/)
  })
})

describe('a folder', () => {
  it('is named by an operand or by --cwd, and the printed command finds it again', () => {
    const dir = checkout('docs-only')
    const parent = path.dirname(dir)
    const name = path.basename(dir)
    expect(run(parent, name, '--dry-run').command).toBe(`create-prod-ready --yes --cwd ${name}`)
    expect(run(parent, '--cwd', name, '--dry-run').files).toEqual(run(dir, '--dry-run').files)
  })

  it('inside a repository is told of: some files are read at the top only', () => {
    const dir = checkout('pnpm-monorepo')
    const done = run(path.join(dir, 'apps/api'), '--dry-run')
    expect(done.next[0]).toMatch(/^\.github\/ is read at the top .*\(create-prod-ready --cwd \.\.\/\.\.\)$/)
    expect(run(dir, '--dry-run').next.filter(step => step.includes('read at the top'))).toEqual([])
  })

  it('gets its files also where .gitignore hides them, which is said', () => {
    const dir = folderWith({ '.gitignore': 'CHANGELOG.md\n', 'README.md': '# x\n' })
    git(dir, 'init', '-q')
    commitAll(dir, 'first')
    const done = run(dir, 'add', 'changelog', '--yes')
    expect(done.next.at(-1)).toContain('CHANGELOG.md is hidden by .gitignore')
    expect(existsSync(path.join(dir, 'CHANGELOG.md'))).toBe(true)
  })

  it('has one word for all that is hidden in a folder', () => {
    const dir = folderWith({ '.gitignore': '.github/\n', 'README.md': '# x\n' })
    git(dir, 'init', '-q')
    commitAll(dir, 'first')
    const done = run(dir, 'add', 'issue-templates', 'pr-template', 'changelog', '--yes')
    expect(done.next.at(-1)).toMatch(/^\.github\/ are hidden by \.gitignore/)
    expect(run(dir, 'undo', '--yes').files).not.toEqual([])
    const one = run(dir, 'add', 'pr-template', 'changelog', '--yes')
    expect(one.next.at(-1)).toContain('.github/PULL_REQUEST_TEMPLATE.md is hidden by .gitignore')
  })
})

describe('next steps', () => {
  it.each(['axum-api', 'express-ts-pnpm', 'pnpm-monorepo', 'rust-embeds-vite'])(
    'of a first run on %s are few, and none is told twice',
    fixture => {
      const dir = checkout(fixture)
      const { next } = run(dir, '--yes', '--set', `contact=${CONTACT}`, '--set', 'owner=@harbor-invalid/team')
      expect(next.length).toBeGreaterThan(3)
      expect(next.length).toBeLessThanOrEqual(8)
      expect(new Set(next.map(step => step.slice(0, 30))).size).toBe(next.length)
      expect(next.filter(step => step.includes('continue-on-error')).length).toBeLessThanOrEqual(1)
    },
  )

  it('ask nothing for a text of the user, which stays as it is', () => {
    const files = {
      'SECURITY.md': '# Security\n\nReport a vulnerability to ada@harbor.invalid.\n',
      'CODE_OF_CONDUCT.md': '# Conduct\n\nWrite to [INSERT CONTACT METHOD].\n',
      '.github/CODEOWNERS': '# nobody yet\n',
    }
    const dir = folderWith({ ...files, 'README.md': '# Harbor\n' })
    const done = run(dir, '--yes')
    expect(
      done.skipped.filter(({ reason }) => reason.includes('only you can know')).map(({ artifact }) => artifact),
    ).toEqual(['governance/license'])
    for (const [file, before] of Object.entries(files)) expect(text(dir, file)).toBe(before)
  })

  it('ask for a port that nobody knows, with which what needs one is written', () => {
    const dir = folderWith({
      'package.json': JSON.stringify({
        name: 'np',
        scripts: { start: 'node server.js' },
        dependencies: { express: '5' },
      }),
      'server.js': "require('express')().listen(require('./settings').port)\n",
    })
    const step = 'Run again with --set port=<port>: no port is known for np'
    const before = run(dir, '--yes')
    expect(before.next).toContainEqual(expect.stringContaining(step))
    const after = run(dir, '--yes', '--set', 'port=3000')
    expect(after.next).not.toContainEqual(expect.stringContaining('no port is known'))
    expect(after.files.map(file => file.path)).toContain('compose.yaml')
    expect(before.files.map(file => file.path)).not.toContain('compose.yaml')
  })
})
