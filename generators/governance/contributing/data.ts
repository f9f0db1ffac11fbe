import type { Context } from '../../../src/artifact/index.ts'
import { dirname, relative } from '../../../src/text/paths.ts'
import { checksOf, type Check } from '../_common/checks.ts'
import { existingOf, isBlank, textOf } from '../_common/existing.ts'
import { changeRequest, pagesOf } from '../_common/host.ts'
import { code, prose } from '../_common/markdown.ts'
import { followsConvention, isBot } from '../_common/subjects.ts'
import { needsOf } from './needs.ts'

/** @returns what the guide in `path` says of this repository */
export function dataOf(ctx: Context, path: string): object {
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
    installs: projects
      .filter(project => project.install !== undefined)
      .map(({ folder, install }) => ({ folder, run: install })),
    projects: projects
      .filter(project => project.checks.length)
      .map(project => ({ ...project, title: projects.length > 1 ? project.title : undefined })),
    several: projects.length > 1,
    waived: byReason(checks.filter(check => !check.enforced)),
    tests: checks.filter(check => check.task === 'test'),
    conventional: followsConvention(
      ctx.ws.git
        .commits(500)
        .filter(commit => !isBot(commit.author))
        .map(commit => commit.subject),
    ),
  }
}

/** @returns each reason once, with the commands that it is for */
function byReason(checks: readonly Check[]): readonly { readonly reason: string; readonly runs: string }[] {
  const reasons = [...new Set(checks.map(check => check.reason))]
  return reasons.map(reason => ({
    reason,
    runs: [...new Set(checks.filter(check => check.reason === reason).map(check => check.run))].join(', '),
  }))
}

/** @returns the link to a document that is there, whoever wrote it; a document that is not there is not linked to */
function linkTo(ctx: Context, kind: 'security-policy' | 'code-of-conduct', from: string): string | undefined {
  const document = existingOf(ctx, kind).find(
    existing => /^[\w./-]+\.md$/i.test(existing.path) && !isBlank(textOf(ctx, existing)),
  )
  return document && relative(dirname(from), document.path)
}
