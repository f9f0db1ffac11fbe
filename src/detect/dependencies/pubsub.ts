import type { DependencyTrait } from '../catalogue.ts'

export const detector: DependencyTrait = {
  cargo: ['google-cloud-pubsub', 'gcloud-pubsub'],
  npm: ['@google-cloud/pubsub'],
  queue: 'gcp-pubsub',
}
