import type { Framework } from '../catalogue.ts'

export const detector: Framework = {
  id: 'loco',
  ecosystem: 'rust',
  packages: ['loco-rs'],
  rank: 3,
  starts: ['loco_rs::cli::main', 'loco_rs::boot::start'],
  port: 5150,
  portVariable: 'PORT',
  logging: 'tracing',
  healthPaths: ['/_ping', '/_health'],
}
