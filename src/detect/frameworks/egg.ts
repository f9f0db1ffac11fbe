import type { Framework } from '../catalogue.ts'

export const detector: Framework = {
  id: 'egg',
  ecosystem: 'node',
  packages: ['egg'],
  rank: 4,
  commands: ['egg-scripts start'],
  port: 7001,
  portVariable: 'PORT',
}
