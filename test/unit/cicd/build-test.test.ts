import { describe, expect, it } from 'vitest'
import { artifact } from '../../../generators/cicd/build-test/index.ts'
import { add, CARGO, LOCK, manifest, text, type Files } from './support.ts'
import { commandsIn, faults, stepsOf, workflow } from './workflow-text.ts'

const CI = '.github/workflows/ci.yml'
const TESTED = { build: 'tsc', test: 'node --test' }
const WORKSPACE = '[workspace]\nmembers = ["api", "core"]\nresolver = "2"\n'

/** What stands in the repository, and the commands that its job runs beside those that report. */
const SHAPES: readonly {
  readonly shape: string
  readonly files: Files
  readonly job: string
  readonly commands: readonly string[]
}[] = [
  {
    shape: 'npm with a lock file',
    files: { 'package.json': manifest(TESTED), 'package-lock.json': '{}' },
    job: 'node',
    commands: ['npm ci', 'npm run build', 'npm run test'],
  },
  {
    shape: 'npm without a lock file',
    files: { 'package.json': manifest(TESTED) },
    job: 'node',
    commands: ['npm install', 'npm run build', 'npm run test'],
  },
  {
    shape: 'pnpm',
    files: {
      'package.json': manifest(TESTED, { packageManager: 'pnpm@10.4.1' }),
      'pnpm-lock.yaml': "lockfileVersion: '9.0'\n",
    },
    job: 'node',
    commands: ['pnpm install --frozen-lockfile', 'pnpm run build', 'pnpm run test'],
  },
  {
    shape: 'Yarn 1',
    files: { 'package.json': manifest(TESTED), 'yarn.lock': '# yarn lockfile v1\n\nms@^2.0.0:\n  version "2.1.3"\n' },
    job: 'node',
    commands: ['yarn install --frozen-lockfile', 'yarn run build', 'yarn run test'],
  },
  {
    shape: 'Yarn 4 without a committed release',
    files: {
      'package.json': manifest(TESTED, { packageManager: 'yarn@4.9.2' }),
      'yarn.lock': '__metadata:\n  version: 8\n',
    },
    job: 'node',
    commands: [
      'npm install --global @yarnpkg/cli-dist@4.9.2',
      'yarn install --immutable',
      'yarn run build',
      'yarn run test',
    ],
  },
  {
    shape: 'Yarn 4 with a committed release',
    files: {
      'package.json': manifest(TESTED),
      'yarn.lock': '__metadata:\n  version: 8\n',
      '.yarnrc.yml': 'yarnPath: .yarn/releases/yarn-4.9.2.cjs\n',
    },
    job: 'node',
    commands: ['yarn install --immutable', 'yarn run build', 'yarn run test'],
  },
  {
    shape: 'Bun',
    files: { 'package.json': manifest(TESTED, { packageManager: 'bun@1.2.5' }), 'bun.lock': '{}' },
    job: 'node',
    commands: ['npm install --global bun@1.2.5', 'bun install --frozen-lockfile', 'bun run build', 'bun run test'],
  },
  {
    shape: 'a crate',
    files: { 'Cargo.toml': CARGO, 'Cargo.lock': LOCK, 'src/main.rs': 'fn main() {}\n' },
    job: 'rust',
    commands: [
      'rustup toolchain install "$TOOLCHAIN" --no-self-update --profile minimal --component clippy,rustfmt\nrustup default "$TOOLCHAIN"',
      'cargo fmt --all --check',
      'cargo clippy --all-targets --locked -- -D warnings',
      'cargo build --locked',
      'cargo test --locked',
    ],
  },
  {
    shape: 'a workspace with a toolchain file',
    files: {
      'Cargo.toml': WORKSPACE,
      'rust-toolchain.toml': '[toolchain]\nchannel = "1.90"\n',
      'api/Cargo.toml': CARGO,
      'api/src/main.rs': 'fn main() {}\n',
      'core/Cargo.toml': CARGO.replace('harbour', 'core'),
      'core/src/lib.rs': '\n',
    },
    job: 'rust',
    commands: [
      'rustup toolchain install --no-self-update\nrustup component add clippy rustfmt',
      'cargo fmt --all --check',
      'cargo clippy --workspace --all-targets -- -D warnings',
      'cargo build --workspace',
      'cargo test --workspace',
    ],
  },
]

