import type { DependencyTrait } from '../catalogue.ts'

export const detector: DependencyTrait = {
  cargo: ['azure_data_cosmos'],
  npm: ['@azure/cosmos'],
  database: 'cosmosdb',
}
