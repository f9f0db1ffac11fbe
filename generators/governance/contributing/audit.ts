import { absent, partial, present, type Context, type Presence } from '../../../src/artifact/index.ts'
import { checksOf } from '../_common/checks.ts'
import { existingOf, isBlank, textOf } from '../_common/existing.ts'

const COMMAND = /\b(cargo|npm|pnpm|yarn|bun|npx|make|just|task|turbo|nx|docker|xtask)\s+[\w:.-]+/

/** Instructions for contributors that say how the checks are run. */
export function audit(ctx: Context): Presence {
  const found = existingOf(ctx, 'contributing')
  const [first] = found
  if (!first) return absent('no CONTRIBUTING file at the top of the repository, in docs/ or in .github/')
  const evidence = found.flatMap(existing => existing.evidence)
  const text = textOf(ctx, first)
  if (isBlank(text)) return partial(evidence, `${first.path} is empty`)
  const needsCommands = checksOf(ctx).some(project => project.checks.length)
  return needsCommands && !COMMAND.test(text)
    ? partial(evidence, `${first.path} names no command that builds, checks or tests this repository`)
    : present(evidence)
}
