import { absent, partial, present, type Context, type Presence } from '../../../src/artifact/index.ts'
import { existingOf, textOf } from '../_common/existing.ts'

/** Rules that name owners, where the host looks for them. */
export function audit(ctx: Context): Presence {
  const found = existingOf(ctx, 'codeowners')
  const [first] = found
  if (!first) return absent('no CODEOWNERS file')
  const evidence = found.flatMap(existing => existing.evidence)
  const rules = found.flatMap(existing => textOf(ctx, existing).split('\n')).filter(line => /^[^#\s]\S*\s+\S*@\S/.test(line.trim().replaceAll('\\ ', '_')))
  return rules.length ? present(evidence) : partial(evidence, `${first.path} names no owner`)
}
