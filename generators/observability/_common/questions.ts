import type { Context, NumberQuestion, Question, TextQuestion } from '../../../src/artifact/index.ts'
import { fileUrl } from '../../../src/contract/pages.ts'
import { LATENCY_PERCENT, SLO_KEYS } from '../../../src/contract/slo.ts'

const availability: NumberQuestion = {
  type: 'number',
  key: SLO_KEYS.availability,
  message: 'Which share of requests must succeed over 30 days, in percent?',
  placeholder: '<percent>',
  min: 50,
  max: 99.999,
  decimals: 3,
  default: ctx => ctx.contract.targets.availabilityPercent,
}

const latency: NumberQuestion = {
  type: 'number',
  key: SLO_KEYS.latency,
  message: 'Within how many milliseconds must requests be answered?',
  placeholder: '<milliseconds>',
  min: 1,
  max: 600_000,
  default: ctx => ctx.contract.targets.p99Milliseconds,
}

const latencyPercent: NumberQuestion = {
  type: 'number',
  key: SLO_KEYS.latencyPercent,
  message: 'Which share of requests must be answered within that time, in percent?',
  placeholder: '<percent>',
  min: 50,
  max: 99.999,
  decimals: 3,
  default: () => LATENCY_PERCENT,
}

/** What is promised to users: rules, dashboards, runbooks and load tests all ask for it. */
export const SLO_QUESTIONS: readonly Question[] = [availability, latency, latencyPercent]

/** Where runbooks are read: asked for only where the host of the repository does not tell. */
export const RUNBOOK_QUESTION: TextQuestion = {
  type: 'text',
  key: 'runbook-url',
  message: 'At which address does the folder of the repository stand, for links to runbooks?',
  placeholder: '<url>',
  when: (ctx: Context) => fileUrl(ctx.contract.repository, '') === undefined,
  default: () => NO_ADDRESS,
  validate: value =>
    value === NO_ADDRESS || /^https?:\/\/[^\s"'<>{}]+$/.test(value)
      ? true
      : 'It is an address that begins with https://',
}

/** Links are then paths within the repository. */
export const NO_ADDRESS = 'none'
