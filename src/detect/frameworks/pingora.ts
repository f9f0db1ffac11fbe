import type { Framework } from '../catalogue.ts'

/** A library for proxies: what it listens on is added to a service of its own. */
export const detector: Framework = {
  id: 'pingora',
  ecosystem: 'rust',
  packages: ['pingora', 'pingora-proxy', 'pingora-core'],
  starts: [
    'pingora::prelude::http_proxy_service',
    'pingora::proxy::http_proxy_service',
    'pingora_proxy::http_proxy_service',
    'pingora::services::listening::Service::new',
    'pingora_core::services::listening::Service::new',
  ],
}
