import type { Framework } from '../catalogue.ts'

export const detector: Framework = {
  id: 'tinyhttp',
  ecosystem: 'node',
  packages: ['@tinyhttp/app'],
}
