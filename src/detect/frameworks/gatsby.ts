import type { Framework } from '../catalogue.ts'

export const detector: Framework = {
  id: 'gatsby',
  ecosystem: 'node',
  packages: ['gatsby'],
  rank: 5,
  site: { output: 'public', spaFallback: false },
}
