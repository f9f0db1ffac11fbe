import type { Framework } from '../catalogue.ts'

export const detector: Framework = {
  id: 'strapi',
  ecosystem: 'node',
  packages: ['@strapi/strapi'],
  rank: 5,
  commands: ['strapi start'],
  port: 1337,
  portVariable: 'PORT',
  hostVariable: 'HOST',
}
