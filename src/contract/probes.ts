import type { Service } from '../detect/types.ts'
import type { Drain, Probe, Probes } from './types.ts'

/** Paths of the module that is added to a service. */
export const MODULE_PATHS = { liveness: '/health', readiness: '/ready', metrics: '/metrics' } as const

const READY = /ready/i

/**
 * @returns how the platform asks a service: the module's own paths, else the paths of the code, else whether the port is open.
 * A path that may look at dependencies is no liveness probe where a plainer one is known.
 */
export function probesOf(service: Service, port: number | undefined): Probes {
  if (port === undefined) return {}
  const paths = service.healthPaths.map(fact => fact.value)
  const module = service.appModule?.features.includes('health') ?? false
  // a path of the service's own stays in use: the module answers only those that it lacked
  const ours = (path: string): string | undefined =>
    module && (paths.includes(path) || paths.length === 0) ? path : undefined
  const live = ours(MODULE_PATHS.liveness) ?? paths.find(path => !READY.test(path))
  const ready = ours(MODULE_PATHS.readiness) ?? paths.find(path => READY.test(path)) ?? live
  return {
    liveness: live === undefined ? { kind: 'tcp' } : http(live),
    readiness: ready === undefined ? { kind: 'tcp' } : http(ready),
  }
}

function http(path: string): Probe {
  return { kind: 'http', path }
}

/** Time for endpoints to leave load balancers, and for requests in flight; the module's defaults are the same numbers. */
export const DRAIN_SECONDS = { delay: 5, timeout: 25 } as const

/** @returns the arithmetic between SIGTERM and the end of the process */
export function drainOf(service: Service): Drain {
  return { ...DRAIN_SECONDS, inService: service.appModule?.features.includes('drain') ?? false }
}
