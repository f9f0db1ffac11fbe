import type { DependencyTrait } from '../catalogue.ts'

export const detector: DependencyTrait = { npm: ['mariadb'], database: 'mariadb', orm: true }
