import type { Answers, Context } from '../../../src/artifact/index.ts'
import type { Alert, Subject } from '../../../src/contract/alerting/index.ts'
import { PLACES } from '../../../src/contract/places.ts'
import { basename, dirname, relative } from '../../../src/text/paths.ts'
import { pageOf } from '../../observability/_common/links.ts'
import { diagnosisCommands } from '../_common/commands.ts'

/** @returns what the index says: each alert with its page, dashboard and test */
export function indexData(subjects: readonly Subject[]): object {
  const folder = dirname(PLACES.runbooks)
  return {
    subjects: subjects.map(subject => ({
      title: subject.title,
      path: subject.places.rules,
      rules: relative(folder, subject.places.rules),
      table: table(
        ['Alert', 'Severity', 'Dashboard', 'Test'],
        subject.alerts.map(alert => [
          `[${alert.name}](${relative(folder, `${subject.places.runbooks}/${pageOf(alert.name)}`)})`,
          alert.severity,
          alert.panel?.dashboard ?? '–',
          `[${alert.name} fires](${relative(folder, testsOf(subject, alert))})`,
        ]),
      ),
    })),
  }
}

/** @returns lines of a Markdown table with columns as wide as their widest cell */
function table(head: readonly string[], rows: readonly (readonly string[])[]): readonly string[] {
  const widths = head.map((cell, i) => Math.max(3, cell.length, ...rows.map(row => row[i]?.length ?? 0)))
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join(' | ')} |`
  return [line(head), line(widths.map(width => '-'.repeat(width))), ...rows.map(line)]
}

/** @returns what the page of an alert says */
export function pageData(ctx: Context, answers: Answers, subject: Subject, alert: Alert): object {
  const folder = subject.places.runbooks
  const service = ctx.contract.services.find(({ id }) => id === subject.id)
  return {
    name: alert.name,
    subject: subject.title,
    severity: alert.severity,
    page: PAGED[alert.severity],
    meaning: alert.runbook.meaning,
    impact: alert.runbook.impact,
    rules: alert.rules.map(({ expr, minutes, labels }) => ({
      expr,
      minutes,
      windows: labels['long'] === undefined ? undefined : `${labels['long']} and ${labels['short'] ?? ''}`,
    })),
    diagnosis: alert.runbook.diagnosis,
    commands: service ? diagnosisCommands(ctx, answers, service) : [],
    mitigation: alert.runbook.mitigation,
    deploy: service && ctx.ws.has(service.places.deployPage) ? relative(folder, service.places.deployPage) : undefined,
    rulesPath: subject.places.rules,
    rulesFile: relative(folder, subject.places.rules),
    testsFile: relative(folder, testsOf(subject, alert)),
    testsName: basename(testsOf(subject, alert)),
    tests: alert.scenarios.map(scenario => `${alert.name} ${scenario.title}`),
    index: relative(folder, PLACES.runbooks),
  }
}

/** The cases of an alert stand in one file. */
function testsOf(subject: Subject, alert: Alert): string {
  return subject.places.ruleTests[alert.scenarios[0]?.pace ?? 'minute']
}

const PAGED: Readonly<Record<Alert['severity'], string>> = {
  critical: 'somebody is called at any hour',
  warning: 'a message for working hours',
  none: 'nobody; something outside waits for it',
}
