import { PLACES } from '../../src/contract/places.ts'
import { basename } from '../../src/text/paths.ts'
import { boardsIn, panelsOf } from './boards.ts'
import { Known } from './metrics.ts'
import { rulesIn, type Rule } from './rule-files.ts'
import { at } from './tables.ts'
import { readYaml } from './yaml.ts'
import type { Check, Problem, Tree, World } from './types.ts'

interface TestCase {
  readonly name: string
  readonly input_series: readonly { readonly series: string }[]
  readonly alert_rule_test: readonly { readonly alertname: string; readonly exp_alerts: readonly Expected[] }[]
}

interface Expected {
  readonly exp_labels: Readonly<Record<string, string>>
  readonly exp_annotations: Readonly<Record<string, string>>
}

interface TestFile {
  readonly file: string
  readonly rules: readonly string[]
  readonly tests: readonly TestCase[]
}

function testsIn(tree: Tree): readonly TestFile[] {
  return [...tree]
    .filter(([file]) => file.startsWith(`${PLACES.ruleTests}/`))
    .map(([file, text]) => {
      const read = readYaml(text) as { rule_files: readonly string[]; tests: readonly TestCase[] }
      return { file, rules: read.rule_files, tests: read.tests }
    })
}

/** Every rule asks for what is there; every alert has a page, a panel, and tests that fire and that stay silent. */
export const rules: Check = world => {
  const known = new Known(world)
  const all = rulesIn(world.tree)
  const tests = testsIn(world.tree)
  return [
    ...all.flatMap(misnamed),
    ...all.flatMap(({ file, expr }) => known.faults(expr).map(what => ({ file, what }))),
    ...all.flatMap(rule => (rule.alert === undefined ? [] : linkFaults(world, rule))),
    ...all.flatMap(rule => (rule.alert === undefined ? [] : untested(rule, tests))),
    ...tests.flatMap(file => testFaults(world, known, file, all)),
  ]
}

/** Rules of a file are about what the file is called after. */
function misnamed({ file, labels }: Rule): readonly Problem[] {
  const service = basename(file).replace(/\.yml$/, '')
  return labels?.['service'] === service ? [] : [{ file, what: `is about ${labels?.['service'] ?? 'nothing'}` }]
}

function linkFaults({ exists, tree }: World, { file, alert, annotations = {} }: Rule): readonly Problem[] {
  const page = pathOf(annotations['runbook_url'] ?? '')
  const [, uid, panel] = /^\/d\/([^?]+)\?viewPanel=panel-(\d+)$/.exec(annotations['dashboard_url'] ?? '') ?? []
  const faults: string[] = []
  if (!exists(page)) faults.push(`${alert ?? ''} points to the runbook ${page}, which is not there`)
  else if (!(tree.get(page) ?? '').startsWith(`# ${alert ?? ''}\n`)) faults.push(`${page} is not about ${alert ?? ''}`)
  const board = boardsIn(tree).find(other => other.uid === uid)
  if (alert !== 'Watchdog' && !panelsOf(board?.body).some(one => at(one, 'id') === Number(panel)))
    faults.push(`${alert ?? ''} points to a panel that is not there: ${annotations['dashboard_url'] ?? 'none'}`)
  return faults.map(what => ({ file, what }))
}

/** The path within the repository, of an address as well. */
function pathOf(url: string): string {
  return url.slice(Math.max(0, url.indexOf(PLACES.runbookFolder)))
}

function untested({ file, alert, labels }: Rule, tests: readonly TestFile[]): readonly Problem[] {
  const of = tests
    .flatMap(test => test.tests)
    .flatMap(test => test.alert_rule_test.filter(one => one.alertname === alert))
  const mine = of
    .flatMap(one => one.exp_alerts)
    .some(({ exp_labels }) => Object.entries(labels ?? {}).every(([name, value]) => exp_labels[name] === value))
  const silent = alert === 'Watchdog' || of.some(one => one.exp_alerts.length === 0)
  return [
    ...(mine ? [] : [{ file, what: `no test fires ${alert ?? ''} with ${JSON.stringify(labels)}` }]),
    ...(silent ? [] : [{ file, what: `no test shows ${alert ?? ''} silent` }]),
  ]
}

function testFaults(
  { tree }: World,
  known: Known,
  { file, rules: files, tests }: TestFile,
  all: readonly Rule[],
): readonly Problem[] {
  const faults: string[] = []
  for (const path of files)
    if (!tree.has(path.replace('..', PLACES.rules.replace(/\/rules$/, '')))) faults.push(`no rules at ${path}`)
  for (const { name, input_series, alert_rule_test } of tests) {
    for (const { series } of input_series) faults.push(...known.faults(series))
    for (const { alertname, exp_alerts } of alert_rule_test) {
      const rule = all.filter(one => one.alert === alertname)
      if (rule.length === 0) faults.push(`${name} is about ${alertname}, which is no alert`)
      for (const expected of exp_alerts)
        if (!rule.some(one => expects(one, expected))) faults.push(`${name} expects what no rule says`)
    }
  }
  return faults.map(what => ({ file, what }))
}

/** Links are told word for word; sentences hold values, which promtool compares. */
function expects({ labels = {}, annotations = {} }: Rule, { exp_labels, exp_annotations }: Expected): boolean {
  return (
    Object.entries(labels).every(([name, value]) => exp_labels[name] === value) &&
    ['runbook_url', 'dashboard_url'].every(name => annotations[name] === exp_annotations[name]) &&
    Object.keys(annotations).join() === Object.keys(exp_annotations).join()
  )
}