describe('the workflow runs what contributors run', () => {
  it.each(SHAPES)('$shape', async ({ files, job, commands }) => {
    const result = await add([artifact], files)
    expect(commandsIn(text(result, CI), job)).toEqual(commands)
    expect(artifact.audit(result.after).state).toBe('present')
  })

  it.each(SHAPES)(
    '$shape: with the least rights, pinned actions, and one check that stands for all',
    async ({ files, job }) => {
      const result = await add([artifact], files)
      expect(faults(text(result, CI))).toEqual([])
      const { on, jobs } = workflow(text(result, CI))
      expect(Object.keys(on)).toEqual(['pull_request', 'push', 'merge_group'])
      expect(jobs['ci-ok']?.needs).toEqual([job])
    },
  )

  it('has a job for each project, in its folder', async () => {
    const files = {
      'api/Cargo.toml': CARGO,
      'api/src/main.rs': 'fn main() {}\n',
      'web/package.json': manifest(TESTED),
      'web/package-lock.json': '{}',
    }
    const { jobs } = workflow(text(await add([artifact], files), CI))
    expect(Object.keys(jobs)).toEqual(['rust-api', 'node-web', 'ci-ok'])
    expect(jobs['rust-api']?.defaults?.run['working-directory']).toBe('api')
    const setup = jobs['node-web']?.steps.find(step => step.name === 'Set up Node')
    expect(setup?.with).toMatchObject({ cache: 'npm', 'cache-dependency-path': 'web/package-lock.json' })
    expect(jobs['rust-api']?.steps.find(step => step.uses?.startsWith('Swatinem'))?.with).toMatchObject({
      workspaces: 'api',
    })
  })
})

describe('versions', () => {
  it.each([
    ['a range in engines', { engines: { node: '>=20' } }, {}, [24, 22]],
    ['one line in engines', { engines: { node: '22.x' } }, {}, [22]],
    ['nothing named', {}, {}, [24]],
  ])('%s', async (_, rest, files, versions) => {
    const result = await add([artifact], { 'package.json': manifest(TESTED, rest), ...files })
    expect(workflow(text(result, CI)).jobs['node']?.strategy?.matrix['node']).toEqual(versions)
  })

  it('follows a version file instead of repeating it', async () => {
    const result = await add([artifact], { 'package.json': manifest(TESTED), '.nvmrc': 'v22.11.0\n' })
    const { strategy, steps } = workflow(text(result, CI)).jobs['node'] ?? { steps: [] }
    expect(strategy).toBeUndefined()
    expect(steps.find(step => step.name === 'Set up Node')?.with).toMatchObject({ 'node-version-file': '.nvmrc' })
  })

  it('asks the oldest promised compiler for the build only, and lets nothing depend on it', async () => {
    const result = await add([artifact], {
      'Cargo.toml': `${CARGO}rust-version = "1.80"\n`,
      'src/main.rs': 'fn main() {}\n',
    })
    const job = workflow(text(result, CI)).jobs['rust']
    expect(job?.strategy?.matrix['toolchain']).toEqual(['stable', '1.80'])
    const conditions: unknown = Object.fromEntries(
      (job?.steps ?? []).filter(step => step.run?.startsWith('cargo')).map(step => [step.name, step.if]),
    )
    const shipped = "matrix.toolchain == 'stable'"
    expect(conditions).toEqual({ 'Check the formatting': shipped, Lint: shipped, Build: undefined, Test: shipped })
    expect(job?.steps.find(step => step.name === 'Build')?.['continue-on-error']).toBe(
      "${{ matrix.toolchain != 'stable' }}",
    )
  })

  it('pnpm is given a version only where package.json pins none', async () => {
    const lock = { 'pnpm-lock.yaml': "lockfileVersion: '9.0'\n" }
    const inputs = async (rest: object): Promise<unknown> =>
      stepsOf(text(await add([artifact], { 'package.json': manifest(TESTED, rest), ...lock }), CI), 'node').find(
        step => step.name === 'Set up pnpm',
      )?.with
    expect(await inputs({ packageManager: 'pnpm@10.4.1' })).toBeUndefined()
    expect(await inputs({})).toEqual({ version: 9 })
  })
})

