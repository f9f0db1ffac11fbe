import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { artifact } from '../../../generators/cicd/build-test/index.ts'
import { add, contextOf, manifest, remote, text, type Files } from './support.ts'
import { commandsIn, expressions, faults, stepsOf, workflow } from './workflow-text.ts'
import { memory } from '../../../src/workspace/index.ts'

const CI = '.github/workflows/ci.yml'
const TESTED = { build: 'tsc', test: 'node --test' }

describe('workflows of the user', () => {
  const hard =
    'permissions: {}\nconcurrency: a\njobs:\n  a:\n    timeout-minutes: 5\n    steps:\n      - uses: actions/cache@0123456789012345678901234567890123456789\n'
  const node = { 'package.json': manifest({ lint: 'eslint .', test: 'node --test' }) }
  const workflowOf = (...lines: readonly string[]): string =>
    `on: pull_request\n${hard}${lines.map(line => `      - run: ${line}\n`).join('')}`

  it.each<[string, Files, string, string, readonly string[] | undefined]>([
    [
      'all that contributors run',
      { '.github/workflows/ci.yml': workflowOf('npm ci', 'npm run lint', 'npm test') },
      'present',
      CI,
      undefined,
    ],
    [
      'the tests only',
      { '.github/workflows/test.yml': workflowOf('npm ci', 'npm test') },
      'partial',
      CI,
      ['npm install', 'npm run lint'],
    ],
    [
      'the tests only, under our name',
      { '.github/workflows/ci.yml': workflowOf('npm ci', 'npm test') },
      'partial',
      '.github/workflows/ci-checks.yml',
      ['npm install', 'npm run lint'],
    ],
    [
      'something else',
      { '.github/workflows/ci.yaml': workflowOf('npx changeset publish') },
      'absent',
      '.github/workflows/ci-checks.yml',
      ['npm install', 'npm run lint', 'npm run test'],
    ],
    ['a task runner', { '.github/workflows/a.yml': workflowOf('make test') }, 'present', CI, undefined],
    [
      'a dead Travis',
      { '.travis.yml': 'script:\n  - npm test\n' },
      'absent',
      CI,
      ['npm install', 'npm run lint', 'npm run test'],
    ],
    [
      'CircleCI',
      { '.circleci/config.yml': 'jobs:\n  a:\n    steps:\n      - run: npm test\n' },
      'present',
      CI,
      undefined,
    ],
  ])('%s', async (_, files, state, at, commands) => {
    const result = await add([artifact], { ...node, ...files })
    expect(artifact.audit(result.before).state).toBe(state)
    expect(Object.keys(result.texts)).toEqual(commands ? [at] : [])
    if (commands) expect(commandsIn(text(result, at), 'node')).toEqual(commands)
  })

  it('a workflow that anybody could change under it is only part of the way', async () => {
    const ctx = await contextOf(
      memory({
        ...node,
        '.github/workflows/ci.yml':
          'on: push\njobs:\n  a:\n    steps:\n      - uses: actions/checkout@v4\n      - run: npm run lint\n      - run: npm test\n',
      }),
    )
    const { state, reason } = artifact.audit(ctx)
    expect(state).toBe('partial')
    for (const weakness of [
      'permissions',
      'actions/checkout@v4 not pinned',
      'timeout-minutes',
      'concurrency',
      'persist-credentials',
      'cache',
    ])
      expect(reason).toContain(weakness)
    expect(artifact.outputs(ctx, {})).toEqual([])
    expect(artifact.next?.(ctx, {})).toContainEqual({ group: 'harden', item: reason })
  })

  it('ours beside them says that it is not all, and has a name of its own', async () => {
    const result = await add([artifact], { ...node, '.github/workflows/ci.yml': workflowOf('npm run lint') })
    const beside = text(result, '.github/workflows/ci-checks.yml')
    expect(beside).toMatch(/^# Runs on every change what the other workflows do not run\./)
    expect(beside).toContain('\nname: ci-checks\n')
    const alone = text(await add([artifact], node), CI)
    expect(alone).toMatch(/^# Builds and tests every change\./)
    expect(alone).toContain('\nname: ci\n')
  })

  it.each(['CI', "'ci'", 'ci # the only one'])(
    'name: %s is not taken a second time: workflows of one name may cancel each other',
    async name => {
      const theirs = `name: ${name}\n${workflowOf('npm run lint')}`
      const result = await add([artifact], { ...node, '.github/workflows/main.yml': theirs })
      expect(text(result, CI)).toContain('\nname: ci-checks\n')
    },
  )

  it('a script that one of theirs starts is not run twice', async () => {
    const files = {
      'package.json': manifest({ 'test-ci': 'nyc --reporter=lcov npm test', test: 'node --test' }),
      '.github/workflows/main.yml': workflowOf('npm run test-ci'),
    }
    expect((await add([artifact], files)).texts).toEqual({})
  })

  it('what they run is known to pass, and blocks', async () => {
    const files = {
      'package.json': manifest({ lint: 'eslint .' }),
      '.github/workflows/test.yml': workflowOf('npm run lint'),
    }
    const ctx = await contextOf(memory(files))
    expect(ctx.contract.projects[0]?.commands.find(command => command.task === 'lint')).toMatchObject({
      enforced: true,
      runIn: '.github/workflows/test.yml',
    })
  })
})

describe('a repository that wants to be evaluated', () => {
  const folder = 'a ${{ secrets.TOKEN }} "b\'$(id)`x`: c #d'
  const files = { [`${folder}/package.json`]: manifest(TESTED), [`${folder}/package-lock.json`]: '{}' }

  it('gets no expression of its own into the workflow', async () => {
    const result = await add([artifact], files)
    const ours =
      /^(github\.(workflow|ref|event_name|event\.[\w.]+)( == '\w+')?|matrix\.node|join\(needs\.\*\.result, ' '\)|!cancelled\(\)|steps\.\w+\.outcome)$/
    expect(expressions(text(result, CI)).filter(expression => !ours.test(expression))).toEqual([])
    expect(faults(text(result, CI))).toEqual([])
  })

  it('a folder that no file can be written to gets no job', async () => {
    const result = await add([artifact], { 'package.json': manifest(TESTED), 'a\nb/package.json': manifest(TESTED) })
    expect(Object.keys(workflow(text(result, CI)).jobs)).toEqual(['node', 'ci-ok'])
  })

  it('a branch with a strange name stays one name', async () => {
    const history = { state: 'present', defaultBranch: () => 'a: b #c', branch: () => 'a: b #c' } as const
    const result = await add([artifact], { 'package.json': manifest(TESTED) }, { history })
    expect(workflow(text(result, CI)).on['push']).toEqual({ branches: ['a: b #c'] })
  })
})

describe('where it applies', () => {
  it.each([
    ['git@gitlab.com:ada/harbour.git', 'gitlab.com'],
    ['https://bitbucket.org/ada/harbour.git', 'bitbucket.org'],
  ])('not on %s', async (url, domain) => {
    const ctx = await contextOf(memory({ 'package.json': manifest(TESTED) }, remote(url)))
    expect(artifact.applies(ctx)).toContain(domain)
  })

  it('not where nothing is built', async () => {
    expect(artifact.applies(await contextOf(memory({ 'README.md': '# Books\n' })))).toContain('nothing that is built')
  })
})

describe('the shell in the workflow', () => {
  const shell = (script: string, env: NodeJS.ProcessEnv): { readonly code: number | null; readonly out: string } => {
    const { status, stdout } = spawnSync('bash', ['-e', '-o', 'pipefail', '-c', script], {
      encoding: 'utf8',
      env: { PATH: process.env['PATH'], ...env },
    })
    return { code: status, out: stdout }
  }
  const script = async (job: string, name: RegExp): Promise<string> => {
    const result = await add([artifact], { 'package.json': manifest({ lint: 'eslint .', typecheck: 'tsc' }) })
    return stepsOf(text(result, CI), job).find(step => name.test(step.name ?? ''))?.run ?? ''
  }

  it.each([
    ['success success', 0],
    ['success failure', 1],
    ['success cancelled', 1],
    ['skipped', 1],
  ])('ci-ok after %s ends with %i', async (RESULTS, code) => {
    expect(shell(await script('ci-ok', /Require/), { RESULTS }).code).toBe(code)
  })

  it('names what failed without being required, and ends well', async () => {
    const summary = path.join(mkdtempSync(path.join(tmpdir(), 'summary-')), 'summary.md')
    const done = shell(await script('node', /Report/), {
      OUTCOMES: 'failure Lint\nsuccess Check the types\n',
      GITHUB_STEP_SUMMARY: summary,
    })
    expect(done.code).toBe(0)
    expect(done.out).toContain('::warning title=Not required yet::Lint: failed')
    expect(readFileSync(summary, 'utf8')).toBe('- Lint: failed. It does not block yet.\n')
  })
})
