import { defineArtifact, template, type Answers, type Context } from '../../../src/artifact/index.ts'
import { placeOf, unlessTheirs } from '../_common/existing.ts'
import { pagesOf, platformOf, unsupportedHost } from '../_common/host.ts'
import { audit } from './audit.ts'
import { checkOwner, folderRules, mainOwner, type Rule } from './owners.ts'

export const artifact = defineArtifact({
  id: 'governance/codeowners',
  title: 'Code owners',
  kind: 'file',
  why: 'The people who know a part of the code are asked for a review by themselves, and nobody else can approve a change of the pipeline.',
  capabilities: ['governance/codeowners'],
  applies: ctx => (platformOf(ctx) === 'other' ? unsupportedHost(ctx, 'a list of code owners') : true),
  audit,
  questions: [
    {
      type: 'list',
      key: 'owner',
      message: 'Who reviews changes where nobody else is named: which users or teams?',
      placeholder: '<@user or @org/team>',
      known: mainOwner,
      validate: checkOwner,
      when: unlessTheirs('codeowners'),
    },
  ],
  outputs: (ctx, answers) =>
    answers['owner'] === undefined
      ? []
      : [
          {
            type: 'file',
            path: pathOf(ctx),
            content: template('governance/codeowners/CODEOWNERS.ejs', { rules: rulesOf(ctx, answers) }),
            own: 'seed',
          },
        ],
  next: ctx => {
    const { branchSettings } = pagesOf(ctx)
    return [
      { group: 'protect', item: 'a review from code owners', ...(branchSettings ? { page: branchSettings } : {}) },
      { group: 'read', item: `${pathOf(ctx)} (whoever may not write to the repository is ignored)` },
    ]
  },
})

function pathOf(ctx: Context): string {
  return placeOf(ctx, 'codeowners', platformOf(ctx) === 'gitlab' ? '.gitlab/CODEOWNERS' : '.github/CODEOWNERS')
}

/** The last rule that matches counts: first what holds everywhere, last what guards the rules and the pipeline themselves. */
function rulesOf(ctx: Context, answers: Answers): readonly Rule[] {
  const owners = [answers['owner'] ?? []].flat().map(String)
  const guard = platformOf(ctx) === 'gitlab' ? '/.gitlab/' : '/.github/'
  const folders = folderRules(ctx, owners).filter(rule => rule.pattern !== guard)
  return [{ pattern: '*', owners }, ...folders, { pattern: guard, owners }]
}
