import type { DependencyTrait } from '../catalogue.ts'

export const detector: DependencyTrait = {
  cargo: [
    'tracing-subscriber',
    'tracing-bunyan-formatter',
    'tracing-stackdriver',
    'tracing-log',
    'tracing-forest',
    'tracing-tree',
    'init-tracing-opentelemetry',
    'console-subscriber',
    'json-subscriber',
  ],
  logging: 'tracing',
  setsLogger: true,
}
