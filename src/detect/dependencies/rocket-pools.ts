import type { DependencyTrait } from '../catalogue.ts'

/** Pools of the framework: the feature names the database. */
export const detector: DependencyTrait = {
  cargo: ['rocket_sync_db_pools', 'rocket_db_pools'],
  features: {
    diesel_postgres_pool: { database: 'postgres' },
    diesel_mysql_pool: { database: 'mysql' },
    diesel_sqlite_pool: { database: 'sqlite' },
    postgres_pool: { database: 'postgres' },
    sqlite_pool: { database: 'sqlite' },
    sqlx_postgres: { database: 'postgres' },
    sqlx_mysql: { database: 'mysql' },
    sqlx_sqlite: { database: 'sqlite' },
    deadpool_postgres: { database: 'postgres' },
    mongodb: { database: 'mongodb' },
    deadpool_redis: { cache: 'redis' },
    memcache_pool: { cache: 'memcached' },
  },
}
