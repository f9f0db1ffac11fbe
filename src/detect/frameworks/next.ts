import type { Framework } from '../catalogue.ts'

export const detector: Framework = {
  id: 'next',
  ecosystem: 'node',
  packages: ['next'],
  rank: 6,
  commands: ['next start', 'next dev', 'next'],
  port: 3000,
  portVariable: 'PORT',
  hostVariable: 'HOSTNAME',
  server: { output: '.next', loadsPages: true },
}
