import type { Framework } from '../catalogue.ts'

export const detector: Framework = {
  id: 'warp',
  ecosystem: 'rust',
  packages: ['warp'],
  starts: ['warp::serve'],
  applications: ['warp::service'],
}
