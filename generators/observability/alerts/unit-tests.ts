import type { Answers, Context } from '../../../src/artifact/index.ts'
import type { Alert, Firing, Pace, Scenario, Subject } from '../../../src/contract/alerting/index.ts'
import { basename, dirname, relative } from '../../../src/text/paths.ts'
import { expected } from '../_common/say.ts'
import { annotationsOf, labelsOf } from './rules.ts'

/** @returns data of the template of a file of promtool unit tests: those of a pace, which is one of a file */
export function testsData(ctx: Context, answers: Answers, subject: Subject, pace: Pace): object {
  const { rules } = subject.places
  const ruleTests = subject.places.ruleTests[pace]
  return {
    title: subject.title,
    command: `promtool test rules ${basename(ruleTests)}`,
    rules: relative(dirname(ruleTests), rules),
    interval: pace === 'minute' ? '1m' : '10m',
    tests: subject.alerts.flatMap(alert =>
      alert.scenarios
        .filter(scenario => scenario.pace === pace)
        .map(scenario => testOf(ctx, answers, subject, alert, scenario)),
    ),
  }
}

/** @returns the paces that a subject has tests of */
export function pacesOf(subject: Subject): readonly Pace[] {
  const used = new Set(subject.alerts.flatMap(alert => alert.scenarios.map(scenario => scenario.pace)))
  return (['minute', 'ten minutes'] as const).filter(pace => used.has(pace))
}

function testOf(ctx: Context, answers: Answers, subject: Subject, alert: Alert, scenario: Scenario): object {
  return {
    name: testName(alert, scenario),
    series: scenario.series,
    alert: alert.name,
    at: `${scenario.at}m`,
    firing: scenario.firing.flatMap(firing => alertOf(ctx, answers, subject, alert, firing)),
  }
}

/** @returns the name of a test, which runbooks point to */
export function testName(alert: Alert, scenario: Scenario): string {
  return `${alert.name} ${scenario.title}`
}

function alertOf(ctx: Context, answers: Answers, subject: Subject, alert: Alert, firing: Firing): readonly object[] {
  const rule = alert.rules[firing.rule]
  if (!rule) return []
  return [
    {
      labels: Object.entries({ ...firing.labels, ...labelsOf(subject, alert, rule) }),
      annotations: Object.entries(annotationsOf(ctx, answers, subject, alert, rule, expected(firing))),
    },
  ]
}
