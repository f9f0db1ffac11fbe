import type { Framework } from '../catalogue.ts'

export const detector: Framework = {
  id: 'keystone',
  ecosystem: 'node',
  packages: ['@keystone-6/core'],
  rank: 5,
  commands: ['keystone start'],
  port: 3000,
  portVariable: 'PORT',
}
