import type { DependencyTrait } from '../catalogue.ts'

export const detector: DependencyTrait = {
  cargo: ['memcache', 'async-memcached', 'bb8-memcached'],
  npm: ['memcached', 'memjs'],
  cache: 'memcached',
}
