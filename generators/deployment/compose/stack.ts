import type { Answers, Context } from '../../../src/artifact/index.ts'
import type { Need } from '../../../src/contract/needs/types.ts'
import { OBSERVABILITY } from '../../../src/contract/stack.ts'
import { slug } from '../../../src/text/names.ts'
import { digestsIn } from '../../build/_common/digests.ts'
import { environmentOf } from '../_common/environment.ts'
import { printItem, printSections } from '../_common/sections.ts'
import { buildable } from '../_common/services.ts'
import { BACKEND, FRONTEND, HostPorts, type Container } from './container.ts'
import { needContainer, needsOf, passwordsOf, volumesOf } from './needs.ts'
import { serviceContainer, volumesOfService } from './services.ts'
import { watchersOf } from './watchers.ts'

/** How it is started, and with what watches it. */
export const UP = 'docker compose up --build --wait'
export const WATCHED = `docker compose --profile ${OBSERVABILITY} up --build --wait`

/** The local stack as data. */
export interface Stack {
  readonly containers: readonly Container[]
  readonly needs: readonly Need[]
  readonly volumes: readonly string[]
  /** True when something watches it. */
  readonly watched: boolean
  /** Variables that whoever starts it has to say. */
  readonly asked: readonly string[]
}

/** @returns the stack of all services that can be built */
export function stackOf(ctx: Context, answers: Answers): Stack {
  const services = buildable(ctx)
  const digests = digestsIn(answers)
  const needs = needsOf(services.map(({ service }) => service))
  const ports = new HostPorts()
  const own = services.map(service => serviceContainer(ctx, service, needs, ports))
  const names = new Set(own.map(container => container.name))
  const watchers = watchersOf(ctx, needs, digests, ports)
  const others = [...needs.map(need => needContainer(need, digests)), ...watchers.containers]
  return {
    containers: [...own, ...others.filter(({ name }) => !names.has(name))],
    needs,
    volumes: [
      ...services.flatMap(service => volumesOfService(service).map(({ name }) => name)),
      ...volumesOf(needs),
      ...watchers.volumes,
    ],
    watched: watchers.containers.length > 0,
    asked: asked(ctx, needs),
  }
}

function asked(ctx: Context, needs: readonly Need[]): readonly string[] {
  const told = new Set(needs.map(need => need.kind))
  const names = buildable(ctx).flatMap(({ service }) => {
    const urls = new Set(service.needs.filter(need => told.has(need.kind)).flatMap(need => need.variable ?? []))
    const { missing, secrets } = environmentOf(service)
    return [...missing, ...secrets.filter(secret => secret.required).map(secret => secret.name)].filter(
      n => !urls.has(n),
    )
  })
  return [...new Set([...passwordsOf(needs), ...names])]
}

/** @returns compose.yaml */
export function composeFile(ctx: Context, stack: Stack): string {
  const backend = stack.containers.some(({ value }) => [value['networks']].flat().includes(BACKEND))
  const networks = { [FRONTEND]: {}, ...(backend ? { [BACKEND]: { internal: true } } : {}) }
  const head = printSections(
    [
      'The local stack: what runs here is built from this repository, and reached from this machine only.',
      `${UP}${stack.watched ? `; what watches it runs as well with ${WATCHED}` : ''}`,
    ],
    [{ key: 'name', about: [], value: slug(ctx.contract.repository.name, 'app') }],
  )
  const services = stack.containers.flatMap(({ name, about, value }, i) => [
    ...(i === 0 ? [] : ['']),
    ...printItem({ key: name, about, value }, 1),
  ])
  const volumes = Object.fromEntries(stack.volumes.map(volume => [volume, null]))
  const tail = printSections(
    [],
    [
      { key: 'networks', about: backend ? [`${BACKEND} has no way out.`] : [], value: networks },
      ...(stack.volumes.length ? [{ key: 'volumes', about: [], value: volumes }] : []),
    ],
  )
  return [head, '', 'services:', ...services, '', tail].join('\n')
}
