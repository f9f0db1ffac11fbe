import type { Framework } from '../catalogue.ts'

export const detector: Framework = {
  id: 'salvo',
  ecosystem: 'rust',
  packages: ['salvo'],
  starts: [
    'salvo::Server::new',
    'salvo::prelude::Server::new',
    'salvo::server::Server::new',
    'salvo_core::Server::new',
  ],
}
