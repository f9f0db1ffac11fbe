import { absent, partial, present, type Context, type Presence } from '../../../src/artifact/index.ts'
import { existingOf, isBlank, textOf } from '../_common/existing.ts'

/** A changelog of the whole repository, with a heading for what is released or about to be. */
export function audit(ctx: Context): Presence {
  const found = existingOf(ctx, 'changelog').filter(existing => /^((docs|\.github)\/)?[^/]+$/i.test(existing.path))
  const [first] = found
  if (!first) return absent('no changelog at the top of the repository, in docs/ or in .github/')
  const evidence = found.flatMap(existing => existing.evidence)
  const text = textOf(ctx, first)
  if (isBlank(text)) return partial(evidence, `${first.path} is empty`)
  const dated = /^(#{1,4} |\[)?.{0,40}(\d+\.\d+|unreleased)/im.test(text)
  return dated ? present(evidence) : partial(evidence, `${first.path} has no heading that names a version`)
}
