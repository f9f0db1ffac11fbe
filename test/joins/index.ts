import { alertmanager } from './alertmanager.ts'
import { rules } from './rules.ts'
import { runbooks } from './runbooks.ts'
import { scrape } from './scrape.ts'
import type { Check, Problem, World } from './types.ts'

const CHECKS: readonly Check[] = [scrape, rules, runbooks, alertmanager]

/** @returns names in generated files that nothing else has: a file that does not parse any more is one as well */
export function looseEnds(world: World): readonly Problem[] {
  return CHECKS.flatMap(check => {
    try {
      return check(world)
    } catch (error) {
      return [{ file: '', what: error instanceof Error ? error.message : String(error) }]
    }
  })
}
