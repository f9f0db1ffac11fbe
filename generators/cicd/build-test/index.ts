import { defineArtifact, template, type Context, type NextStep } from '../../../src/artifact/index.ts'
import type { ProjectContract } from '../../../src/contract/index.ts'
import { onGithub, workflowPath } from '../_common/host.ts'
import { ordinary } from '../_common/projects.ts'
import { workflowName } from '../_common/workflows.ts'
import { scalar } from '../_common/yaml.ts'
import { audit, weaknessesIn } from './audit.ts'
import { evidenceOf, missingCommands } from './coverage.ts'
import { jobOf } from './jobs.ts'

export const artifact = defineArtifact({
  id: 'cicd/build-test',
  title: 'Build and test workflow',
  kind: 'file',
  why: 'What is not built and tested on every change breaks unnoticed. The workflow runs the commands that contributors run, with the least rights and with actions that cannot change under it.',
  capabilities: ['cicd/build-test'],
  afterFactsOf: ['quality/lint'],
  applies: ctx =>
    ordinary(ctx).length === 0
      ? 'there is nothing that is built: no Cargo.toml and no package.json'
      : onGithub(ctx, 'the workflow'),
  audit,
  questions: [],
  outputs: ctx => {
    const projects = openProjects(ctx)
    if (projects.length === 0) return []
    const beside = ordinary(ctx).some(({ project }) => evidenceOf(ctx, project, 'user').length > 0)
    const data = {
      name: workflowName(ctx, pathOf(ctx)),
      beside,
      branch: scalar(ctx.contract.repository.defaultBranch),
      jobs: projects.map(contract => jobOf(ctx, contract)),
    }
    return [{ type: 'file', path: pathOf(ctx), content: template('cicd/build-test/ci.yml.ejs', data), own: 'managed' }]
  },
  next: ctx => [...required(ctx), ...hardened(ctx)],
})

/** Projects with the commands that no workflow of the user runs, and what these need. */
function openProjects(ctx: Context): readonly ProjectContract[] {
  return ordinary(ctx).flatMap(contract => {
    const missing = missingCommands(ctx, contract, 'user')
    const commands = contract.commands.filter(command => command.task === 'install' || missing.includes(command))
    const idle = missing.length === 0 && evidenceOf(ctx, contract.project, 'user').length > 0
    return idle ? [] : [{ ...contract, commands }]
  })
}

function required(ctx: Context): readonly NextStep[] {
  const projects = openProjects(ctx)
  if (projects.length === 0) return []
  const path = pathOf(ctx)
  const reported = projects.flatMap(({ title, commands }) => {
    const tasks = commands.filter(c => !c.enforced).map(c => c.task)
    return tasks.length ? [`${title}: ${tasks.join(', ')}`] : []
  })
  return [
    { group: 'protect', item: `the check ci-ok, which stands for all jobs of ${path}` },
    ...(reported.length ? [{ group: 'enforce' as const, item: `${path} (${reported.join('; ')})` }] : []),
  ]
}

function hardened(ctx: Context): readonly NextStep[] {
  const evidence = ordinary(ctx).flatMap(({ project }) => evidenceOf(ctx, project, 'user'))
  return weaknessesIn(ctx, evidence).map(item => ({ group: 'harden', item }))
}

function pathOf(ctx: Context): string {
  return workflowPath(ctx, 'ci', 'ci-checks')
}
