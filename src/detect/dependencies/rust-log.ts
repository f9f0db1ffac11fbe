import type { DependencyTrait } from '../catalogue.ts'

export const detector: DependencyTrait = {
  cargo: ['env_logger', 'pretty_env_logger', 'fern', 'log4rs', 'simplelog', 'flexi_logger', 'simple_logger', 'ftlog'],
  logging: 'log',
}
