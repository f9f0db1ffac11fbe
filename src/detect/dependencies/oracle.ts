import type { DependencyTrait } from '../catalogue.ts'

export const detector: DependencyTrait = { cargo: ['sibyl'], npm: ['oracledb'], database: 'oracle', orm: true }
