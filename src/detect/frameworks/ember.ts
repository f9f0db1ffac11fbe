import type { Framework } from '../catalogue.ts'

export const detector: Framework = {
  id: 'ember',
  ecosystem: 'node',
  packages: ['ember-source'],
  rank: 0.6,
  library: true,
  site: { output: 'dist', spaFallback: true },
}
