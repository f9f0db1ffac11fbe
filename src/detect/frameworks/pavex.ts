import type { Framework } from '../catalogue.ts'

export const detector: Framework = {
  id: 'pavex',
  ecosystem: 'rust',
  packages: ['pavex'],
  starts: ['pavex::server::Server::new'],
}
