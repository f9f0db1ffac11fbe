import { absent, partial, present, type Context, type Presence } from '../../../src/artifact/index.ts'
import { lookAt, type Part } from './scanners.ts'

const MISSING: Readonly<Record<Part, string>> = {
  config: 'no configuration of a secret scanner',
  hook: 'no hook looks for secrets before a commit',
  job: 'no job of CI looks for secrets',
}

/** Are secrets looked for, before a commit and in CI? */
export function audit(ctx: Context): Presence {
  const parts = (['config', 'hook', 'job'] as const).map(part => ({ part, found: lookAt(ctx, part, 'all') }))
  const evidence = parts.flatMap(({ found }) => found ?? [])
  const missing = parts.filter(({ found }) => !found).map(({ part }) => MISSING[part])
  if (missing.length === 0) return present(evidence, 'secrets are looked for before a commit and in CI')
  return evidence.length > 0 ? partial(evidence, missing.join('; ')) : absent(missing.join('; '))
}
