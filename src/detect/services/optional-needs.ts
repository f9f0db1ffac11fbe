import type { NeedFact } from '../types.ts'
import type { Needs } from './needs.ts'

/** Words of a setting that names the server of a need. */
const SERVER: Readonly<Record<string, RegExp>> = {
  redis: /redis|valkey/i,
  // Jobs that live in Redis.
  bull: /redis|valkey|queue/i,
  bullmq: /redis|valkey|queue/i,
  kafka: /kafka/i,
  rabbitmq: /rabbit|amqp/i,
  pulsar: /pulsar/i,
  nats: /nats/i,
  sqs: /sqs/i,
  memcached: /memcache/i,
  elasticsearch: /elastic|opensearch/i,
  meilisearch: /meili/i,
  clickhouse: /clickhouse/i,
}
/** A switch, such as `REDIS_ENABLED`, that is off unless it is set. */
const SWITCH = /enabled?(?:$|_)|(?:^|_)(?:use|with)_/i
/** What a variable may be about instead: how the server is talked to and who signs in, not whether. */
export const ASPECT =
  /(?:^|_)(?:USER|USERNAME|PASS|PASSWORD|TLS|SSL|SASL|CA|CERT|AUTH|PORT|CLUSTER|SENTINEL|LOG(?:S|GING)?|DEBUG|METRICS|TRACING|PREFIX|RECONNECT|COMPRESSION)(?:_|$)/i
/** Of the setting that holds the address, or of all that is set for a need: `kafka_config` */
const ADDRESS = /url|uri|dsn|host|addr|server|endpoint|conn|^redis$|^kafka$|^amqp$|_(?:config|settings)$/i

/** A setting, and whether the program runs without it. */
export interface Setting {
  readonly name: string
  readonly optional: boolean
}

/** True for `REDIS_ENABLED` and `ENABLE_REDIS`; not for `REDIS_ENABLE_READY_CHECK`, which is about something of it. */
function switches(name: string, server: RegExp): boolean {
  const what = /enabled?_(.+)$/i.exec(name)?.[1]
  return SWITCH.test(name) && !ASPECT.test(name) && (what === undefined || server.test(what))
}

/** @returns the caches and queues that may be declared optional by a setting: the names that are worth a look */
export function askedNeeds(needs: Needs): readonly NeedFact[] {
  return [...needs.cache, ...needs.queues].filter(need => !need.optional && SERVER[need.value] !== undefined)
}

/** @returns the needs, those marked optional of which every setting for the address says that it may be left out */
export function declaredNeeds(needs: Needs, settings: readonly Setting[]): Needs {
  const isOptional = (need: NeedFact): boolean => {
    const pattern = SERVER[need.value]
    const about = pattern ? settings.filter(({ name }) => pattern.test(name)) : []
    if (about.some(({ name, optional }) => optional && pattern && switches(name, pattern))) return true
    const own = about.filter(({ name }) => ADDRESS.test(name) && !SWITCH.test(name))
    return own.length > 0 && own.every(setting => setting.optional)
  }
  const asked = new Set(
    askedNeeds(needs)
      .filter(isOptional)
      .map(need => need.value),
  )
  const mark = (all: readonly NeedFact[]): readonly NeedFact[] =>
    all.map(need => (asked.has(need.value) ? { ...need, optional: true } : need))
  return asked.size ? { ...needs, cache: mark(needs.cache), queues: mark(needs.queues) } : needs
}
