import type { DependencyTrait } from '../catalogue.ts'

export const detector: DependencyTrait = {
  cargo: ['aws-sdk-sqs', 'rusoto_sqs'],
  npm: ['@aws-sdk/client-sqs', 'sqs-consumer', '@ssut/nestjs-sqs'],
  queue: 'sqs',
}
