import type { Framework } from '../catalogue.ts'

export const detector: Framework = {
  id: 'vue',
  ecosystem: 'node',
  packages: ['vue'],
  rank: 0.5,
  library: true,
  site: { output: 'dist', spaFallback: true },
}
