import type { Answers, Context } from '../../../src/artifact/index.ts'
import type { ServiceContract } from '../../../src/contract/index.ts'
import { PLACES } from '../../../src/contract/places.ts'
import { namespaceOf } from '../../deployment/_common/questions.ts'

/** Something that a person types, and what for. */
export interface Instruction {
  readonly why: string
  readonly run: string
}

export type Deployment = 'helm' | 'compose' | 'unknown'

/** @returns how a service is deployed, as far as the repository shows */
export function deploymentOf(ctx: Context, service: ServiceContract): Deployment {
  if (ctx.ws.has(`${service.places.chart}/Chart.yaml`)) return 'helm'
  return ctx.ws.has(PLACES.compose) ? 'compose' : 'unknown'
}

/** @returns commands that show the state of a service where it is deployed */
export function diagnosisCommands(ctx: Context, answers: Answers, service: ServiceContract): readonly Instruction[] {
  const { id } = service
  const deployment = deploymentOf(ctx, service)
  if (deployment === 'helm') {
    const select = `--namespace ${namespaceOf(ctx, answers)} --selector app.kubernetes.io/instance=${id}`
    return [
      { why: 'Which instances run, and how often were they started?', run: `kubectl get pods ${select}` },
      { why: 'What did they log last?', run: `kubectl logs ${select} --tail=200 --prefix` },
      { why: 'What does the cluster say of them?', run: `kubectl describe pods ${select}` },
    ]
  }
  if (deployment === 'compose')
    return [
      { why: 'Does it run, and since when?', run: `docker compose ps ${id}` },
      { why: 'What did it log last?', run: `docker compose logs --tail=200 ${id}` },
    ]
  return []
}
