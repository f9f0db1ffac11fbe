import type { Framework } from '../catalogue.ts'

export const detector: Framework = {
  id: 'sails',
  ecosystem: 'node',
  packages: ['sails'],
  rank: 4,
  commands: ['sails lift'],
  port: 1337,
  portVariable: 'PORT',
}
