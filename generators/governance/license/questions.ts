import type { Answers, Context, Question } from '../../../src/artifact/index.ts'
import type { Fact } from '../../../src/detect/types.ts'
import { plain } from '../../../src/text/quote.ts'
import { statedAuthor } from '../_common/manifest.ts'
import { hasOwnText, statedLicense } from './stated.ts'
import { CHOICES, namesHolder } from './texts.ts'

export const QUESTIONS: readonly Question[] = [
  {
    type: 'choice',
    key: 'license',
    message: 'Under which licence is this repository offered?',
    placeholder: '<SPDX id>',
    choices: CHOICES,
    known: statedLicense,
  },
  {
    type: 'text',
    key: 'holder',
    message: 'Who holds the copyright: a person or a company?',
    placeholder: '<name>',
    when: needsNotice,
    known: ctx => statedAuthor(ctx) ?? mainAuthor(ctx),
    validate: value => (/[\p{L}\p{N}]/u.test(value) && plain(value) === value ? true : 'it must be a name on one line'),
  },
  {
    type: 'number',
    key: 'year',
    message: 'In which year was the first version published?',
    placeholder: '<year>',
    min: 1970,
    max: 2999,
    when: needsNotice,
    known: ctx => ctx.facts.repository.history.firstYear,
  },
]

/** Who wrote most of it need not hold the rights in it: an employer often does. */
function mainAuthor(ctx: Context): Fact<string> | undefined {
  const author = ctx.facts.repository.history.mainAuthor
  return author && { ...author, certainty: 'likely' }
}

/** Year and holder are asked for where a text is written that names them; while the licence is not known, they may be needed. */
function needsNotice(ctx: Context, answers: Answers = {}): boolean {
  if (hasOwnText(ctx)) return false
  const license = answers['license'] ?? statedLicense(ctx)?.value
  return typeof license !== 'string' || namesHolder(license)
}
