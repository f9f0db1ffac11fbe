import type { DependencyTrait } from '../catalogue.ts'

/** Crates that talk to Redis when a feature says so. */
export const detector: DependencyTrait = {
  cargo: ['actix-session', 'cached'],
  features: {
    'redis-session': { cache: 'redis' },
    'redis-session-rustls': { cache: 'redis' },
    'redis-session-native-tls': { cache: 'redis' },
    'redis-actor-session': { cache: 'redis' },
    'redis-rs-session': { cache: 'redis' },
    'redis-rs-tls-session': { cache: 'redis' },
    redis: { cache: 'redis' },
    redis_store: { cache: 'redis' },
  },
}
