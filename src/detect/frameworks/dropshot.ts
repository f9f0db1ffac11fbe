import type { Framework } from '../catalogue.ts'

export const detector: Framework = {
  id: 'dropshot',
  ecosystem: 'rust',
  packages: ['dropshot'],
  starts: ['dropshot::HttpServerStarter::new', 'dropshot::ServerBuilder::new'],
}
