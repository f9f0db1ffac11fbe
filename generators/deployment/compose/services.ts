import type { Context } from '../../../src/artifact/index.ts'
import { contextOf } from '../../../src/contract/dockerfile-context.ts'
import { writableFolders } from '../../../src/contract/image-paths.ts'
import type { Need } from '../../../src/contract/needs/types.ts'
import type { Json } from '../../../src/edit/types.ts'
import { slug } from '../../../src/text/names.ts'
import { relative } from '../../../src/text/paths.ts'
import { DRAIN_VARIABLES, environmentOf } from '../_common/environment.ts'
import type { Buildable } from '../_common/services.ts'
import { BACKEND, CONFINED, FRONTEND, limits, literal, type Container, type HostPorts } from './container.ts'

/** An image of the user may start as root, and write where it likes: the chart is where that is to be changed. */
const UNKNOWN = { security_opt: CONFINED.security_opt, restart: CONFINED.restart } as const

/** Seconds beside what requests in flight may take. */
const MARGIN = 5

/** @returns the container of a service of the repository */
export function serviceContainer(
  ctx: Context,
  buildable: Buildable,
  needs: readonly Need[],
  ports: HostPorts,
): Container {
  const { service, ours } = buildable
  const own = needs.filter(need => service.needs.some(other => other.kind === need.kind && !other.optional))
  const environment = environmentFor(buildable, own)
  const kept = volumesOfService(buildable)
  const depends = Object.fromEntries(own.map(need => [need.host, { condition: 'service_healthy' }]))
  return {
    name: service.id,
    about: [],
    value: {
      build: buildOf(ctx, buildable),
      image: `${service.id}:local`,
      ...(Object.keys(environment).length ? { environment } : {}),
      ...(service.port === undefined ? {} : { ports: [ports.publish(service.port)] }),
      ...(own.length ? { depends_on: depends } : {}),
      tmpfs: ['/tmp', ...(keepsFile(buildable) && ours ? ['/data:mode=1777'] : [])],
      ...(kept.length ? { volumes: kept.map(({ name, folder }) => `${name}:${folder}`) } : {}),
      stop_grace_period: `${service.drain.timeout + MARGIN}s`,
      ...limits('1.0', `${ctx.contract.targets.memoryMebibytes}M`),
      networks: own.length ? [FRONTEND, BACKEND] : [FRONTEND],
      ...(ours ? CONFINED : UNKNOWN),
    },
  }
}

/** @returns the volumes of what a service writes into folders of an image of ours, which Docker fills with what the image has there */
export function volumesOfService({
  service,
  ours,
}: Buildable): readonly { readonly name: string; readonly folder: string }[] {
  if (!ours) return []
  return writableFolders(service).map(folder => ({
    name: slug(`${service.id}-${folder.split('/').slice(2).join('-')}`, service.id),
    folder,
  }))
}

/** @returns true when a service keeps its data in a file */
export function keepsFile({ service: { service } }: Buildable): boolean {
  return service.databases.some(need => need.value === 'sqlite' && !need.optional)
}

/** What is secret, or only people know, is passed on from .env or the environment of whoever starts the stack. */
function environmentFor({ service, ours }: Buildable, needs: readonly Need[]): Readonly<Record<string, Json>> {
  const { listen, missing, secrets } = environmentOf(service)
  const urls = service.needs.flatMap(({ kind, variable }): readonly (readonly [string, Json])[] => {
    const need = needs.find(other => other.kind === kind)
    return variable !== undefined && need ? [[variable, need.definition.container.url(need)]] : []
  })
  const passed = [...missing, ...secrets.map(secret => secret.name)].map((name): readonly [string, Json] => [
    name,
    null,
  ])
  return {
    // the image of ours says it itself
    ...(ours ? {} : Object.fromEntries(Object.entries(listen).map(([name, value]) => [name, literal(value)]))),
    ...(service.drain.inService ? { [DRAIN_VARIABLES.delay]: '0' } : {}),
    ...Object.fromEntries(passed),
    ...Object.fromEntries(urls),
  }
}

function buildOf(ctx: Context, { service, dockerfile, ours }: Buildable): Json {
  const context = ours ? service.context : contextOf(ctx.ws, dockerfile, service.context)
  const file = relative(context, dockerfile)
  return {
    context: literal(context === '.' ? '.' : `./${context}`),
    ...(file === 'Dockerfile' ? {} : { dockerfile: literal(file) }),
  }
}
