import type { Answers, Context } from '../../../src/artifact/index.ts'
import type { ServiceContract } from '../../../src/contract/index.ts'
import { sh } from '../../../src/text/quote.ts'
import { namespaceOf } from '../../deployment/_common/questions.ts'
import { chartOf } from '../../deployment/helm/chart.ts'
import { diagnosisCommands } from '../_common/commands.ts'

/** @returns what the page of a service says */
export function dataOf(ctx: Context, answers: Answers, service: ServiceContract): object {
  const { id, places, drain, needs } = service
  const chart = chartOf(ctx, service)
  const namespace = namespaceOf(ctx, answers)
  return {
    id,
    namespace,
    chart: sh(places.chart),
    values: sh(`${places.chart}/values-prod.yaml`),
    secrets: chart.environment.secrets.map(({ name, required }) => ({ name, required })),
    missing: chart.environment.missing,
    tested: chart.ports.length > 0,
    scales: chart.scales,
    shares: chart.scales && chart.shares,
    drains: chart.drains,
    migrates: chart.migrations !== undefined,
    delay: drain.delay,
    timeout: drain.timeout,
    state: diagnosisCommands(ctx, answers, service),
    needs: needs.map(({ definition, variable }) => ({ kind: definition.title, variable })),
  }
}
