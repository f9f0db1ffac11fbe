import type { Framework } from '../catalogue.ts'

export const detector: Framework = {
  id: 'solid-start',
  ecosystem: 'node',
  packages: ['@solidjs/start'],
  rank: 6,
  commands: ['vinxi start'],
  port: 3000,
  portVariable: 'PORT',
  hostVariable: 'HOST',
  server: { output: '.output', start: ['node', '.output/server/index.mjs'] },
}
