import type { DependencyTrait } from '../catalogue.ts'

/** Pools of the framework: the feature names the database. */
export const detector: DependencyTrait = {
  cargo: ['rocket_sync_db_pools', 'rocket_db_pools'],
  features: {
    diesel_postgres_pool: { databases: ['postgres'] },
    diesel_mysql_pool: { databases: ['mysql'] },
    diesel_sqlite_pool: { databases: ['sqlite'] },
    postgres_pool: { databases: ['postgres'] },
    sqlite_pool: { databases: ['sqlite'] },
    sqlx_postgres: { databases: ['postgres'] },
    sqlx_mysql: { databases: ['mysql'] },
    sqlx_sqlite: { databases: ['sqlite'] },
    deadpool_postgres: { databases: ['postgres'] },
    mongodb: { databases: ['mongodb'] },
    deadpool_redis: { cache: 'redis' },
    memcache_pool: { cache: 'memcached' },
  },
}
