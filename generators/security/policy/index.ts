import { defineArtifact, template, type Answers, type Context } from '../../../src/artifact/index.ts'
import { contactQuestion, knownContact } from '../../governance/_common/contact.ts'
import { placeOf, unlessTheirs } from '../../governance/_common/existing.ts'
import { changeRequest, pagesOf, privateReportingStep } from '../../governance/_common/host.ts'
import { prose } from '../../governance/_common/markdown.ts'
import { audit } from './audit.ts'
import { supportedVersions } from './supported.ts'

export const artifact = defineArtifact({
  id: 'security/policy',
  title: 'Security policy',
  kind: 'doc',
  why: 'Whoever finds a vulnerability has to know whom to tell in private; without a policy it is told in public, or not at all.',
  capabilities: ['security/policy'],
  applies: () => true,
  audit,
  questions: [
    contactQuestion('Where are vulnerabilities reported in private: which e-mail address or page?', needsContact),
  ],
  outputs: (ctx, answers) => [
    {
      type: 'file',
      path: pathOf(ctx),
      content: template('security/policy/SECURITY.md.hbs', dataOf(ctx, answers)),
      own: 'seed',
    },
  ],
  next: ctx => [...privateReportingStep(ctx), { group: 'read', item: `${pathOf(ctx)} (response times)` }],
})

/** A page of the host is enough; an address that is known all the same is named beside it. */
function needsContact(ctx: Context): boolean {
  const mayAsk = unlessTheirs('security-policy')(ctx)
  return mayAsk && (pagesOf(ctx).advisories === undefined || knownContact(ctx) !== undefined)
}

function pathOf(ctx: Context): string {
  return placeOf(ctx, 'security-policy', 'SECURITY.md')
}

function dataOf(ctx: Context, { contact }: Answers): object {
  return {
    name: prose(ctx.contract.repository.name),
    request: changeRequest(ctx),
    supported: supportedVersions(ctx),
    advisories: pagesOf(ctx).advisories,
    contact: contact === undefined ? undefined : `<${String(contact)}>`,
  }
}
