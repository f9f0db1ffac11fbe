import type { DependencyTrait } from '../catalogue.ts'

export const detector: DependencyTrait = { npm: ['@azure/service-bus'], queue: 'azure-service-bus', optional: true }
