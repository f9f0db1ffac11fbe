import type { DependencyTrait } from '../catalogue.ts'

export const detector: DependencyTrait = { npm: ['@mikro-orm/mysql', '@mikro-orm/mariadb'], database: 'mysql' }
