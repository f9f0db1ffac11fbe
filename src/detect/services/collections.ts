import type { Deployments } from './deployment.ts'
import type { Deployables } from './model.ts'

/** More programs than anybody deploys from one workspace, and nothing that deploys any of them: a collection of examples. */
const COLLECTION = 20

/** @returns `parts` without services when they are a collection of examples, which nobody deploys as a whole */
export function withoutCollections(parts: Deployables, deployments: Deployments): Deployables {
  if (parts.services.length < COLLECTION) return parts
  const folders = new Set(deployments.all.map(deployment => deployment.folder))
  const deployed = parts.services.filter(service => folders.has(service.path)).length
  if (
    deployed * 2 > parts.services.length ||
    deployments.all.some(deployment => deployment.kind === 'kubernetes' || deployment.kind === 'workflow')
  )
    return parts
  const more = parts.services.map(service => ({
    path: service.path,
    name: service.name.value,
    reason: 'one of a collection of examples',
    evidence: service.workload.evidence,
  }))
  return { services: [], frontends: [], nonServices: [...parts.nonServices, ...more] }
}
