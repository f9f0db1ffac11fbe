import type { DependencyTrait } from '../catalogue.ts'

export const detector: DependencyTrait = {
  npm: [
    'prom-client',
    'prometheus-api-metrics',
    'express-prom-bundle',
    'fastify-metrics',
    '@willsoto/nestjs-prometheus',
    '@hono/prometheus',
    'koa-prometheus',
    'express-prometheus-middleware',
    '@opentelemetry/exporter-prometheus',
    'swagger-stats',
    'prometheus-middleware',
  ],
  metrics: true,
}
