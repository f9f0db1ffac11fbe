import { describe, expect, it } from 'vitest'
import { getStaticTOMLValue, parseTOML } from 'toml-eslint-parser'
import { artifact } from '../../../generators/cicd/dependency-audit/index.ts'
import { add, CARGO, LOCK, manifest, text, type Files } from './support.ts'
import { faults, stepsOf, workflow, type ParsedStep } from './workflow-text.ts'

const FILE = '.github/workflows/dependency-audit.yml'
const RUST = { 'Cargo.toml': CARGO, 'Cargo.lock': LOCK, 'src/main.rs': 'fn main() {}\n' }
const NODE = { 'package.json': manifest({}), 'package-lock.json': '{}' }
const command = (steps: readonly ParsedStep[], name: string): ParsedStep | undefined =>
  steps.find(step => step.name === name)

describe('what is audited', () => {
  it.each<[string, Files, string]>([
    ['npm', NODE, 'npm audit --omit=dev --audit-level=high'],
    [
      'pnpm',
      { 'package.json': manifest({}), 'pnpm-lock.yaml': "lockfileVersion: '9.0'\n" },
      'pnpm audit --prod --audit-level high',
    ],
    [
      'Yarn 1',
      { 'package.json': manifest({}), 'yarn.lock': '# yarn lockfile v1\n' },
      'yarn audit --groups dependencies --level high || [ "$?" -lt 8 ]',
    ],
    [
      'Yarn 4',
      { 'package.json': manifest({}), 'yarn.lock': '__metadata:\n  version: 8\n' },
      'yarn npm audit --all --recursive --environment production --severity high',
    ],
    ['Bun', { 'package.json': manifest({}), 'bun.lock': '{}' }, 'bun audit --prod --audit-level=high'],
  ])('%s by its own command', async (_, files, audit) => {
    const result = await add([artifact], files)
    expect(command(stepsOf(text(result, FILE), 'audit-node'), 'Known weaknesses')?.run?.trim()).toBe(audit)
    expect(faults(text(result, FILE))).toEqual([])
    expect(artifact.audit(result.before).state).toBe('absent')
    expect(artifact.audit(result.after).state).toBe('present')
  })

  it('crates by cargo-deny: weaknesses, bans, licences and sources', async () => {
    const steps = stepsOf(text(await add([artifact], RUST), FILE), 'audit-rust')
    const checks = steps.flatMap(step => (step.run?.startsWith('cargo deny check') ? step.run.split(' ').slice(3) : []))
    expect(checks.sort()).toEqual(['advisories', 'bans', 'licenses', 'sources'])
  })

  it('a lock file is made where there is none', async () => {
    const steps = stepsOf(text(await add([artifact], { 'package.json': manifest({}) }), FILE), 'audit-node')
    expect(command(steps, 'Resolve the dependencies of today')?.run).toBe(
      'npm install --package-lock-only --ignore-scripts',
    )
  })

  it('what a pull request adds, on public repositories', async () => {
    const job = workflow(text(await add([artifact], NODE), FILE)).jobs['review']
    expect(job).toMatchObject({ if: "github.event_name == 'pull_request' && !github.event.repository.private" })
    expect(job?.steps.at(-1)?.with).toMatchObject({ 'fail-on-severity': 'high' })
  })
})

describe('what is known today does not stop a change', () => {
  it('weaknesses fail the weekly run only', async () => {
    const result = await add([artifact], { ...RUST, 'web/package.json': manifest({}), 'web/package-lock.json': '{}' })
    for (const job of ['audit-rust', 'audit-node-web']) {
      expect(command(stepsOf(text(result, FILE), job), 'Known weaknesses')?.['continue-on-error']).toBe(
        "${{ github.event_name == 'pull_request' }}",
      )
    }
    expect(workflow(text(result, FILE)).on).not.toHaveProperty('push')
  })

  it('licences are reported; sources block, because today’s are listed', async () => {
    const steps = stepsOf(text(await add([artifact], RUST), FILE), 'audit-rust')
    expect(command(steps, 'Licences')?.['continue-on-error']).toBe(true)
    expect(command(steps, 'Sources and bans')?.['continue-on-error']).toBeUndefined()
  })

  it('a deny.toml of the user stays, and is reported until it is known to pass', async () => {
    const result = await add([artifact], { ...RUST, 'deny.toml': '[bans]\nmultiple-versions = "deny"\n' })
    expect(Object.keys(result.texts)).toEqual([FILE])
    expect(command(stepsOf(text(result, FILE), 'audit-rust'), 'Sources and bans')?.['continue-on-error']).toBe(true)
  })
})

