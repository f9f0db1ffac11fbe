import { serversOf } from '../../../src/contract/servers.ts'
import type { ServiceContract } from '../../../src/contract/types.ts'

/** Ports that are assigned to, or the default of, what a service may talk to; 443 for what clouds offer. */
const PORTS: Readonly<Record<string, number>> = {
  cassandra: 9042,
  clickhouse: 8123,
  cosmosdb: 443,
  dynamodb: 443,
  elasticsearch: 9200,
  firestore: 443,
  'gcp-pubsub': 443,
  kafka: 9092,
  mariadb: 3306,
  meilisearch: 7700,
  memcached: 11211,
  mongodb: 27017,
  mqtt: 1883,
  mssql: 1433,
  mysql: 3306,
  nats: 4222,
  neo4j: 7687,
  pulsar: 6650,
  rabbitmq: 5672,
  sqs: 443,
}

export interface Egress {
  /** Ascending. */
  readonly ports: readonly number[]
  /** What it talks to on a port that is not known. */
  readonly unknown: readonly string[]
}

/** @returns the ports that a service has to reach, names apart */
export function egressOf({ service, needs }: ServiceContract): Egress {
  const known = new Map<string, number>(needs.map(need => [need.kind, need.port]))
  const names = [...new Set(serversOf(service).map(fact => fact.value))]
  const ports = names.flatMap(name => known.get(name) ?? (Object.hasOwn(PORTS, name) ? (PORTS[name] ?? []) : []))
  return {
    ports: [...new Set(ports)].sort((a, b) => a - b),
    unknown: names.filter(name => !known.has(name) && !Object.hasOwn(PORTS, name)),
  }
}
