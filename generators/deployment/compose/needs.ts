import { imageText, pinned } from '../../../src/contract/images.ts'
import type { Need } from '../../../src/contract/needs/types.ts'
import type { ServiceContract } from '../../../src/contract/types.ts'
import { BACKEND, CONFINED, health, limits, type Container } from './container.ts'

/** @returns what the services cannot do without, each kind once; a need whose host name a service has is left out */
export function needsOf(services: readonly ServiceContract[]): readonly Need[] {
  const names = new Set(services.map(service => service.id))
  const needs = services.flatMap(service => service.needs).filter(need => !need.optional && !names.has(need.host))
  return [...new Map(needs.map(need => [need.kind, need])).values()]
}

/** @returns the container of a need */
export function needContainer({ host, definition }: Need, digests: readonly string[]): Container {
  const { about, image, user, environment, command, volume, tmpfs, sharedMemory, ...kind } = definition.container
  return {
    name: host,
    about,
    value: {
      image: imageText(pinned(image, digests)),
      user,
      ...(environment ? { environment } : {}),
      ...(command ? { command } : {}),
      ...health(...kind.health),
      ...(volume ? { volumes: [`${volume.name}:${volume.folder}`] } : {}),
      tmpfs,
      ...(sharedMemory === undefined ? {} : { shm_size: sharedMemory }),
      ...limits(kind.cpus, kind.memory),
      networks: [BACKEND],
      ...CONFINED,
    },
  }
}

/** @returns named volumes of the needs */
export function volumesOf(needs: readonly Need[]): readonly string[] {
  return needs.flatMap(({ definition }) => definition.container.volume?.name ?? [])
}

/** @returns variables with the passwords of the needs: whoever starts the stack says them */
export function passwordsOf(needs: readonly Need[]): readonly string[] {
  return needs.flatMap(({ definition }) => definition.container.password ?? [])
}
