import { defineArtifact, type Context } from '../../../src/artifact/index.ts'
import { madeByUser } from '../_common/existing.ts'
import { platformOf, privateReportingStep, unsupportedHost } from '../_common/host.ts'
import { audit, templatesFor, type Topic } from './audit.ts'
import { configFor, outputFor } from './forms.ts'

export const artifact = defineArtifact({
  id: 'governance/issue-templates',
  title: 'Issue templates',
  kind: 'file',
  why: 'A report that says what was done, what was expected and on which version can be worked on; one that does not costs a round of questions.',
  capabilities: ['governance/issue-templates'],
  applies: ctx => (platformOf(ctx) === 'other' ? unsupportedHost(ctx, 'a template for issues') : true),
  audit,
  questions: [],
  outputs: ctx => [
    ...(['bug', 'feature'] as const).filter(topic => isOpen(ctx, topic)).map(topic => outputFor(ctx, topic)),
    ...configFor(ctx),
  ],
  next: privateReportingStep,
})

/** The user's own template for a topic stays the only one. */
function isOpen(ctx: Context, topic: Topic): boolean {
  return templatesFor(ctx, topic, madeByUser(ctx, 'issue-template')).length === 0
}
