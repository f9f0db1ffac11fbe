import type { Framework } from '../catalogue.ts'

export const detector: Framework = {
  id: 'elysia',
  ecosystem: 'node',
  packages: ['elysia'],
  rank: 2,
  port: 3000,
}
