import type { Framework } from '../catalogue.ts'

export const detector: Framework = {
  id: 'nitro',
  ecosystem: 'node',
  packages: ['nitropack', 'nitro'],
  rank: 3,
  port: 3000,
  portVariable: 'PORT',
  hostVariable: 'HOST',
  server: { output: '.output', start: ['node', '.output/server/index.mjs'] },
}
