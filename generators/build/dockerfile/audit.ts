import { absent, partial, present, type Context, type Presence } from '../../../src/artifact/index.ts'
import type { ServiceContract } from '../../../src/contract/types.ts'
import type { Evidence } from '../../../src/detect/types.ts'
import { dockerfileFor } from './existing.ts'
import { planned } from './plan.ts'
import { refusals } from './reasons.ts'

/** Every service has a Dockerfile, under whatever name and place. */
export function audit(ctx: Context): Presence {
  const found: Evidence[] = []
  const without: ServiceContract[] = []
  for (const service of ctx.contract.services) {
    const evidence = evidenceOf(ctx, service)
    if (evidence.length) found.push(...evidence)
    else without.push(service)
  }
  if (found.length === 0)
    return absent(
      ['no Dockerfile builds a service of the repository.', ...refusals(planned(ctx))].join(' ').replace(/\.$/, ''),
    )
  return without.length
    ? partial(found, `no Dockerfile builds ${without.map(service => service.id).join(', ')}`)
    : present(found)
}

function evidenceOf(ctx: Context, service: ServiceContract): readonly Evidence[] {
  if (ctx.ws.has(service.dockerfile)) return [{ path: service.dockerfile, rule: 'Dockerfile' }]
  return dockerfileFor(ctx, service)?.evidence ?? []
}
