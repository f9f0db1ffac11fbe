import type { Framework } from '../catalogue.ts'

/** Its server is hyper's. */
export const detector: Framework = {
  id: 'routerify',
  ecosystem: 'rust',
  packages: ['routerify', 'routerify-ng'],
  starts: [
    'routerify::RouterService::new',
    'routerify::RequestServiceBuilder::new',
    'hyper::Server::bind',
    'hyper::Server::from_tcp',
    'hyper::server::Server::bind',
    'hyper::server::Server::from_tcp',
  ],
}
