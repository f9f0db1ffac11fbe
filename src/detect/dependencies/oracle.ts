import type { DependencyTrait } from '../catalogue.ts'

export const detector: DependencyTrait = { npm: ['oracledb'], database: 'oracle', orm: true }
