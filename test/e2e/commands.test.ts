import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { answerFlags } from '../support/answers.ts'
import { cli, json } from '../support/cli.ts'
import { commitAll } from '../support/repository.ts'
import { binOf, checkoutManaged, MANAGED, online } from './managers.ts'

/** The commands of the generated workflow, run in the fixtures as the workflow runs them. */

interface Step {
  readonly name: string
  readonly run?: string
  readonly 'working-directory'?: string
  readonly 'continue-on-error'?: boolean
}

interface Workflow {
  readonly jobs: Readonly<
    Record<
      string,
      { readonly steps: readonly Step[]; readonly defaults?: { readonly run?: Pick<Step, 'working-directory'> } }
    >
  >
}

/** Need GitHub, or set up what is installed here already. */
const NOT_HERE = /^(Install Rust|Report what failed|Require every job)/

const UNMANAGED = ['actix-workspace', 'axum-api', 'rust-embeds-vite', 'next-standalone', 'vite-spa']
const FIXTURES = [...MANAGED, ...UNMANAGED.map(fixture => ({ fixture, manager: 'npm', resolutions: undefined }))]

function outcome(
  dir: string,
  bin: string,
  folder: string,
  command: string,
): { readonly code: number | null; readonly output: string } {
  const home = path.join(dir, '..', 'target')
  const env = {
    ...process.env,
    PATH: `${bin}:${process.env['PATH'] ?? ''}`,
    CI: 'true',
    CARGO_TARGET_DIR: home,
    npm_config_prefix: path.join(dir, '..', 'global'),
  }
  const { status, stdout, stderr } = spawnSync('bash', ['-eo', 'pipefail', '-c', command], {
    cwd: path.join(dir, folder),
    env,
    encoding: 'utf8',
    timeout: 900_000,
  })
  return { code: status, output: `${stdout}${stderr}`.slice(-3000) }
}

test.each(FIXTURES)('the steps of the workflow pass in $fixture', ({ fixture, manager, resolutions }) => {
  const bin = binOf(manager)
  const dir = checkoutManaged(resolutions ? { fixture, resolutions } : { fixture })
  const done = json(dir, ['--yes', '--install', ...answerFlags()], online)
  expect(done.code, JSON.stringify(done)).toBe(0)
  commitAll(dir, 'chore: production readiness')

  const workflow = parse(readFileSync(path.join(dir, '.github/workflows/ci.yml'), 'utf8')) as Workflow
  const seen: string[] = []
  for (const job of Object.values(workflow.jobs)) {
    for (const step of job.steps) {
      if (step.run === undefined || NOT_HERE.test(step.name)) continue
      const folder = step['working-directory'] ?? job.defaults?.run?.['working-directory'] ?? '.'
      const { code, output } = outcome(dir, bin, folder, step.run)
      seen.push(`${step.run}: ${String(code)}${step['continue-on-error'] ? ' (warn-first)' : ''}`)
      if (!step['continue-on-error']) expect(code, `${step.run}\n${output}`).toBe(0)
      else if (code !== 0) process.stdout.write(`${fixture}: warn-first: ${step.run}\n${output}\n`)
    }
  }
  process.stdout.write(`${fixture}\n  ${seen.join('\n  ')}\n`)
  expect(seen.length).toBeGreaterThan(2)
  expect(cli(dir, ['check']).code).toBe(0)
})
