import type { Framework } from '../catalogue.ts'

export const detector: Framework = {
  id: 'tanstack-start',
  ecosystem: 'node',
  packages: ['@tanstack/react-start', '@tanstack/solid-start', '@tanstack/start'],
  rank: 6,
  port: 3000,
  portVariable: 'PORT',
  hostVariable: 'HOST',
  server: { output: '.output', start: ['node', '.output/server/index.mjs'] },
}
