import { absent, partial, present, type Context, type Presence } from '../../../src/artifact/index.ts'
import { existingOf, textOf } from '../_common/existing.ts'

/** Rules that name owners, where the host looks for them. */
export function audit(ctx: Context): Presence {
  const found = existingOf(ctx, 'codeowners')
  const [first] = found
  if (!first) return absent('no CODEOWNERS file at the top of the repository, in docs/ or in the folder of the host')
  const evidence = found.flatMap(existing => existing.evidence)
  return found.some(existing => textOf(ctx, existing).split('\n').some(namesOwner))
    ? present(evidence)
    : partial(evidence, `${first.path} names no owner`)
}

function namesOwner(line: string): boolean {
  const [pattern = '', ...owners] = line.trim().replaceAll('\\ ', '_').split(/\s+/)
  return pattern !== '' && !pattern.startsWith('#') && owners.some(owner => owner.includes('@'))
}
