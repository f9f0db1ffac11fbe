import { absent, partial, present, type Context, type Presence } from '../../../src/artifact/index.ts'
import { existingOf, isBlank, textOf } from '../_common/existing.ts'

/** Places of known templates that wait for the address of somebody who takes reports. */
const UNFILLED = /\[INSERT (CONTACT|EMAIL)[^\]]*\]|\[(EMAIL|CONTACT)[^\]]*\](?!\()|\{\{ ?(EMAIL|CONTACT)/i

/** A code of conduct that says where to report. */
export function audit(ctx: Context): Presence {
  const found = existingOf(ctx, 'code-of-conduct')
  const [first] = found
  if (!first) return absent('no code of conduct at the top of the repository, in docs/ or in .github/')
  const evidence = found.flatMap(existing => existing.evidence)
  const text = textOf(ctx, first)
  if (isBlank(text)) return partial(evidence, `${first.path} is empty`)
  return UNFILLED.test(text)
    ? partial(evidence, `${first.path} still has a placeholder where the contact belongs`)
    : present(evidence)
}
