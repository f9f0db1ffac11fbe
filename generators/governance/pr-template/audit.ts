import { absent, partial, present, type Context, type Presence } from '../../../src/artifact/index.ts'
import { existingOf, isBlank, textOf } from '../_common/existing.ts'

/** A template for proposed changes that says something. */
export function audit(ctx: Context): Presence {
  const found = existingOf(ctx, 'pr-template')
  const [first] = found
  if (!first) return absent('no template for pull or merge requests')
  const evidence = found.flatMap(existing => existing.evidence)
  return found.some(existing => !isBlank(textOf(ctx, existing)))
    ? present(evidence)
    : partial(evidence, `${first.path} is empty`)
}
