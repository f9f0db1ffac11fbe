import { defineArtifact, template, type Context, type Output } from '../../../src/artifact/index.ts'
import type { ProjectContract } from '../../../src/contract/index.ts'
import type { Project } from '../../../src/detect/types.ts'
import { join } from '../../../src/text/paths.ts'
import { onGithub, workflowPath } from '../_common/host.ts'
import { ordinary } from '../_common/projects.ts'
import { printSteps, checkout } from '../_common/steps.ts'
import { workflowName } from '../_common/workflows.ts'
import { audit } from './audit.ts'
import { lookAt } from './coverage.ts'
import { denyData, denyOfUser } from './deny.ts'
import { jobOf } from './jobs.ts'

export const artifact = defineArtifact({
  id: 'cicd/dependency-audit',
  title: 'Dependency audit',
  kind: 'file',
  why: 'Most of what is shipped was written by others. The audit names known weaknesses, licences and sources of dependencies each week, and stops a pull request that adds a new weakness.',
  capabilities: ['cicd/dependency-audit'],
  applies: ctx =>
    ctx.facts.projects.length === 0
      ? 'there are no dependencies: no Cargo.toml and no package.json'
      : onGithub(ctx, 'the workflow'),
  audit,
  questions: [],
  outputs: ctx => {
    const projects = unaudited(ctx)
    const review = needsReview(ctx)
    if (projects.length === 0 && !review) return []
    const data = {
      name: workflowName(ctx, pathOf(ctx)),
      jobs: projects.map(contract => jobOf(ctx, contract)),
      review,
      checkout: printSteps([checkout()], 6),
      action: REVIEW,
    }
    return [
      {
        type: 'file',
        path: pathOf(ctx),
        content: template('cicd/dependency-audit/dependency-audit.yml.ejs', data),
        own: 'managed',
      },
      ...denyFile(
        ctx,
        projects.map(({ project }) => project).filter(project => project.ecosystem === 'rust'),
      ),
    ]
  },
  next: ctx => [
    ...(unaudited(ctx).some(({ project }) => project.ecosystem === 'rust' && !denyOfUser(ctx, project))
      ? [
          {
            group: 'enforce' as const,
            item: `${pathOf(ctx)} (licences: deny.toml lists what may be shipped)`,
          },
        ]
      : []),
  ],
})

/** The step after the checkout: what a pull request adds is compared with what was there. */
const REVIEW = printSteps(
  [
    {
      name: 'Review what the pull request adds',
      uses: 'actions/dependency-review-action',
      with: { 'fail-on-severity': 'high', 'comment-summary-in-pr': 'never' },
    },
  ],
  6,
)

/** Projects of ecosystems that no workflow of the user audits. */
function unaudited(ctx: Context): readonly ProjectContract[] {
  return ordinary(ctx).filter(({ project }) => !lookAt(ctx, project.ecosystem, 'user'))
}

function needsReview(ctx: Context): boolean {
  return !lookAt(ctx, 'review', 'user')
}

/** cargo-deny looks for its configuration upwards: several projects share one file at the root. */
function denyFile(ctx: Context, projects: readonly Project[]): readonly Output[] {
  const own = projects.filter(project => denyOfUser(ctx, project) === undefined)
  const [first] = own
  if (!first) return []
  const path = join(own.length > 1 ? '.' : first.path, 'deny.toml')
  return [
    { type: 'file', path, content: template('cicd/dependency-audit/deny.toml.ejs', denyData(ctx, own)), own: 'seed' },
  ]
}

function pathOf(ctx: Context): string {
  return workflowPath(ctx, 'dependency-audit', 'dependency-audit-weekly')
}
