import type { Framework } from '../catalogue.ts'

export const detector: Framework = {
  id: 'lit',
  ecosystem: 'node',
  packages: ['lit', 'lit-element'],
  rank: 0.3,
  library: true,
  site: { output: 'dist', spaFallback: true },
}
