import { alertmanager } from './alertmanager.ts'
import { compose } from './compose.ts'
import { dashboards } from './dashboards.ts'
import { deploy } from './deploy.ts'
import { dockerfiles } from './dockerfiles.ts'
import { helm } from './helm/index.ts'
import { load } from './load.ts'
import { pages } from './pages.ts'
import { rules } from './rules.ts'
import { runbooks } from './runbooks.ts'
import { scrape } from './scrape.ts'
import { stack } from './stack.ts'
import type { Check, Problem, World } from './types.ts'
import { workflows } from './workflows.ts'

/** What looks at names, and the files in which it is the first to find a wrong one. */
const CHECKS: readonly (readonly [files: RegExp, check: Check])[] = [
  [/prometheus\.yml$|blackbox/, scrape],
  [/^deploy\/prometheus\/(rules|tests)/, rules],
  [/\.md$/, pages],
  [/^docs\/runbooks.*(?<!deploy)\.md$/, runbooks],
  [/^deploy\/alertmanager/, alertmanager],
  [/^deploy\/grafana/, dashboards],
  [/^deploy\/helm/, helm],
  [/^compose|^deploy\/grafana\/prov/, compose],
  [/^compose|^deploy\/grafana\/prov|prometheus\.yml$/, stack],
  [/^load/, load],
  [/^\.github\/workflows/, workflows],
  [/Dockerfile/, dockerfiles],
  [/deploy\.md$/, deploy],
]

/** @returns names in generated files that nothing else has: a file that does not parse any more is one as well */
export function looseEnds(world: World): readonly Problem[] {
  return CHECKS.flatMap(([, check]) => problemsOf(check, world))
}

/** @returns whether anything is wrong, when only `file` may be */
export function isLoose(world: World, file: string): boolean {
  const [near, far] = [true, false].map(wanted => CHECKS.filter(([files]) => files.test(file) === wanted))
  return [...(near ?? []), ...(far ?? [])].some(([, check]) => problemsOf(check, world).length > 0)
}

function problemsOf(check: Check, world: World): readonly Problem[] {
  try {
    return check(world)
  } catch (error) {
    return [{ file: '', what: error instanceof Error ? error.message : String(error) }]
  }
}
