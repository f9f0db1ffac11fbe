import type { Framework } from '../catalogue.ts'

export const detector: Framework = {
  id: 'react',
  ecosystem: 'node',
  packages: ['react-scripts'],
  rank: 5,
  site: { output: 'build', spaFallback: true },
}
