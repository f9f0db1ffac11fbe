import type { DependencyTrait } from '../catalogue.ts'

export const detector: DependencyTrait = {
  cargo: ['mongodb'],
  npm: ['mongodb', '@fastify/mongodb', 'mongoist', 'monk', 'papr'],
  database: 'mongodb',
  orm: true,
}
