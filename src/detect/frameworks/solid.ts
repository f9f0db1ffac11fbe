import type { Framework } from '../catalogue.ts'

export const detector: Framework = {
  id: 'solid',
  ecosystem: 'node',
  packages: ['solid-js'],
  rank: 0.5,
  library: true,
  site: { output: 'dist', spaFallback: true },
}
