import type { Framework } from '../catalogue.ts'

export const detector: Framework = {
  id: 'nuxt',
  ecosystem: 'node',
  packages: ['nuxt', 'nuxt3', 'nuxt-edge'],
  rank: 6,
  commands: ['nuxt start', 'nuxt preview', 'nuxi preview'],
  port: 3000,
  portVariable: 'PORT',
  hostVariable: 'HOST',
  server: { output: '.output', start: ['node', '.output/server/index.mjs'] },
}
