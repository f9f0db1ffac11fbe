import type { Answers, Context } from '../../../src/artifact/index.ts'
import type { Subject } from '../../../src/contract/alerting/index.ts'
import { NO_ADDRESS } from './questions.ts'

const PLAIN_URL = /^https:\/\/[A-Za-z0-9.-]+(?::\d+)?(?:\/[A-Za-z0-9._~-]+)+$/

/** @returns the address under which files of the default branch are read; undefined where the host is not known for certain */
export function runbookBase(ctx: Context): string | undefined {
  const host = ctx.facts.repository.host
  if (host?.certainty !== 'certain' || !PLAIN_URL.test(host.value.url)) return undefined
  const branch = encodeURI(ctx.contract.repository.defaultBranch)
  const { kind, url } = host.value
  if (kind === 'github') return `${url}/blob/${branch}`
  if (kind === 'gitlab') return `${url}/-/blob/${branch}`
  return kind === 'gitea' || kind === 'bitbucket' ? `${url}/src/branch/${branch}` : undefined
}

/** @returns the name of the page of an alert, without folder: `service-down.md` */
export function pageOf(alert: string): string {
  return `${alert.replace(/(?<=[a-z])(?=[A-Z])/g, '-').toLowerCase()}.md`
}

/** @returns what `runbook_url` says: an address, or the path in the repository where no address is known */
export function runbookUrl(ctx: Context, answers: Answers, subject: Subject, alert: string): string {
  const path = `${subject.places.runbooks}/${pageOf(alert)}`
  const given = answers['runbook-url']
  const base = typeof given === 'string' && given !== NO_ADDRESS ? given.replace(/\/+$/, '') : runbookBase(ctx)
  return base === undefined ? path : `${base}/${path}`
}
