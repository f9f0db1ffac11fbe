import type { Framework } from '../catalogue.ts'

export const detector: Framework = {
  id: 'react',
  ecosystem: 'node',
  packages: ['react', 'react-dom'],
  rank: 0.4,
  library: true,
  site: { output: 'dist', spaFallback: true },
}
