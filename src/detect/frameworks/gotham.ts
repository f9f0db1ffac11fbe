import type { Framework } from '../catalogue.ts'

export const detector: Framework = {
  id: 'gotham',
  ecosystem: 'rust',
  packages: ['gotham'],
  starts: ['gotham::start', 'gotham::init_server', 'gotham::plain::start'],
}
