import type { DependencyTrait } from '../catalogue.ts'

export const detector: DependencyTrait = {
  cargo: [
    'env_logger',
    'pretty_env_logger',
    'fern',
    'log4rs',
    'logforth',
    'simplelog',
    'simple_logger',
    'simple-log',
    'structured-logger',
    'flexi_logger',
    'fast_log',
    'ftlog',
    'colog',
    'loggerv',
    'femme',
    'stderrlog',
    'syslog',
    'systemd-journal-logger',
  ],
  logging: 'log',
  setsLogger: true,
}
