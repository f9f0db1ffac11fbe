import type { DependencyTrait } from '../catalogue.ts'

/** Sessions, locks, jobs and messages that others keep in Redis. */
export const detector: DependencyTrait = {
  cargo: [
    'redis_cluster_async',
    'deadpool-redis-cluster',
    'bb8-redis-cluster',
    'simple_redis',
    'actix-redis',
    'rslock',
    'redlock',
    'tower-sessions-redis-store',
    'axum_session_redispool',
  ],
  npm: [
    'redis-om',
    'async-redis',
    'promise-redis',
    'node-redis',
    'redlock',
    'redis-semaphore',
    '@socket.io/redis-adapter',
    '@socket.io/redis-streams-adapter',
    '@socket.io/redis-emitter',
    'socket.io-redis',
    'koa-redis',
    'egg-redis',
    'fastify-redis',
    '@hapi/catbox-redis',
    'catbox-redis',
    '@nestjs-modules/ioredis',
    'nestjs-redis',
    '@songkeys/nestjs-redis',
    '@adonisjs/redis',

    'graphql-redis-subscriptions',
    '@tirke/node-cache-manager-ioredis',
    'keyv-redis',
  ],
  cache: 'redis',
}
