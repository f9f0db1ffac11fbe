import type { Framework } from '../catalogue.ts'

export const detector: Framework = {
  id: 'loopback',
  ecosystem: 'node',
  packages: ['@loopback/rest', '@loopback/core'],
  rank: 4,
  port: 3000,
  portVariable: 'PORT',
  hostVariable: 'HOST',
}
