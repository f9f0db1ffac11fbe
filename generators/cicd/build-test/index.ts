import { defineArtifact, template, type Context } from '../../../src/artifact/index.ts'
import type { ProjectContract } from '../../../src/contract/index.ts'
import { onGithub, workflowPath } from '../_common/host.ts'
import { scalar } from '../_common/yaml.ts'
import { audit } from './audit.ts'
import { coverageOf } from './coverage.ts'
import { jobOf } from './jobs.ts'

export const artifact = defineArtifact({
  id: 'cicd/build-test',
  title: 'Build and test workflow',
  kind: 'file',
  why: 'What is not built and tested on every change breaks unnoticed. The workflow runs the commands that contributors run, with the least rights and with actions that cannot change under it.',
  capabilities: ['cicd/build-test'],
  applies: ctx => (ctx.facts.projects.length === 0 ? 'there is nothing that is built: no Cargo.toml and no package.json' : onGithub(ctx, 'the workflow')),
  audit,
  questions: [],
  outputs: ctx => {
    const projects = uncovered(ctx)
    if (projects.length === 0) return []
    const data = {
      branch: scalar(ctx.contract.repository.defaultBranch),
      jobs: projects.map(contract => jobOf(ctx, contract)),
    }
    return [{ type: 'file', path: pathOf(ctx), content: template('cicd/build-test/ci.yml.ejs', data), own: 'managed' }]
  },
  next: ctx => {
    const projects = uncovered(ctx)
    if (projects.length === 0) return [`Harden your workflows: ${audit(ctx).reason}.`]
    const reported = projects.flatMap(({ title, commands }) => commands.filter(c => !c.enforced).map(c => `${c.task} (${title})`))
    const required = `Make the check ci-ok required for ${ctx.contract.repository.defaultBranch}: it stands for all jobs of ${pathOf(ctx)}.`
    if (reported.length === 0) return [required]
    return [required, `Make what is only reported so far block as well, once it passes: remove continue-on-error from ${reported.join(', ')} in ${pathOf(ctx)}.`]
  },
})

/** Projects that no workflow of the user builds or tests. */
function uncovered(ctx: Context): readonly ProjectContract[] {
  const covered = coverageOf(ctx, 'user')
  return ctx.contract.projects.filter(({ project }) => !covered.has(project))
}

function pathOf(ctx: Context): string {
  return workflowPath(ctx, 'ci', 'ci-checks')
}
