import type { Framework } from '../catalogue.ts'

/** Servers on its sockets, for other protocols than HTTP. */
export const detector: Framework = {
  id: 'ntex',
  ecosystem: 'rust',
  packages: ['ntex'],
  rank: 0,
  workload: 'tcp',
  starts: ['ntex::server::ServerBuilder::new', 'ntex::server::Server::build', 'ntex::server::build'],
}
