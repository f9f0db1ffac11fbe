import type { Framework } from '../catalogue.ts'

export const detector: Framework = {
  id: 'koa',
  ecosystem: 'node',
  packages: ['koa'],
}
