import type { DependencyTrait } from '../catalogue.ts'

export const detector: DependencyTrait = {
  cargo: ['tracing-subscriber', 'tracing-bunyan-formatter', 'tracing-log'],
  logging: 'tracing',
}
