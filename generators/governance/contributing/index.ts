import { defineArtifact, template, type Context } from '../../../src/artifact/index.ts'
import { dirname, relative } from '../../../src/text/paths.ts'
import { checksOf } from '../_common/checks.ts'
import { existingOf, isBlank, placeOf, textOf } from '../_common/existing.ts'
import { changeRequest, pagesOf } from '../_common/host.ts'
import { code, prose } from '../_common/markdown.ts'
import { followsConvention, isBot } from '../_common/subjects.ts'
import { audit } from './audit.ts'
import { needsOf } from './needs.ts'

export const artifact = defineArtifact({
  id: 'governance/contributing',
  title: 'Contribution guide',
  kind: 'doc',
  why: 'Who wants to help needs the commands and the way a change is accepted; without them a review says what a check could have said.',
  capabilities: ['governance/contributing'],
  applies: () => true,
  audit,
  questions: [],
  outputs: ctx => {
    const path = placeOf(ctx, 'contributing', 'CONTRIBUTING.md')
    return [{ type: 'file', path, content: template('governance/contributing/CONTRIBUTING.md.hbs', dataOf(ctx, path)), own: 'managed' }]
  },
  next: ctx => [`Read ${placeOf(ctx, 'contributing', 'CONTRIBUTING.md')} and correct what your team does differently: branches, reviews, commit messages.`],
})

function dataOf(ctx: Context, path: string): object {
  const projects = checksOf(ctx)
  const checks = projects.flatMap(project => project.checks.map(check => ({ ...check, folder: project.folder })))
  const { defaultBranch } = ctx.facts.repository
  return {
    name: prose(ctx.contract.repository.name),
    request: changeRequest(ctx),
    issues: pagesOf(ctx).issues,
    branch: defaultBranch && code(defaultBranch.value),
    policy: linkTo(ctx, 'security-policy', path),
    conduct: linkTo(ctx, 'code-of-conduct', path),
    needs: needsOf(ctx),
    installs: projects.filter(project => project.install !== undefined).map(({ folder, install }) => ({ folder, run: install })),
    projects: projects.filter(project => project.checks.length).map(project => ({ ...project, title: projects.length > 1 ? project.title : undefined })),
    waived: checks.filter(check => !check.enforced),
    tests: checks.filter(check => check.task === 'test'),
    conventional: followsConvention(ctx.ws.git.commits(500).filter(commit => !isBot(commit.author)).map(commit => commit.subject)),
  }
}

/** @returns the link to a document that is there, whoever wrote it; a document that is not there is not linked to */
function linkTo(ctx: Context, kind: 'security-policy' | 'code-of-conduct', from: string): string | undefined {
  const document = existingOf(ctx, kind).find(existing => /^[\w./-]+\.md$/i.test(existing.path) && !isBlank(textOf(ctx, existing)))
  return document && relative(dirname(from), document.path)
}
