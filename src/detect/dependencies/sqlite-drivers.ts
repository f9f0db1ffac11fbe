import type { DependencyTrait } from '../catalogue.ts'

export const detector: DependencyTrait = {
  npm: [
    'sqlite3',
    'better-sqlite3',
    '@louislam/sqlite3',
    'sqlite',
    'sql.js',
    '@vscode/sqlite3',
    'better-sqlite3-multiple-ciphers',
  ],
  database: 'sqlite',
  orm: true,
}
