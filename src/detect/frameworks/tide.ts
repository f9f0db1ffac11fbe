import type { Framework } from '../catalogue.ts'

export const detector: Framework = {
  id: 'tide',
  ecosystem: 'rust',
  packages: ['tide'],
  starts: ['tide::new', 'tide::with_state', 'tide::Server::new', 'tide::Server::with_state'],
}
