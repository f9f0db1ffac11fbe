import type { Answers } from '../../../src/artifact/index.ts'
import { ingressHostOf } from '../_common/questions.ts'
import type { Section } from '../_common/sections.ts'
import type { Chart } from './chart.ts'

export const ENVIRONMENTS = ['dev', 'staging', 'prod'] as const
export type EnvironmentName = (typeof ENVIRONMENTS)[number]

/** @returns what differs from values.yaml in an environment */
export function environmentValues(chart: Chart, name: EnvironmentName, answers: Answers): readonly Section[] {
  const host = name === 'prod' && chart.hasIngress ? ingressHostOf(answers) : undefined
  return [
    ...levels(chart, name),
    ...(chart.secret ? [{ key: 'secret', about: [], value: { name: chart.service.id } }] : []),
    ...(chart.scales ? sizes(chart, name) : []),
    ...(host === undefined ? [] : [{ key: 'ingress', about: [], value: { host } }]),
  ]
}

/** Levels of logs by the variable that has them, where the code has one. */
const LEVELS = { LOG_LEVEL: 'debug', RUST_LOG: 'debug' } as const

function levels({ environment: { settings } }: Chart, name: EnvironmentName): readonly Section[] {
  const found = Object.entries(LEVELS).filter(([variable]) => Object.hasOwn(settings, variable))
  return name === 'dev' && found.length ? [{ key: 'config', about: [], value: Object.fromEntries(found) }] : []
}

function sizes({ shares }: Chart, name: EnvironmentName): readonly Section[] {
  if (!shares) return [{ key: 'replicas', about: [], value: 1 }]
  const few = 'One is enough to try things, and two show what goes wrong between two.'
  return name === 'dev'
    ? [{ key: 'autoscaling', about: [few], value: { enabled: false } }]
    : [
        {
          key: 'autoscaling',
          about: [],
          value: name === 'staging' ? { maxReplicas: 3 } : { minReplicas: 3, maxReplicas: 12 },
        },
      ]
}