describe('deny.toml', () => {
  const deny = async (files: Files, path = 'deny.toml'): Promise<Record<string, Record<string, unknown>>> =>
    getStaticTOMLValue(parseTOML(text(await add([artifact], files), path))) as Record<string, Record<string, unknown>>
  const from = (source: string): string => `${LOCK}\n[[package]]\nname = "a"\nversion = "1.0.0"\nsource = "${source}"\n`

  it.each<[string, string, string, readonly string[]]>([
    ['a commit on GitHub', 'git+https://github.com/ada/a?rev=12#12ab', 'allow-git', ['https://github.com/ada/a']],
    [
      'the registry of all',
      'registry+https://github.com/rust-lang/crates.io-index',
      'allow-registry',
      ['https://github.com/rust-lang/crates.io-index'],
    ],
    [
      'another registry',
      'registry+https://crates.example.org/index',
      'allow-registry',
      ['https://github.com/rust-lang/crates.io-index', 'https://crates.example.org/index'],
    ],
  ])('allows %s when the lock file has it', async (_, source, key, wanted) => {
    const { sources } = await deny({ ...RUST, 'Cargo.lock': from(source) })
    expect(sources?.[key]).toEqual(wanted)
    expect(sources?.['unknown-git']).toBe('deny')
  })

  it('only warns of sources that no lock file tells', async () => {
    const { sources } = await deny({ 'Cargo.toml': CARGO, 'src/main.rs': 'fn main() {}\n' })
    expect(sources).toMatchObject({ 'unknown-git': 'warn', 'unknown-registry': 'warn' })
  })

  it('allows the licence of the repository itself, once', async () => {
    const { licenses } = await deny({ ...RUST, 'Cargo.toml': `${CARGO}license = "MIT OR AGPL-3.0-only"\n` })
    const allow = licenses?.['allow'] as readonly string[]
    expect(allow.filter(id => id === 'MIT' || id.startsWith('AGPL'))).toEqual(['MIT', 'AGPL-3.0-only'])
  })

  it('is one file for all crates: cargo-deny looks upwards', async () => {
    const crate = (name: string): Files => ({
      [`${name}/Cargo.toml`]: CARGO,
      [`${name}/src/main.rs`]: 'fn main() {}\n',
      [`${name}/Cargo.lock`]: from(`git+https://github.com/ada/${name}#1`),
    })
    const { sources } = await deny({ ...crate('a'), ...crate('b') })
    expect(sources?.['allow-git']).toEqual(['https://github.com/ada/a', 'https://github.com/ada/b'])
  })

  it('takes a hostile source as text', async () => {
    const { sources } = await deny({ ...RUST, 'Cargo.lock': from("git+https://example.org/']\\u0022x") })
    expect(sources?.['allow-git']).toEqual(["https://example.org/']\\u0022x"])
  })
})

describe('audits of the user', () => {
  const other = (run: string): Files => ({
    '.github/workflows/audit.yml': `on: push\njobs:\n  a:\n    steps:\n      - ${run}\n`,
  })
  it.each<[string, Files, string, readonly string[]]>([
    [
      'cargo audit and npm audit',
      { ...other('run: cargo audit'), '.github/workflows/b.yml': '      - run: npm audit\n' },
      'partial',
      ['review'],
    ],
    ['an action of RustSec', other('uses: rustsec/audit-check@v2.0.0'), 'partial', ['review', 'audit-node-web']],
    [
      'dependency review',
      other('uses: actions/dependency-review-action@v4'),
      'partial',
      ['audit-rust', 'audit-node-web'],
    ],
    [
      'a scanner of all lock files, and dependency review',
      {
        ...other('uses: google/osv-scanner-action/osv-scanner-action@v2'),
        '.github/workflows/b.yml': '      - uses: actions/dependency-review-action@v4\n',
      },
      'present',
      [],
    ],
    [
      'a comment about cargo audit',
      other('run: true # cargo audit would be nice\n      # run: cargo audit'),
      'absent',
      ['review', 'audit-rust', 'audit-node-web'],
    ],
  ])('%s: only the rest is added', async (_, files, state, jobs) => {
    const result = await add([artifact], {
      ...RUST,
      'web/package.json': manifest({}),
      'web/package-lock.json': '{}',
      ...files,
    })
    expect(artifact.audit(result.before).state).toBe(state)
    expect(jobs.length ? Object.keys(workflow(text(result, FILE)).jobs) : Object.keys(result.texts)).toEqual(jobs)
  })
})
