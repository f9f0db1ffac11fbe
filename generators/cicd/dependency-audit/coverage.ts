import type { Context } from '../../../src/artifact/index.ts'
import type { Ecosystem, Evidence } from '../../../src/detect/types.ts'
import { firstLine, workflowsOf } from '../_common/workflows.ts'

export type Part = Ecosystem | 'review'

const SCANNERS = String.raw`osv-scanner|\bsnyk\b|\btrivy (fs|repo)|scan-type: ['"]?(fs|repo)|\bgrype\b`
const LOOKS: Readonly<Record<Part, { readonly pattern: RegExp; readonly rule: string }>> = {
  rust: {
    pattern: new RegExp(String.raw`\bcargo[ -](audit|deny)\b|\/audit-check@|${SCANNERS}`),
    rule: 'audit of crates',
  },
  node: {
    pattern: new RegExp(
      String.raw`\b(npm|pnpm|bun|yarn|yarn npm) audit\b|\baudit-ci\b|\bbetter-npm-audit\b|${SCANNERS}`,
    ),
    rule: 'audit of packages',
  },
  review: { pattern: /actions\/dependency-review-action@/, rule: 'review of new dependencies' },
}

/** @returns what must be looked at in this repository: each of its ecosystems, and what pull requests add */
export function partsOf(ctx: Context): readonly Part[] {
  const ecosystems = (['rust', 'node'] as const).filter(name =>
    ctx.facts.projects.some(project => project.ecosystem === name),
  )
  return [...ecosystems, 'review']
}

/** @returns where a workflow looks at a part; undefined when none does */
export function lookAt(ctx: Context, part: Part, whose: 'all' | 'user'): Evidence | undefined {
  const { pattern, rule } = LOOKS[part]
  return firstLine(workflowsOf(ctx, whose), pattern, rule)
}
