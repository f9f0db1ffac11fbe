import type { Framework } from '../catalogue.ts'

export const detector: Framework = {
  id: 'graphql-yoga',
  ecosystem: 'node',
  packages: ['graphql-yoga'],
  rank: 0,
  opens: { modules: ['graphql-yoga'], calls: ['start'] },
  port: 4000,
}
