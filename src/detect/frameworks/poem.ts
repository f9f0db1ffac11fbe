import type { Framework } from '../catalogue.ts'

export const detector: Framework = {
  id: 'poem',
  ecosystem: 'rust',
  packages: ['poem', 'poem-openapi'],
  starts: ['poem::Server::new', 'poem::Server::new_with_acceptor'],
}
