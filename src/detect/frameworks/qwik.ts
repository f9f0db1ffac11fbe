import type { Framework } from '../catalogue.ts'

export const detector: Framework = {
  id: 'qwik',
  ecosystem: 'node',
  packages: ['@builder.io/qwik', '@qwik.dev/core'],
  rank: 0.5,
  library: true,
  site: { output: 'dist', spaFallback: true },
}
