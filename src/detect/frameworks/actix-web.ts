import type { Framework } from '../catalogue.ts'

export const detector: Framework = {
  id: 'actix-web',
  ecosystem: 'rust',
  packages: ['actix-web'],
  starts: [
    'actix_web::HttpServer::new',
    'HttpServer::new',
    // Before 1.0.
    'actix_web::server::new',
    'actix_web::server::HttpServer::new',
    'actix_http::HttpService::build',
    'actix_http::HttpServiceBuilder::default',
    'actix_http::HttpServiceBuilder::new',
  ],
  applications: ['actix_web::App::new', 'actix_web::web::scope', 'actix_web::web::resource'],
  keepsSlash: true,
}
