import { defineArtifact, template, type Answers, type Context, type Output } from '../../../src/artifact/index.ts'
import { plain } from '../../../src/text/quote.ts'
import { audit } from './audit.ts'
import { QUESTIONS } from './questions.ts'
import { canBe, hasOwnText, namedByUs, reasonAgainst, silentPackages, textLicense, unusableText } from './stated.ts'
import { filesOf, LICENSES } from './texts.ts'

export const artifact = defineArtifact({
  id: 'governance/license',
  title: 'Licence',
  kind: 'file',
  why: 'Without a licence nobody may use, change or pass on the code: company policies and package scanners reject it.',
  capabilities: ['governance/license'],
  applies: ctx => reasonAgainst(ctx) ?? true,
  audit,
  questions: QUESTIONS,
  outputs: (ctx, answers) => [...texts(ctx, answers), ...manifests(ctx, answers)],
})

/** A text of the user's own stays the only one. */
function texts(ctx: Context, answers: Answers): readonly Output[] {
  if (hasOwnText(ctx)) return []
  const license = String(answers['license'])
  const notice = { year: String(answers['year']), holder: plain(String(answers['holder'])) }
  const files = filesOf(license)
  const instead = files.length > 1 ? undefined : unusableText(ctx)?.path
  return files.map(({ path, id }) => ({
    type: 'file',
    path: instead ?? path,
    content:
      LICENSES[id]?.template === 'filled'
        ? template(`governance/license/${id}.txt.hbs`, notice)
        : template(`governance/license/${id}.txt`),
    own: 'seed',
  }))
}

/** A package that may be published says its licence in its manifest as well: that of the text, whatever was answered. Nothing that the text is not. */
function manifests(ctx: Context, answers: Answers): readonly Output[] {
  const value = textLicense(ctx) ?? String(answers['license'])
  if (!canBe(ctx, value)) return []
  return [...silentPackages(ctx), ...namedByUs(ctx)].map(({ manifest }) => {
    const json = manifest.endsWith('.json')
    const path = json ? ['license'] : ['package', 'license']
    return { type: 'edit', path: manifest, format: json ? 'json' : 'toml', changes: [{ path, value }] }
  })
}
