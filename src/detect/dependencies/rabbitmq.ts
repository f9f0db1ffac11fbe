import type { DependencyTrait } from '../catalogue.ts'

export const detector: DependencyTrait = {
  cargo: ['lapin', 'amqprs', 'deadpool-lapin', 'fe2o3-amqp', 'amiquip', 'rabbitmq-stream-client', 'deadpool-amqprs'],
  npm: [
    'amqplib',
    'amqp-connection-manager',
    'rhea',
    'rhea-promise',
    '@golevelup/nestjs-rabbitmq',
    'rascal',
    'amqp',
    'rabbitmq-client',
    '@cloudamqp/amqp-client',
    'amqp-ts',
    'jackrabbit',
    'bunnymq',
    'servicebus',
    'rabbitmq-stream-js-client',
  ],
  queue: 'rabbitmq',
}
