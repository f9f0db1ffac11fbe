import type { Framework } from '../catalogue.ts'

export const detector: Framework = {
  id: 'ntex',
  ecosystem: 'rust',
  packages: ['ntex'],
  starts: ['ntex::web::HttpServer::new', 'web::HttpServer::new', 'ntex::web::server'],
  keepsSlash: true,
}
