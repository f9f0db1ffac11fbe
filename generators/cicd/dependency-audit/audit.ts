import { absent, partial, present, type Context, type Presence } from '../../../src/artifact/index.ts'
import { lookAt, partsOf, type Part } from './coverage.ts'

const MISSING: Readonly<Record<Part, string>> = {
  rust: 'no workflow asks for known weaknesses of crates (cargo deny, cargo audit)',
  node: 'no workflow asks for known weaknesses of packages (npm audit and its like)',
  review: 'no review of the dependencies that a pull request adds',
}

/** Is every ecosystem of the repository audited, and what pull requests add to it? */
export function audit(ctx: Context): Presence {
  const parts = partsOf(ctx).map(part => ({ part, found: lookAt(ctx, part, 'all') }))
  const evidence = parts.flatMap(({ found }) => found ?? [])
  const missing = parts.filter(({ found }) => !found).map(({ part }) => MISSING[part])
  if (missing.length === 0) return present(evidence, 'dependencies are audited')
  return evidence.length > 0 ? partial(evidence, missing.join('; ')) : absent(missing.join('; '))
}
