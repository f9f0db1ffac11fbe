import type { Probe, Probes, ServiceContract } from '../../../src/contract/types.ts'

/** A probe of the Deployment: its name, and the lines below it. */
export interface ProbeText {
  readonly name: 'startupProbe' | 'readinessProbe' | 'livenessProbe'
  /** For people: what it asks for. */
  readonly what: string
  readonly lines: readonly string[]
  /** What shows in the rendered chart that it is this probe. */
  readonly assert?: { readonly path: string; readonly value: string }
}

/** Seconds: a start may take two minutes, a Pod leaves the load balancers after ten, and is started anew after a minute. */
const TIMES = {
  startupProbe: ['periodSeconds: 2', 'timeoutSeconds: 2', 'failureThreshold: 60'],
  readinessProbe: ['periodSeconds: 5', 'timeoutSeconds: 3', 'failureThreshold: 2'],
  livenessProbe: ['periodSeconds: 20', 'timeoutSeconds: 5', 'failureThreshold: 3'],
} as const

const WHAT = { startupProbe: 'the start', readinessProbe: 'readiness', livenessProbe: 'life' } as const

/** @returns the probes of a service; none for one that listens to nobody */
export function probesOf({ probes }: ServiceContract): readonly ProbeText[] {
  const { liveness, readiness } = alive(probes)
  if (!readiness) return []
  return [
    probe('startupProbe', readiness),
    probe('readinessProbe', readiness),
    ...(liveness ? [probe('livenessProbe', liveness)] : []),
  ]
}

/**
 * Where one answer serves both questions, it may depend on a database: that is a reason to send no requests, and none to start the
 * program anew, in every replica at once. What is asked then is whether the port is open; and nothing, where readiness asks that already.
 */
function alive({ liveness, readiness }: Probes): Probes {
  const same = liveness?.kind === 'http' && readiness?.kind === 'http' && liveness.path === readiness.path
  if (same) return { liveness: { kind: 'tcp' }, readiness }
  return liveness?.kind === 'tcp' && readiness?.kind === 'tcp' ? { readiness } : { ...pick(liveness, readiness) }
}

/** @returns a path that is nothing but text to Helm, YAML and a URL; undefined for any other */
export function plainPath(path: string): string | undefined {
  return /^\/[A-Za-z0-9/_.~-]*$/.test(path) ? path : undefined
}

function pick(liveness: Probe | undefined, readiness: Probe | undefined): Probes {
  return { ...(liveness ? { liveness } : {}), ...(readiness ? { readiness } : {}) }
}

function probe(name: ProbeText['name'], asked: Probe): ProbeText {
  const path = asked.kind === 'http' ? plainPath(asked.path) : undefined
  const lines =
    path === undefined
      ? ['tcpSocket:', '  port: http']
      : ['httpGet:', `  path: ${path}`, '  port: http', '  scheme: HTTP']
  return {
    name,
    what: WHAT[name],
    lines: [...lines, ...TIMES[name]],
    assert:
      path === undefined
        ? { path: `${name}.tcpSocket.port`, value: 'http' }
        : { path: `${name}.httpGet.path`, value: path },
  }
}
