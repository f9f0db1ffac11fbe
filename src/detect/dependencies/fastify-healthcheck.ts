import type { DependencyTrait } from '../catalogue.ts'

export const detector: DependencyTrait = { npm: ['fastify-healthcheck'], health: '/health' }
