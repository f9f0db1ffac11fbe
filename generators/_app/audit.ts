import { absent, partial, present, type Context, type Presence } from '../../src/artifact/index.ts'
import { ownOf, requiredOf } from '../../src/contract/app/index.ts'
import type { AppFeature, Service } from '../../src/detect/types.ts'

/** @returns the services that such a module is for */
export function httpServices({ contract }: Context): readonly Service[] {
  return contract.services.map(({ service }) => service).filter(({ workload }) => workload.value === 'http')
}

/** @returns the audit of a part: looks at the code of all services that answer HTTP, whoever wrote it */
export function auditOf(feature: AppFeature): (ctx: Context) => Presence {
  return ctx => audit(ctx, feature)
}

function audit(ctx: Context, feature: AppFeature): Presence {
  const states = httpServices(ctx).map(service => stateOf(service, feature))
  const evidence = states.flatMap(state => state.evidence)
  const missing = states.flatMap(state => (state.missing === undefined ? [] : [state.missing]))
  if (states.length > 0 && missing.length === 0) return present(evidence, 'found in the code')
  const reason = missing.join('; ') || 'there is no service that answers HTTP'
  return evidence.length > 0 ? partial(evidence, reason) : absent(reason)
}

function stateOf(service: Service, feature: AppFeature): { evidence: Presence['evidence']; missing?: string } {
  const { appModule } = service
  const own = ownOf(service, feature)
  if (feature === 'configuration' && requiredOf(service).length === 0) return { evidence: [] }
  const evidence = own.parts.flatMap(found => found.evidence)
  if (own.all) return { evidence }
  if (appModule?.features.includes(feature)) return { evidence: [...evidence, ...appModule.evidence] }
  return {
    evidence,
    missing: `${service.name.value} has no ${WORDS[feature]}${own.parts.length ? ' beside that' : ''}${without(service)}`,
  }
}

function without(service: Service): string {
  return service.appSite ? '' : ` (no module is known for ${kindOf(service)})`
}

/** @returns what a service is made with, for a sentence about what no module is known for */
export function kindOf({ framework }: Service): string {
  return framework?.value ?? 'services without a framework'
}

/** What is missing, for a sentence. */
const WORDS: Readonly<Record<AppFeature, string>> = {
  health: 'routes for liveness and readiness',
  metrics: 'metrics',
  logging: 'structured log',
  'request-id': 'identifier for requests',
  'error-boundary': 'handler for errors',
  headers: 'security headers',
  limits: 'limits',
  drain: 'orderly shutdown',
  configuration: 'check of its variables at start',
}
