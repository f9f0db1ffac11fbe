import type { Framework } from '../catalogue.ts'

export const detector: Framework = {
  id: 'nestjs',
  ecosystem: 'node',
  packages: ['@nestjs/core'],
  rank: 4,
  commands: ['nest start'],
  port: 3000,
  logging: 'nestjs',
}
