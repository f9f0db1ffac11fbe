import type { Framework } from '../catalogue.ts'

export const detector: Framework = {
  id: 'hono',
  ecosystem: 'node',
  packages: ['hono'],
  rank: 2,
  opens: { modules: ['@hono/node-server'], calls: ['serve'] },
  port: 3000,
}
