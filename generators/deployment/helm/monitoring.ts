import type { Context } from '../../../src/artifact/index.ts'
import type { ServiceContract } from '../../../src/contract/types.ts'
import { parseYaml } from '../../../src/detect/documents/yaml.ts'
import { basename, isInside, join } from '../../../src/text/paths.ts'

/** Where a chart keeps its copies, below its folder. */
export const COPIES = { rules: 'files/rules.yml', dashboards: 'files/dashboards' } as const

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
  const rules = wholeText(ctx, places.rules, join(places.chart, COPIES.rules), text => parseYaml(places.rules, text))
  const dashboards = ctx.ws.files
    .filter(path => isInside(path, places.dashboards) && path.endsWith('.json'))
    .flatMap(path => {
      const text = wholeText(ctx, path, join(places.chart, COPIES.dashboards, basename(path)), JSON.parse)
      return text === undefined ? [] : [{ name: basename(path).replace(/\.json$/, ''), text }]
    })
  return { ...(rules === undefined ? {} : { rules }), dashboards }
}

/** What is broken at the moment is not handed on: the chart keeps the copy that it has. */
function wholeText(ctx: Context, path: string, copy: string, parse: (text: string) => unknown): string | undefined {
  return [path, copy]
    .map(file => ctx.ws.read(file))
    .find(text => {
      if (text === undefined) return false
      try {
        parse(text)
        return true
      } catch {
        return false
      }
    })
}
