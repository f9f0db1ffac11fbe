import type { Framework } from '../catalogue.ts'

export const detector: Framework = {
  id: 'apollo',
  ecosystem: 'node',
  packages: ['apollo-server', '@apollo/server'],
  rank: 0,
  port: 4000,
}
