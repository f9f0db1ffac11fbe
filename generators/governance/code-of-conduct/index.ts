import { defineArtifact, template, type Context } from '../../../src/artifact/index.ts'
import { contactQuestion } from '../_common/contact.ts'
import { placeOf, unlessTheirs } from '../_common/existing.ts'
import { audit } from './audit.ts'

export const artifact = defineArtifact({
  id: 'governance/code-of-conduct',
  title: 'Code of conduct',
  kind: 'file',
  why: 'People who are treated badly in a project need to know what is not accepted there and who takes their report.',
  capabilities: ['governance/code-of-conduct'],
  applies: () => true,
  audit,
  questions: [
    contactQuestion(
      'Where are reports about conduct sent: which e-mail address or page?',
      unlessTheirs('code-of-conduct'),
    ),
  ],
  outputs: (ctx, { contact }) =>
    contact === undefined
      ? []
      : [
          {
            type: 'file',
            path: pathOf(ctx),
            content: template('governance/code-of-conduct/CODE_OF_CONDUCT.md.hbs', { contact: `<${String(contact)}>` }),
            own: 'seed',
          },
        ],
  next: (ctx, { contact }) => [
    { group: 'read', item: `${pathOf(ctx)} (who reads what is sent to ${String(contact)}, and what happens then)` },
  ],
})

function pathOf(ctx: Context): string {
  return placeOf(ctx, 'code-of-conduct', 'CODE_OF_CONDUCT.md')
}
