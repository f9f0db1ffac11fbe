import type { Framework } from '../catalogue.ts'

export const detector: Framework = {
  id: 'express',
  ecosystem: 'node',
  packages: ['express'],
}
