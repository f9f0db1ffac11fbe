import type { Answers, Context } from '../../../src/artifact/index.ts'
import type { Alert, AlertRule, Say, Subject } from '../../../src/contract/alerting/index.ts'
import { DEPENDENCIES, panelLink, type PanelRef } from '../../../src/contract/dashboards.ts'
import { runbookUrl } from '../_common/links.ts'
import { templated } from '../_common/say.ts'

/** @returns data of the template of a rules file */
export function rulesData(ctx: Context, answers: Answers, subject: Subject): object {
  return {
    subject: subject.id,
    title: subject.title,
    recordings: subject.recordings.map(({ name, expr }) => ({ name, lines: expr.split('\n') })),
    alerts: subject.alerts.flatMap(alert =>
      alert.rules.map(rule => ({
        name: alert.name,
        // a dead man's switch is meant to
        always: alert.severity === 'none',
        lines: rule.expr.split('\n'),
        minutes: rule.minutes,
        labels: Object.entries(labelsOf(subject, alert, rule)),
        annotations: Object.entries(annotationsOf(ctx, answers, subject, alert, rule, templated(alert))),
      })),
    ),
  }
}

/** Labels that a rule adds to those of its expression. */
export function labelsOf(subject: Subject, alert: Alert, rule: AlertRule): Readonly<Record<string, string>> {
  return { severity: alert.severity, service: subject.id, ...rule.labels }
}

/** @returns the annotations of a rule, or, with the words of a firing, what a test expects them to be */
export function annotationsOf(
  ctx: Context,
  answers: Answers,
  subject: Subject,
  alert: Alert,
  rule: AlertRule,
  say: Say,
): Readonly<Record<string, string>> {
  return {
    summary: alert.summary(say),
    description: alert.description(say, rule),
    runbook_url: runbookUrl(ctx, answers, subject, alert.name),
    ...(alert.panel ? { dashboard_url: dashboardUrl(ctx, subject, alert.panel) } : {}),
  }
}

/** Below the address of Grafana, which is not known here. */
function dashboardUrl(ctx: Context, subject: Subject, panel: PanelRef): string {
  const isService = ctx.contract.services.some(service => service.id === subject.id)
  return panelLink(isService ? subject.id : DEPENDENCIES, panel)
}
