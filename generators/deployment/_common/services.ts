import type { Context } from '../../../src/artifact/index.ts'
import type { ServiceContract } from '../../../src/contract/types.ts'
import type { Evidence, ExistingKind } from '../../../src/detect/types.ts'
import { isOfTheProduct } from '../../../src/detect/services/model.ts'
import { dirname } from '../../../src/text/paths.ts'
import { planned } from '../../build/dockerfile/plan.ts'

/** What runs all the time; a scheduled run wants a time, which nobody but the user knows. */
const LASTING = new Set(['http', 'grpc', 'tcp', 'worker', 'static'])
const LISTENING = new Set(['http', 'grpc', 'tcp', 'static'])

/** @returns why a platform cannot run a service, as part of a sentence; undefined when it can */
function obstacle({ service, port }: ServiceContract): string | undefined {
  const { workload, host } = service
  if (!LASTING.has(workload.value))
    return workload.value === 'cron' ? 'it runs at certain times' : 'it is no program that runs all the time'
  if (!LISTENING.has(workload.value)) return undefined
  if (port === undefined) return 'the port that it listens on is not known'
  return host?.value.loopbackOnly === true && host.value.variable === undefined
    ? 'it listens on the loopback address only'
    : undefined
}

/** @returns the services that a platform can run all the time, in the order of the contract */
export function deployed(ctx: Context): readonly ServiceContract[] {
  return ctx.contract.services.filter(service => obstacle(service) === undefined)
}

/** @returns why there is nothing to deploy, as a sentence without a full stop */
export function notDeployed(ctx: Context): string {
  const reasons = ctx.contract.services.map(service => `${service.id}: ${obstacle(service) ?? ''}`)
  return reasons.join('; ') || 'nothing in the repository is deployed'
}

/** A service whose image can be built: there is a Dockerfile for it, or there will be one. */
export interface Buildable {
  readonly service: ServiceContract
  /** Path of the Dockerfile, the user's or ours. */
  readonly dockerfile: string
  /** True when this program writes it: user and folders in the image are known then. */
  readonly ours: boolean
}

/** @returns the services that can be built and run all the time */
export function buildable(ctx: Context): readonly Buildable[] {
  const services = new Set(deployed(ctx))
  return planned(ctx).flatMap((plan): readonly Buildable[] => {
    if (plan.kind === 'refused' || !services.has(plan.service)) return []
    return plan.kind === 'present'
      ? [{ service: plan.service, dockerfile: plan.existing.path, ours: false }]
      : [{ service: plan.service, dockerfile: plan.service.dockerfile, ours: true }]
  })
}

/** @returns why nothing can be built and run, as a sentence without a full stop */
export function notBuildable(ctx: Context): string {
  const services = deployed(ctx)
  return services.length === 0
    ? notDeployed(ctx)
    : `there is no image of ${services.map(service => service.id).join(', ')}: a Dockerfile has to be written first`
}

/** @returns files of the product that are of one of `kinds`, and that `artifact` did not write */
export function ofUser(ctx: Context, kinds: readonly ExistingKind[], artifact: string): readonly Evidence[] {
  return ctx.facts.repository.existing
    .filter(
      ({ kind, path }) =>
        kinds.includes(kind) && isOfTheProduct(dirname(path)) && !ctx.ownersOf(path).includes(artifact),
    )
    .flatMap(({ evidence }) => evidence)
}
