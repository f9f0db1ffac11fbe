import type { Framework } from '../catalogue.ts'

export const detector: Framework = {
  id: 'hono',
  ecosystem: 'node',
  packages: ['hono'],
  rank: 2,
  port: 3000,
}
