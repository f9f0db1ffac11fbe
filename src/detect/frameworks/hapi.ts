import type { Framework } from '../catalogue.ts'

export const detector: Framework = {
  id: 'hapi',
  ecosystem: 'node',
  packages: ['@hapi/hapi', 'hapi'],
  rank: 2,
}
