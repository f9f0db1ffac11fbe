import type { DependencyTrait } from '../catalogue.ts'

export const detector: DependencyTrait = {
  cargo: ['firestore'],
  npm: ['@google-cloud/firestore'],
  database: 'firestore',
}
