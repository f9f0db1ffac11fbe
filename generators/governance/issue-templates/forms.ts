import { template, type Context, type Output } from '../../../src/artifact/index.ts'
import { byCodeUnit } from '../../../src/text/paths.ts'
import { plain } from '../../../src/text/quote.ts'
import { madeByUser } from '../_common/existing.ts'
import { pagesOf, platformOf } from '../_common/host.ts'
import { cut } from '../_common/markdown.ts'
import type { Topic } from './audit.ts'

/** @returns the form for a topic, in the way of the host */
export function outputFor(ctx: Context, topic: Topic): Output {
  const gitlab = platformOf(ctx) === 'gitlab'
  const name = topic === 'bug' ? (gitlab ? 'Bug' : 'bug_report') : gitlab ? 'Feature' : 'feature_request'
  return gitlab
    ? {
        type: 'file',
        path: `.gitlab/issue_templates/${name}.md`,
        content: template(`governance/issue-templates/gitlab/${name}.md.hbs`, dataOf(ctx)),
        own: 'managed',
      }
    : {
        type: 'file',
        path: `.github/ISSUE_TEMPLATE/${name}.yml`,
        content: template(`governance/issue-templates/github/${name}.yml.ejs`, dataOf(ctx)),
        own: 'managed',
      }
}

/** @returns for GitHub: the page on which a reader chooses a form. It is left alone when the user has one. */
export function configFor(ctx: Context): readonly Output[] {
  const path = '.github/ISSUE_TEMPLATE/config.yml'
  const theirs =
    madeByUser(ctx, 'issue-template').some(existing => /\/config\.ya?ml$/i.test(existing.path)) ||
    (ctx.ws.has(path) && ctx.ownersOf(path).length === 0)
  if (platformOf(ctx) === 'gitlab' || theirs) return []
  const { advisories } = pagesOf(ctx)
  return [
    {
      type: 'file',
      path,
      content: template('governance/issue-templates/github/config.yml.ejs', { advisories }),
      own: 'managed',
    },
  ]
}

function dataOf(ctx: Context): object {
  const { services, frontends, projects } = ctx.facts
  const parts = [...new Set([...services, ...frontends].map(part => cut(plain(part.name.value), 80)))].filter(
    name => /[\p{L}\p{N}]/u.test(name) && !/^none$/i.test(name),
  )
  return {
    parts: parts.length > 1 ? parts.sort(byCodeUnit) : [],
    node: projects.some(project => project.ecosystem === 'node'),
    rust: projects.some(project => project.ecosystem === 'rust'),
    advisories: pagesOf(ctx).advisories,
  }
}
