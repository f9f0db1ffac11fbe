import type { Context } from '../../../src/artifact/index.ts'
import type { ServiceContract } from '../../../src/contract/types.ts'
import { basename, isInside } from '../../../src/text/paths.ts'

/** What a chart brings for Prometheus and Grafana: texts that stand in the repository as well, since a chart reads its own files only. */
export interface Monitoring {
  /** Rules, as Prometheus reads them. */
  readonly rules?: string
  readonly dashboards: readonly Dashboard[]
}

export interface Dashboard {
  /** Without `.json`: a DNS label. */
  readonly name: string
  readonly text: string
}

/** @returns rules and dashboards of a service as they stand in the repository, with what the user changed in them */
export function monitoringOf(ctx: Context, { places }: ServiceContract): Monitoring {
  const rules = ctx.ws.read(places.rules)
  const dashboards = ctx.ws.files
    .filter(path => isInside(path, places.dashboards) && path.endsWith('.json'))
    .flatMap(path => {
      const text = ctx.ws.read(path)
      return text === undefined ? [] : [{ name: basename(path).replace(/\.json$/, ''), text }]
    })
  return { ...(rules === undefined ? {} : { rules }), dashboards }
}
