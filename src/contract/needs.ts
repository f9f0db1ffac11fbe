import type { Service, VariableFact } from '../detect/types.ts'
import { NEEDS } from './needs/index.ts'
import type { Need, NeedKind } from './needs/types.ts'

const KINDS: readonly NeedKind[] = NEEDS

/** Names that needs have in rules, dashboards and the local stack. */
export const NEED_NAMES: readonly string[] = KINDS.map(({ kind }) => kind)

/** @returns the needs of a service that artifacts know, in the order of the list */
export function needsOf(service: Service): readonly Need[] {
  const facts = [...service.databases, ...service.cache, ...service.queues]
  return KINDS.flatMap(definition => {
    const { kind, port, exporter } = definition
    const found = facts.filter(fact => fact.value === kind)
    if (found.length === 0) return []
    const variable = variableFor(service.variables, definition.variable)
    return [
      {
        kind,
        definition,
        optional: found.every(fact => fact.optional),
        host: kind,
        port,
        ...(variable === undefined ? {} : { variable }),
        exporter: { job: `${kind}-exporter`, port: exporter.port, metrics: exporter.metrics },
      },
    ]
  })
}

/** The one variable that fits; several of them say nothing. */
function variableFor(variables: readonly VariableFact[], pattern: RegExp): string | undefined {
  const fitting = variables.filter(variable => pattern.test(variable.value))
  return fitting.length === 1 ? fitting[0]?.value : undefined
}