describe('the first push is green', () => {
  const blocking = (files: Files, job: string): Promise<readonly string[]> =>
    add([artifact], files).then(result =>
      stepsOf(text(result, CI), job).flatMap(step => (step['continue-on-error'] || !step.run ? [] : [step.name ?? ''])),
    )
  const express = { dependencies: { express: '^5.0.0', pg: '^8.0.0' } }
  const server = "const express = require('express')\nconst app = express()\napp.listen(3000)\n"

  it.each<[string, Files, string, readonly string[]]>([
    [
      'a linter that nobody has seen pass',
      { 'package.json': manifest({ lint: 'eslint .', test: 'node --test' }) },
      'node',
      ['Install dependencies', 'Test'],
    ],
    [
      'tests of a service with a database',
      { 'package.json': manifest({ test: 'node --test', start: 'node server.js' }, express), 'server.js': server },
      'node',
      ['Install dependencies'],
    ],
    [
      'a test runner without a test',
      { 'package.json': manifest({ test: 'vitest run' }) },
      'node',
      ['Install dependencies'],
    ],
    [
      'a test runner with a test',
      { 'package.json': manifest({ test: 'vitest run' }), 'src/a.test.ts': '' },
      'node',
      ['Install dependencies', 'Test'],
    ],
    [
      'tests in a browser',
      { 'package.json': manifest({ test: 'playwright test' }), 'e2e/a.spec.ts': '' },
      'node',
      ['Install dependencies'],
    ],
    [
      'a build that starts containers',
      { 'package.json': manifest({ build: 'docker build .' }) },
      'node',
      ['Install dependencies'],
    ],
    [
      'queries that are checked against a database',
      {
        'Cargo.toml': `${CARGO}[dependencies]\nsqlx = "0.8"\n`,
        'src/main.rs': 'fn main() { sqlx::query!("SELECT 1"); }\n',
      },
      'rust',
      ['Install Rust'],
    ],
  ])('%s does not block', async (_, files, job, names) => {
    const reporting = 'Report what failed without being required'
    expect((await blocking(files, job)).filter(name => name !== reporting)).toEqual(names)
  })

  it('says why above each step that does not block, and in the next steps', async () => {
    const result = await add([artifact], { 'package.json': manifest({ lint: 'eslint .' }) })
    expect(text(result, CI)).toMatch(
      /# Reported only: nothing in the repository shows .*\n(\s+#.*\n)?\s+- name: Lint\n/,
    )
    expect(artifact.next?.(result.after, {})).toContainEqual({ group: 'enforce', item: `${CI} (Node: lint)` })
  })

  it('prepared queries are checked without a database, whatever .env says', async () => {
    const files = {
      'Cargo.toml': `${CARGO}[dependencies]\nsqlx = "0.8"\n`,
      'src/main.rs': 'fn main() { sqlx::query!("SELECT 1"); }\n',
      '.sqlx/query-1.json': '{}',
    }
    expect(workflow(text(await add([artifact], files), CI)).jobs['rust']?.env).toMatchObject({ SQLX_OFFLINE: true })
    expect(await blocking(files, 'rust')).toContain('Build')
  })

  it('is not cached by a lock file that is not there', async () => {
    const result = await add([artifact], { 'package.json': manifest(TESTED, { packageManager: 'npm@11.0.0' }) })
    expect(stepsOf(text(result, CI), 'node').find(step => step.name === 'Set up Node')?.with).not.toHaveProperty(
      'cache',
    )
    expect(text(result, CI)).toContain('package-manager-cache: false')
  })
})
