import { DETECTORS } from '../detect/dependencies/index.ts'
import type { DependencyTrait } from '../detect/catalogue.ts'
import type { NeedFact, Service } from '../detect/types.ts'

/** Queues that are libraries: their jobs are kept by a server that the facts name as well. */
const KEPT = (DETECTORS as readonly DependencyTrait[]).flatMap(({ queue, cache, database }) => {
  const keeper = cache ?? database
  return queue !== undefined && keeper !== undefined && queue !== keeper ? [queue] : []
})
/** In the process of the program, in a file of its own, or with another server. */
const WITHIN: ReadonlySet<string> = new Set(['sqlite', 'libsql', 'memory', ...KEPT])

/** @returns what a service talks to over the network, as facts: databases, caches and queues, some of them twice */
export function serversOf(service: Pick<Service, 'databases' | 'cache' | 'queues'>): readonly NeedFact[] {
  return [...service.databases, ...service.cache, ...service.queues].filter(fact => !WITHIN.has(fact.value))
}
