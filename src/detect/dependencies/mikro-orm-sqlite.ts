import type { DependencyTrait } from '../catalogue.ts'

export const detector: DependencyTrait = {
  npm: ['@mikro-orm/sqlite', '@mikro-orm/better-sqlite', '@mikro-orm/libsql'],
  database: 'sqlite',
}
