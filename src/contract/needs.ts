import type { Service, VariableFact } from '../detect/types.ts'
import { METRICS_OF } from './telemetry/exporters.ts'
import type { Metric } from '../detect/types.ts'

/** Something that a service talks to and that a local stack, a network policy and an exporter know by the same name. */
export interface Need {
  readonly kind: NeedKind
  /** True when the service runs without it. */
  readonly optional: boolean
  /** Host name in the local stack. */
  readonly host: string
  readonly port: number
  /** Variable of the service that carries its URL; undefined when the code does not show one. */
  readonly variable?: string

  readonly exporter: Exporter
}

export type NeedKind = 'postgres' | 'redis'

/** What exposes the metrics of a need to Prometheus. */
export interface Exporter {
  /** Name of its scrape job, and its host name. */
  readonly job: string
  readonly port: number
  readonly metrics: readonly Metric[]
}

interface Kind {
  readonly port: number
  readonly exporterPort: number
  /** Names of variables that carry its URL. */
  readonly variable: RegExp
}

/** Ports: PostgreSQL and Redis themselves, and the defaults of postgres_exporter 0.20 and redis_exporter 1.88 (their READMEs). */
const KINDS: Readonly<Record<NeedKind, Kind>> = {
  postgres: {
    port: 5432,
    exporterPort: 9187,
    variable: /^(?:\w+_)?(?:DATABASE|DB|POSTGRES(?:QL)?|PG)_?(?:URL|URI|DSN|CONNECTION(?:_STRING)?)$/i,
  },
  redis: { port: 6379, exporterPort: 9121, variable: /^(?:\w+_)?(?:REDIS|CACHE|VALKEY)_?(?:URL|URI|DSN)$/i },
}

/** @returns the needs of a service that artifacts know, in the order of `KINDS` */
export function needsOf(service: Service): readonly Need[] {
  const facts = [...service.databases, ...service.cache, ...service.queues]
  return (Object.keys(KINDS) as NeedKind[]).flatMap(kind => {
    const found = facts.filter(fact => fact.value === kind)
    if (found.length === 0) return []
    const { port, exporterPort, variable } = KINDS[kind]
    const name = variableFor(service.variables, variable)
    return [
      {
        kind,
        optional: found.every(fact => fact.optional),
        host: kind,
        port,
        ...(name === undefined ? {} : { variable: name }),
        exporter: { job: `${kind}-exporter`, port: exporterPort, metrics: METRICS_OF[kind] },
      },
    ]
  })
}

/** The one variable that fits; several of them say nothing. */
function variableFor(variables: readonly VariableFact[], pattern: RegExp): string | undefined {
  const fitting = variables.filter(variable => pattern.test(variable.value))
  return fitting.length === 1 ? fitting[0]?.value : undefined
}
