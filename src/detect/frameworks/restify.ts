import type { Framework } from '../catalogue.ts'

export const detector: Framework = {
  id: 'restify',
  ecosystem: 'node',
  packages: ['restify'],
  rank: 2,
}
