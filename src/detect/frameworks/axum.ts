import type { Framework } from '../catalogue.ts'

/** Its server is a function of its own since 0.7; before, hyper's. */
export const detector: Framework = {
  id: 'axum',
  ecosystem: 'rust',
  packages: ['axum'],
  starts: [
    'axum::serve',
    'axum::serve::serve',
    'axum::Server::bind',
    'axum::Server::from_tcp',
    'axum::Server::builder',
    'axum_server::bind',
    'axum_server::bind_rustls',
    'axum_server::Server::bind',
    'axum_server::from_tcp',
    'axum_server::from_tcp_rustls',
    'hyper::Server::bind',
    'hyper::Server::from_tcp',
    'hyper::server::Server::bind',
    'hyper::server::Server::from_tcp',
    'hyper_util::server::conn::auto::Builder::new',
    'shuttle_axum::ShuttleAxum',
  ],
  applications: ['axum::Router::new', 'axum::routing::Router::new'],
}
