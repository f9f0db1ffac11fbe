import type { DependencyTrait } from '../catalogue.ts'

export const detector: DependencyTrait = {
  cargo: ['memcache', 'async-memcached', 'bb8-memcached', 'bmemcached'],
  npm: ['memcached', 'memjs', 'memcache-plus'],
  cache: 'memcached',
}
