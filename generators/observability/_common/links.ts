import type { Answers, Context } from '../../../src/artifact/index.ts'
import type { Subject } from '../../../src/contract/alerting/index.ts'
import { fileUrl } from '../../../src/contract/pages.ts'
import { NO_ADDRESS } from './questions.ts'

/** @returns the name of the page of an alert, without folder: `service-down.md` */
export function pageOf(alert: string): string {
  return `${alert.replace(/(?<=[a-z])(?=[A-Z])/g, '-').toLowerCase()}.md`
}

/** @returns what `runbook_url` says: an address, or the path in the repository where no address is known */
export function runbookUrl(ctx: Context, answers: Answers, subject: Subject, alert: string): string {
  const path = `${subject.places.runbooks}/${pageOf(alert)}`
  const given = answers['runbook-url']
  if (typeof given === 'string' && given !== NO_ADDRESS) return `${given.replace(/\/+$/, '')}/${path}`
  return fileUrl(ctx.contract.repository, path) ?? path
}
