import type { Framework } from '../catalogue.ts'

export const detector: Framework = {
  id: 'vue',
  ecosystem: 'node',
  packages: ['@vue/cli-service'],
  rank: 5,
  site: { output: 'dist', spaFallback: true },
}
