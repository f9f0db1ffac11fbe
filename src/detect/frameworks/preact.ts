import type { Framework } from '../catalogue.ts'

export const detector: Framework = {
  id: 'preact',
  ecosystem: 'node',
  packages: ['preact'],
  rank: 0.5,
  library: true,
  site: { output: 'dist', spaFallback: true },
}
