import { defineArtifact, template, type Answers, type Context, type Output } from '../../../src/artifact/index.ts'
import { byCodeUnit } from '../../../src/text/paths.ts'
import { audit } from './audit.ts'
import { ignoreFile } from './ignore.ts'
import { CODE_ONLY, isOurs, planned, takesImage, type Planned } from './plan.ts'
import { besideItself, checkedBuilds, misplaced, refusals } from './reasons.ts'
import { confPath } from './site.ts'
import { DIGEST_QUESTION } from '../_common/digests.ts'

export const artifact = defineArtifact({
  id: 'build/dockerfile',
  title: 'Dockerfile',
  kind: 'file',
  why: 'One image, built the same way everywhere, that holds the program and no tools and runs without root: every platform takes it, and little in it can be attacked.',
  capabilities: ['build/dockerfile'],
  applies,
  audit,
  questions: [DIGEST_QUESTION],
  outputs: (ctx: Context, answers: Answers): readonly Output[] => {
    const plans = planned(ctx, answers).filter(isOurs)
    const contexts = [...new Set(plans.map(plan => plan.service.context))].sort(byCodeUnit)
    return [...plans.flatMap(filesOf), ...contexts.map(context => ignoreFile(ctx, context))]
  },
  next: ctx => [refusals, checkedBuilds, misplaced, besideItself].flatMap(told => told(planned(ctx))),
})

/** Where no image is certain to work it applies all the same: a run says what has to be written by hand, and why. */
function applies(ctx: Context): true | string {
  const plans = planned(ctx)
  const [first] = plans
  if (!first) return 'nothing in the repository is deployed'
  return plans.some(takesImage) ? true : `${first.service.id}: ${CODE_ONLY}`
}

function filesOf(plan: Extract<Planned, { data: object }>): readonly Output[] {
  const { kind, service, data } = plan
  const dockerfile: Output = {
    type: 'file',
    path: service.dockerfile,
    content: template(`build/dockerfile/${kind}.Dockerfile.ejs`, data),
    own: 'managed',
  }
  if (kind !== 'site') return [dockerfile]
  const conf: Output = {
    type: 'file',
    path: confPath(service.service.path),
    content: template('build/dockerfile/nginx.site.conf.ejs', data),
    own: 'managed',
  }
  return [dockerfile, conf]
}
