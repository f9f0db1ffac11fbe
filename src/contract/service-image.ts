import type { Facts, Service } from '../detect/types.ts'
import { isInside } from '../text/paths.ts'
import { SITE_PORT, SITE_USER } from './images.ts'
import type { ServiceContract } from './types.ts'

/** UID of `nonroot` in the distroless images; other images run any number. */
const USER = '65532'

/** @returns where the image of a service is built, and how it runs: a site is served by a web server with a user and port of its own */
export function serviceImage(service: Service, facts: Facts): Pick<ServiceContract, 'context' | 'user' | 'port'> {
  const isSite = service.site !== undefined && service.workload.value === 'static'
  const port = isSite ? SITE_PORT : service.port?.value
  return {
    context: contextOf(service, facts),
    user: isSite ? SITE_USER : USER,
    ...(port === undefined ? {} : { port }),
  }
}

/** The nearest folder that holds the project and those of the front ends that the service ships. */
function contextOf(service: Service, facts: Facts): string {
  const fronts = service.embeds.flatMap(({ value }) =>
    facts.frontends.filter(f => f.path === value).map(f => f.project),
  )
  return fronts.reduce(commonFolder, service.project)
}

function commonFolder(a: string, b: string): string {
  const parts = a.split('/')
  while (parts.length > 0 && !isInside(b, parts.join('/'))) parts.pop()
  return parts.join('/') || '.'
}
