import type { Framework } from '../catalogue.ts'
import { standaloneOf } from '../services/node-nest.ts'

export const detector: Framework = {
  id: 'nestjs',
  ecosystem: 'node',
  packages: ['@nestjs/core'],
  rank: 4,
  commands: ['nest start'],
  port: 3000,
  logging: 'nestjs',
  standalone: standaloneOf,
}
