import type { Framework } from '../catalogue.ts'

export const detector: Framework = {
  id: 'feathers',
  ecosystem: 'node',
  packages: ['@feathersjs/feathers'],
  rank: 3,
  port: 3030,
}
