import type { Answers, Context } from '../../../src/artifact/index.ts'
import type { ServiceContract } from '../../../src/contract/types.ts'

/** What a chart brings for Prometheus and Grafana: texts that stand in the repository as well, since a chart reads its own files only. */
export interface Monitoring {
  /** Rules, as Prometheus reads them. */
  readonly rules?: string
  readonly dashboards: readonly Dashboard[]
}

export interface Dashboard {
  /** Without `.json`: a DNS label. */
  readonly name: string
  readonly text: string
}

/** @returns rules and dashboards of a service */
export const monitoringOf: (ctx: Context, service: ServiceContract, answers: Answers) => Monitoring = () => ({
  dashboards: [],
})
