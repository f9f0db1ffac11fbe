import type { Framework } from '../catalogue.ts'

/** Servers that are built on the library itself, without a framework above it. */
export const detector: Framework = {
  id: 'hyper',
  ecosystem: 'rust',
  packages: ['hyper'],
  rank: 0,
  starts: [
    'hyper::Server::bind',
    'hyper::Server::from_tcp',
    'hyper::Server::builder',
    'hyper::server::Server::bind',
    'hyper::server::Server::from_tcp',
    'hyper::server::Server::builder',
    'hyper::server::conn::Http::new',
    'hyper::server::conn::http1::Builder::new',
    'hyper::server::conn::http2::Builder::new',
    'hyper_util::server::conn::auto::Builder::new',
  ],
}
