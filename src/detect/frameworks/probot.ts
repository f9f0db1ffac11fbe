import type { Framework } from '../catalogue.ts'

export const detector: Framework = {
  id: 'probot',
  ecosystem: 'node',
  packages: ['probot'],
  rank: 4,
  commands: ['probot run'],
  port: 3000,
  portVariable: 'PORT',
  hostVariable: 'HOST',
  logging: 'pino',
  healthPaths: ['/ping'],
}
