import type { Framework } from '../catalogue.ts'

export const detector: Framework = {
  id: 'svelte',
  ecosystem: 'node',
  packages: ['svelte'],
  rank: 0.5,
  library: true,
  site: { output: 'dist', spaFallback: true },
}
