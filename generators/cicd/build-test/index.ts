import { defineArtifact, template, type Context } from '../../../src/artifact/index.ts'
import type { ProjectContract } from '../../../src/contract/index.ts'
import { onGithub, workflowPath } from '../_common/host.ts'
import { ordinary } from '../_common/projects.ts'
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
  applies: ctx =>
    ordinary(ctx).length === 0
      ? 'there is nothing that is built: no Cargo.toml and no package.json'
      : onGithub(ctx, 'the workflow'),
  audit,
  questions: [],
  outputs: ctx => {
    const projects = openProjects(ctx)
    if (projects.length === 0) return []
    const data = {
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

function required(ctx: Context): readonly string[] {
  const projects = openProjects(ctx)
  if (projects.length === 0) return []
  const path = pathOf(ctx)
  const reported = projects.flatMap(({ title, commands }) =>
    commands.filter(c => !c.enforced).map(c => `${c.task} (${title})`),
  )
  return [
    `Make the check ci-ok required for ${ctx.contract.repository.defaultBranch}: it stands for all jobs of ${path}.`,
    ...(reported.length
      ? [
          `Make what is only reported so far block as well, once it passes: remove continue-on-error from ${reported.join(', ')} in ${path}.`,
        ]
      : []),
  ]
}

function hardened(ctx: Context): readonly string[] {
  const evidence = ordinary(ctx).flatMap(({ project }) => evidenceOf(ctx, project, 'user'))
  return weaknessesIn(ctx, evidence).map(weakness => `Harden ${weakness}.`)
}

function pathOf(ctx: Context): string {
  return workflowPath(ctx, 'ci', 'ci-checks')
}
