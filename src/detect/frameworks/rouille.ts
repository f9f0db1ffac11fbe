import type { Framework } from '../catalogue.ts'

export const detector: Framework = {
  id: 'rouille',
  ecosystem: 'rust',
  packages: ['rouille'],
  starts: [
    'rouille::start_server',
    'rouille::start_server_with_pool',
    'rouille::Server::new',
    'rouille::Server::new_ssl',
  ],
}
