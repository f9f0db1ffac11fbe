import type { Framework } from '../catalogue.ts'

/** The crate is a client as well: only a server that is built counts. */
export const detector: Framework = {
  id: 'tonic',
  ecosystem: 'rust',
  packages: ['tonic'],
  workload: 'grpc',
  starts: [
    'tonic::transport::Server::builder',
    'tonic::transport::server::Server::builder',
    'transport::Server::builder',
  ],
  applications: ['tonic::service::Routes::builder', 'tonic::service::Routes::new', 'tonic::service::Routes::default'],
}
