import type { Facts, Host, Service } from '../detect/types.ts'
import { slug } from '../text/names.ts'
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

/** @returns name of the image without tag: GitHub and GitLab have a registry of their own, and a path of lower case letters */
export function imageName(id: string, host: Host | undefined): string {
  if (!host) return id
  const owner = host.owner
    .split('/')
    .map(part => slug(part, 'owner'))
    .join('/')
  if (host.kind === 'github') return `ghcr.io/${owner}/${id}`
  if (host.kind === 'gitlab' && host.domain === 'gitlab.com')
    return `registry.gitlab.com/${owner}/${slug(host.name, 'project')}/${id}`
  return id
}
