import { absent, partial, present, type Context, type Presence } from '../../../src/artifact/index.ts'
import { existingOf, isBlank, textOf } from '../../governance/_common/existing.ts'

const CHANNEL = /https?:\/\/[^\s<>)\]]+|[\w.+-]+(@|\[at\]| at )[\w-]+(\.|\[dot\]| dot )[\w.-]+|report a vulnerability/i
const PROCESS = /vuln|disclos/gi
const TIME =
  /\b(\d+|two|three|five|seven|ten|fourteen|thirty|sixty|ninety)\b[^.\n]{0,40}\b(hours?|days?|weeks?|months?)\b|\b\d+ ?h\b/i

/** A security policy that says where to report in private and when an answer comes. */
export function audit(ctx: Context): Presence {
  const found = existingOf(ctx, 'security-policy')
  const [first] = found
  if (!first) return absent('no security policy at the top of the repository, in .github/ or in docs/')
  const evidence = found.flatMap(existing => existing.evidence)
  const text = textOf(ctx, first)
  if (isBlank(text)) return partial(evidence, `${first.path} is empty`)
  if (!CHANNEL.test(text)) return partial(evidence, `${first.path} names no address or page for a private report`)
  if ((text.match(PROCESS) ?? []).length < 2)
    return partial(evidence, `${first.path} does not say how vulnerabilities are handled and disclosed`)
  return TIME.test(text) ? present(evidence) : partial(evidence, `${first.path} does not say when a report is answered`)
}
