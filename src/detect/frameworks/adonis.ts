import type { Framework } from '../catalogue.ts'

export const detector: Framework = {
  id: 'adonis',
  ecosystem: 'node',
  packages: ['@adonisjs/core'],
  rank: 4,
  port: 3333,
  portVariable: 'PORT',
  hostVariable: 'HOST',
  logging: 'pino',
  server: { output: 'build', start: ['node', 'build/bin/server.js'] },
}
