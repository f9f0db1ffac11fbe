import { dotted, type Script } from '../source/script.ts'
import { port as toPort } from '../values.ts'
import type { Listener as ScrapeListener } from './metrics.ts'
import type { Candidate, Part } from './node-candidate.ts'
import { listenersIn, type Listener } from './node-port.ts'

/**
 * @param scripts those that print metrics
 * @param port of the service
 * @returns the listener of a server that is made where metrics are printed; undefined when it is that of the service
 */
export function scrapeListener(
  { code, evaluator }: Candidate,
  { listeners: all }: Part,
  scripts: readonly Script[],
  port: number | undefined,
): ScrapeListener | undefined {
  const makers = scripts.filter(script => script.text.includes('.listen('))
  const made = listenersIn(
    code,
    evaluator,
    makers.map(script => script.path),
  )
  const routed = made.filter(listener => routesMetrics(listener))
  const listeners = routed.length ? routed : made
  const ports = [...new Set(listeners.map(listener => toPort(listener.port?.literal)))]
  const others = all.some(other => !listeners.some(listener => isSame(listener, other)))
  const [only] = ports
  const isRead = ports.length === 1 && only !== undefined
  if (listeners.length === 0 || (isRead ? only === port : ports.length === 1 && !others)) return undefined
  const path = makers.map(script => answeredPath(script.text)).find(found => found !== undefined)
  return { ...(isRead ? { port: only } : {}), ...(path === undefined ? {} : { path }) }
}

function isSame(a: Listener, b: Listener): boolean {
  return a.script.path === b.script.path && a.call.from === b.call.from
}

const ROUTE = /([\w$.]+)\s*\.\s*(?:get|use|all|route)\(\s*['"`]\/[\w/-]*metrics['"`]/g

/** `metrics.get('/metrics', …)` and `metrics.listen(9100)` */
function routesMetrics({ script, call }: Listener): boolean {
  const callee = dotted(script, call.firstChild)
  return [...script.text.matchAll(ROUTE)].some(([, server]) => `${server ?? ''}.listen` === callee)
}

/** A server that does not look at the path answers at any. */
function answeredPath(text: string): string | undefined {
  const [, path] = /['"`](\/[\w/-]*metrics)['"`]/.exec(text) ?? []
  return path ?? (/\.(?:url|originalUrl|pathname|path)\b|\.(?:get|use|all|route)\(/.test(text) ? undefined : '/metrics')
}
