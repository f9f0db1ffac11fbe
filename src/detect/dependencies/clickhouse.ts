import type { DependencyTrait } from '../catalogue.ts'

export const detector: DependencyTrait = {
  cargo: ['clickhouse', 'clickhouse-rs', 'klickhouse'],
  npm: ['@clickhouse/client', 'clickhouse'],
  database: 'clickhouse',
  optional: true,
  orm: true,
}
