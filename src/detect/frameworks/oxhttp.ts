import type { Framework } from '../catalogue.ts'

export const detector: Framework = {
  id: 'oxhttp',
  ecosystem: 'rust',
  packages: ['oxhttp'],
  starts: ['oxhttp::Server::new'],
}
