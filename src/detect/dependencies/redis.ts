import type { DependencyTrait } from '../catalogue.ts'

export const detector: DependencyTrait = {
  cargo: ['redis', 'fred', 'deadpool-redis', 'bb8-redis', 'r2d2_redis', 'redis-async', 'mobc-redis', 'rustis'],
  npm: [
    'redis',
    'ioredis',
    '@redis/client',
    'connect-redis',
    '@fastify/redis',
    'cache-manager-redis-store',
    'cache-manager-ioredis-yet',
    'cache-manager-redis-yet',
    '@keyv/redis',
    'rate-limit-redis',
    '@liaoliaots/nestjs-redis',
    'handy-redis',
    'tedis',
    'iovalkey',
    '@valkey/valkey-glide',
  ],
  cache: 'redis',
}
