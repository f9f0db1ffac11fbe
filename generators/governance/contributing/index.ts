import { defineArtifact, template } from '../../../src/artifact/index.ts'
import { placeOf } from '../_common/existing.ts'
import { audit } from './audit.ts'
import { dataOf } from './data.ts'

export const artifact = defineArtifact({
  id: 'governance/contributing',
  title: 'Contribution guide',
  kind: 'doc',
  why: 'Who wants to help needs the commands and the way a change is accepted; without them a review says what a check could have said.',
  capabilities: ['governance/contributing'],
  afterFactsOf: ['quality/lint', 'security/policy', 'governance/code-of-conduct'],
  applies: () => true,
  audit,
  questions: [],
  outputs: ctx => {
    const path = placeOf(ctx, 'contributing', 'CONTRIBUTING.md')
    return [
      {
        type: 'file',
        path,
        content: template('governance/contributing/CONTRIBUTING.md.hbs', dataOf(ctx, path)),
        own: 'managed',
      },
    ]
  },
  next: ctx => [
    { group: 'read', item: `${placeOf(ctx, 'contributing', 'CONTRIBUTING.md')} (branches, reviews, commit messages)` },
  ],
})
