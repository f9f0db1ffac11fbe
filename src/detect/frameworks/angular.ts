import type { Framework } from '../catalogue.ts'

export const detector: Framework = {
  id: 'angular',
  ecosystem: 'node',
  packages: ['@angular/core'],
  rank: 5,
  site: { output: 'dist', spaFallback: true },
}
