import type { Framework } from '../catalogue.ts'

/** JSON-RPC over HTTP and WebSockets. */
export const detector: Framework = {
  id: 'jsonrpsee',
  ecosystem: 'rust',
  packages: ['jsonrpsee', 'jsonrpsee-server'],
  rank: 0,
  starts: [
    'jsonrpsee::server::Server::builder',
    'jsonrpsee::server::ServerBuilder::default',
    'jsonrpsee::server::ServerBuilder::new',
    'jsonrpsee_server::Server::builder',
    'jsonrpsee_server::ServerBuilder::default',
    'jsonrpsee_server::ServerBuilder::new',
  ],
}
