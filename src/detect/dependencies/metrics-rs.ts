import type { DependencyTrait } from '../catalogue.ts'

export const detector: DependencyTrait = { cargo: ['metrics-exporter-prometheus'], metrics: true }
