import type { Framework } from '../catalogue.ts'

export const detector: Framework = {
  id: 'sveltekit',
  ecosystem: 'node',
  packages: ['@sveltejs/kit'],
  entries: ['server', 'server/index'],
  rank: 6,
  port: 3000,
  portVariable: 'PORT',
  hostVariable: 'HOST',
  server: { output: 'build', start: ['node', 'build/index.js'], loadsPages: true },
}
