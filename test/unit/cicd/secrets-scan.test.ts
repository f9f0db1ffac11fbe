import { execFileSync, spawnSync } from 'node:child_process'
import { chmodSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { getStaticTOMLValue, parseTOML } from 'toml-eslint-parser'
import { parse } from 'yaml'
import { artifact } from '../../../generators/security/secrets-scan/index.ts'
import { add, CARGO, LOCK, manifest, remote, text, type Files } from './support.ts'
import { faults, stepsOf, workflow } from './workflow-text.ts'

const JOB = '.github/workflows/secrets-scan.yml'
const [CONFIG, HOOK] = ['.gitleaks.toml', '.pre-commit-config.yaml']
const RUST = { 'Cargo.toml': CARGO, 'Cargo.lock': LOCK, 'src/main.rs': 'fn main() {}\n' }
const NODE = { 'package.json': manifest({}, { devDependencies: { husky: '^9.0.0' } }), 'package-lock.json': '{}' }

describe('what is missing is added', () => {
  const other = (run: string): Files => ({
    '.github/workflows/a.yml': `on: push\njobs:\n  a:\n    steps:\n      - run: ${run}\n`,
  })
  const hook =
    'repos:\n  - repo: https://github.com/gitleaks/gitleaks\n    rev: v8.18.0\n    hooks:\n      - id: gitleaks\n'

  it.each<[string, Files, string, readonly string[]]>([
    ['everything', RUST, 'absent', [JOB, CONFIG, HOOK]],
    ['the job and the configuration', { ...RUST, [HOOK]: hook }, 'partial', [JOB, CONFIG]],
    ['the hook and the configuration', { ...RUST, ...other('gitleaks git') }, 'partial', [CONFIG, HOOK]],
    [
      'nothing',
      { ...RUST, ...other('gitleaks git'), [HOOK]: hook, [CONFIG]: '[extend]\nuseDefault = true\n' },
      'present',
      [],
    ],
    [
      'the job, beside another scanner',
      {
        ...RUST,
        [HOOK]: 'repos:\n  - repo: https://github.com/Yelp/detect-secrets\n    rev: v1\n    hooks: []\n',
        '.secrets.baseline': '{}',
      },
      'partial',
      [JOB],
    ],
    ['no hook where husky runs hooks', NODE, 'absent', [JOB, CONFIG]],
    ['no hook where lefthook runs hooks', { ...RUST, 'lefthook.yml': 'pre-commit: {}\n' }, 'absent', [JOB, CONFIG]],
  ])('%s', async (_, files, state, paths) => {
    const result = await add([artifact], files)
    expect(artifact.audit(result.before).state).toBe(state)
    expect(Object.keys(result.texts)).toEqual(paths)
  })

  it('keeps the hooks of the user', async () => {
    const mine =
      '# hooks of ours\nrepos:\n  - repo: local\n    hooks:\n      - id: fmt\n        name: fmt\n        entry: cargo fmt\n        language: system\n'
    const result = await add([artifact], { ...RUST, [HOOK]: mine })
    expect(text(result, HOOK).startsWith(mine)).toBe(true)
    const { repos } = parse(text(result, HOOK)) as {
      readonly repos: readonly { readonly repo: string; readonly rev?: string }[]
    }
    expect(repos.map(({ repo }) => repo)).toEqual(['local', 'https://github.com/gitleaks/gitleaks'])
    expect(repos[1]?.rev).toMatch(/^[0-9a-f]{40}$/)
    expect(artifact.audit(result.after).state).toBe('present')
  })

  it('tells users of another hook manager where the command goes', async () => {
    const result = await add([artifact], { ...NODE, '.husky/pre-commit': 'npm test\n' })
    expect(artifact.next?.(result.after, {}).map(String).join('\n')).toContain(
      'gitleaks git --pre-commit --staged --redact to .husky/pre-commit',
    )
  })

  it('on another host, configuration and hook only', async () => {
    const result = await add([artifact], RUST, remote('https://gitlab.com/ada/harbour.git'))
    expect(Object.keys(result.texts)).toEqual([CONFIG, HOOK])
  })

  it('checksums in the lock files of the repository are no secrets', async () => {
    const config = getStaticTOMLValue(
      parseTOML(text(await add([artifact], { ...RUST, ...NODE }), CONFIG)),
    ) as unknown as { readonly allowlists: readonly { readonly paths: readonly string[] }[] }
    const patterns = (config.allowlists[0]?.paths ?? []).map(source => new RegExp(source))
    const allowed = ['Cargo.lock', 'web/package-lock.json', 'Cargo.lock.md', 'yarn.lock', 'src/key.ts'].filter(file =>
      patterns.some(pattern => pattern.test(file)),
    )
    expect(allowed).toEqual(['Cargo.lock', 'web/package-lock.json'])
  })
})

describe('the job', () => {
  it('has the least rights and the whole history', async () => {
    const result = await add([artifact], RUST)
    expect(faults(text(result, JOB))).toEqual([])
    expect(stepsOf(text(result, JOB), 'gitleaks')[0]?.with).toMatchObject({ 'fetch-depth': 0 })
    expect(Object.keys(workflow(text(result, JOB)).on)).toEqual([
      'pull_request',
      'push',
      'merge_group',
      'schedule',
      'workflow_dispatch',
    ])
  })

  const first = (shas: readonly string[]): string => shas[0] ?? ''
  it.each<[string, string, (shas: readonly string[]) => string, (...shas: readonly string[]) => string]>([
    ['a pull request', 'pull_request', first, (one, two) => `${one}..${two}`],
    ['a push', 'push', first, (one, two) => `${one}..${two}`],
    ['a new branch', 'push', () => '0'.repeat(40), (_, two) => `-1 ${two}`],
    ['a forced push', 'push', () => '1234567890'.repeat(4), (_, two) => `-1 ${two}`],
    ['the whole history, by the calendar only', 'schedule', () => '', () => '--full-history --all'],
    ['the whole history, when somebody asks', 'workflow_dispatch', () => '', () => '--full-history --all'],
  ])('scans %s', async (_, EVENT, base, wanted) => {
    const dir = mkdtempSync(path.join(tmpdir(), 'secrets-'))
    const git = (...args: readonly string[]): string =>
      execFileSync('git', ['-C', dir, '-c', 'user.name=Ada', '-c', 'user.email=ada@example.org', ...args], {
        encoding: 'utf8',
      }).trim()
    git('init', '-q')
    git('commit', '-q', '--allow-empty', '-m', 'one')
    git('commit', '-q', '--allow-empty', '-m', 'two')
    const shas = [git('rev-parse', 'HEAD~1'), git('rev-parse', 'HEAD')]
    writeFileSync(path.join(dir, 'gitleaks'), '#!/bin/sh\nprintf "%s\\n" "$@" > "$OUT"\n')
    chmodSync(path.join(dir, 'gitleaks'), 0o755)
    const script = stepsOf(text(await add([artifact], RUST), JOB), 'gitleaks').at(-1)?.run ?? ''
    const env = {
      PATH: `${dir}:${process.env['PATH'] ?? ''}`,
      OUT: path.join(dir, 'out'),
      EVENT,
      BASE: base(shas),
      HEAD: shas[1],
    }
    expect(spawnSync('bash', ['-e', '-o', 'pipefail', '-c', script], { cwd: dir, env }).status).toBe(0)
    expect(readFileSync(path.join(dir, 'out'), 'utf8').split('\n')).toContain(`--log-opts=${wanted(...shas)}`)
  })
})
