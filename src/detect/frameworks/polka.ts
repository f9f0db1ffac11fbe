import type { Framework } from '../catalogue.ts'

export const detector: Framework = {
  id: 'polka',
  ecosystem: 'node',
  packages: ['polka'],
}
