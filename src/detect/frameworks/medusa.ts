import type { Framework } from '../catalogue.ts'

export const detector: Framework = {
  id: 'medusa',
  ecosystem: 'node',
  packages: ['@medusajs/medusa'],
  rank: 5,
  commands: ['medusa start'],
  port: 9000,
  portVariable: 'PORT',
}
