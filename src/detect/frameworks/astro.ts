import type { Framework } from '../catalogue.ts'

export const detector: Framework = {
  id: 'astro',
  ecosystem: 'node',
  packages: ['astro'],
  rank: 6,
  port: 4321,
  portVariable: 'PORT',
  hostVariable: 'HOST',
  loopback: true,
  site: { output: 'dist', spaFallback: false },
  server: { output: 'dist', start: ['node', 'dist/server/entry.mjs'] },
}
