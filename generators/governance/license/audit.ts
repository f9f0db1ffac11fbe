import { absent, partial, present, type Context, type Presence } from '../../../src/artifact/index.ts'
import { silentPackages, topTexts, unusableText } from './stated.ts'

/** A licence text under any usual name, filled in, with a licence in each manifest that may be published. */
export function audit(ctx: Context): Presence {
  const found = topTexts(ctx)
  if (!found.length) return absent('no licence text at the top of the repository')
  const evidence = found.flatMap(existing => existing.evidence)
  const unusable = unusableText(ctx)
  if (unusable) return partial(evidence, unusable.reason)
  const [silent] = silentPackages(ctx)
  return silent ? partial(evidence, `${silent.manifest} does not name the licence`) : present(evidence)
}
