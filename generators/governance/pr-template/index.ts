import { defineArtifact, template, type Context } from '../../../src/artifact/index.ts'
import { checksOf } from '../_common/checks.ts'
import { placeOf } from '../_common/existing.ts'
import { changeRequest, platformOf, unsupportedHost } from '../_common/host.ts'
import { followsConvention, isBot } from '../_common/subjects.ts'
import { audit } from './audit.ts'

export const artifact = defineArtifact({
  id: 'governance/pr-template',
  title: 'Template for proposed changes',
  kind: 'file',
  why: 'A list of what reviewers would ask anyway: the author runs the checks before anybody else spends time on the change.',
  capabilities: ['governance/pr-template'],
  afterFactsOf: ['quality/lint'],
  applies: ctx => (platformOf(ctx) === 'other' ? unsupportedHost(ctx, 'a template for proposed changes') : true),
  audit,
  questions: [],
  outputs: ctx => [
    {
      type: 'file',
      path: pathOf(ctx),
      content: template('governance/pr-template/template.md.hbs', dataOf(ctx)),
      own: 'managed',
    },
  ],
})

function pathOf(ctx: Context): string {
  return platformOf(ctx) === 'gitlab'
    ? '.gitlab/merge_request_templates/Default.md'
    : placeOf(ctx, 'pr-template', '.github/PULL_REQUEST_TEMPLATE.md')
}

function dataOf(ctx: Context): object {
  const people = ctx.ws.git.commits(500).filter(commit => !isBot(commit.author))
  return {
    request: changeRequest(ctx),
    checks: checksOf(ctx).flatMap(({ folder, checks }) => checks.map(check => ({ ...check, folder }))),
    conventional: followsConvention(people.map(commit => commit.subject)),
  }
}
