import { dirname, join } from '../../src/text/paths.ts'
import { PLACES } from '../../src/contract/places.ts'
import { Known } from './metrics.ts'
import { rulesIn } from './rule-files.ts'
import type { Check, Problem } from './types.ts'

/** Queries of the pages ask for what is there; links lead somewhere; each alert is in the index, and each page is about an alert. */
export const runbooks: Check = world => {
  const { tree, exists } = world
  const known = new Known(world)
  const pages = [...tree].filter(([file]) => file.startsWith(`${PLACES.runbookFolder}/`))
  if (pages.length === 0) return []
  const index = tree.get(PLACES.runbooks) ?? ''
  const alerts = new Set(rulesIn(tree).flatMap(({ alert }) => alert ?? []))
  const problems: Problem[] = []
  for (const [file, text] of pages) {
    for (const [, expr = ''] of text.matchAll(/```promql\n([^]*?)\n```/g))
      problems.push(...known.faults(expr).map(what => ({ file, what })))
    for (const [, target = ''] of text.matchAll(/\]\(([^)#\s]+)\)/g))
      if (!/^https?:/.test(target) && !exists(join(dirname(file), target)))
        problems.push({ file, what: `a link leads to ${target}, which is not there` })
    const [, title] = /^# (\w+)\n/.exec(text) ?? []
    if (title !== undefined && file !== PLACES.runbooks && !file.endsWith('/deploy.md') && !alerts.has(title))
      problems.push({ file, what: `is about ${title}, which is no alert` })
  }
  for (const alert of alerts)
    if (!index.includes(`[${alert}](`)) problems.push({ file: PLACES.runbooks, what: `does not name ${alert}` })
  return problems
}
