import type { ServiceContract } from '../../src/contract/types.ts'
import { GRAFANA_MOUNTS } from '../../src/contract/stack.ts'
import { PLACES } from '../../src/contract/places.ts'
import { join } from '../../src/text/paths.ts'
import { at, listAt, tableAt, wordAt, type Table } from './tables.ts'
import type { Check, Problem, World } from './types.ts'
import { variablesOf } from './variables.ts'
import { readYaml } from './yaml.ts'

interface Mount {
  readonly from: string
  readonly to: string
}

/** The local stack runs the services of the contract under their names and ports, and mounts what is there. */
export const compose: Check = world => {
  const text = world.tree.get(PLACES.compose)
  if (text === undefined) return []
  const file = readYaml(text) as Table
  const services = tableAt(file, 'services')
  const found = [
    ...Object.keys(services).flatMap(name => partFaults(world, file, name).map(what => `${name}: ${what}`)),
    ...world.contract.services.flatMap(service =>
      serviceFaults(service, world, services).map(what => `${service.id}: ${what}`),
    ),
    ...unused(file, services),
    ...watcherFaults(world, services),
    ...openVariables(text),
  ]
  return found.map((what): Problem => ({ file: PLACES.compose, what }))
}

function mountsOf(service: unknown): readonly Mount[] {
  return listAt(service, 'volumes').map(volume => {
    const [from = '', to = ''] = String(volume).split(':')
    return { from, to }
  })
}

/** What a service of the file names is in the file, or in the repository. */
function partFaults({ exists }: World, file: Table, name: string): readonly string[] {
  const services = tableAt(file, 'services')
  const service = services[name]
  const depends = Object.entries(tableAt(service, 'depends_on'))
  const [volumes, networks] = [Object.keys(tableAt(file, 'volumes')), Object.keys(tableAt(file, 'networks'))]
  const mounts = mountsOf(service)
  const context = wordAt(service, 'build', 'context')
  const dockerfile = wordAt(service, 'build', 'dockerfile') ?? 'Dockerfile'
  return [
    ...depends.filter(([other]) => !(other in services)).map(([other]) => `depends on ${other}, which is not there`),
    ...depends
      .filter(
        ([other, how]) =>
          at(how, 'condition') === 'service_healthy' &&
          at(services[other], 'healthcheck') === undefined &&
          at(services[other], 'build') === undefined,
      )
      .map(([other]) => `waits for ${other}, which nobody asks`),
    ...mounts
      .filter(({ from }) => (from.startsWith('.') ? !exists(join('.', from)) : !volumes.includes(from)))
      .map(({ from }) => `mounts ${from}, which is not there`),
    ...listAt(service, 'networks')
      .filter(network => !networks.includes(String(network)))
      .map(network => `no network ${String(network)}`),
    ...(context === undefined || exists(join(context, dockerfile)) ? [] : [`no file ${dockerfile}`]),
    ...flagFaults(service, mounts, exists),
    ...healthFaults(service),
  ]
}

/** A path that a command names is below a mount, and there. */
function flagFaults(service: unknown, mounts: readonly Mount[], exists: World['exists']): readonly string[] {
  const temporary = listAt(service, 'tmpfs').map(String)
  return listAt(service, 'command').flatMap(word => {
    const [, path] = /^--[\w.-]+=(\/.+)$/.exec(String(word)) ?? []
    if (path === undefined || temporary.includes(path)) return []
    const mount = mounts.find(({ to }) => path === to || path.startsWith(`${to}/`))
    if (!mount) return [`nothing is mounted at ${path}`]
    return !mount.from.startsWith('.') || exists(join('.', mount.from + path.slice(mount.to.length)))
      ? []
      : [`no ${path}`]
  })
}

/** It is asked at a port that it offers to this machine as well. */
function healthFaults(service: unknown): readonly string[] {
  const [, asked] = /127\.0\.0\.1:(\d+)/.exec(listAt(service, 'healthcheck', 'test').map(String).at(-1) ?? '') ?? []
  const inside = listAt(service, 'ports').map(port => String(port).split(':').at(-1))
  return asked === undefined || inside.length === 0 || inside.includes(asked) ? [] : [`is asked at ${asked}`]
}

function serviceFaults(
  contract: ServiceContract,
  { contract: { services: all } }: World,
  services: Table,
): readonly string[] {
  const service = services[contract.id]
  if (service === undefined) return []
  const known = variablesOf(contract)
  const env = tableAt(service, 'environment')
  const ports = listAt(service, 'ports').map(port => String(port).split(':').at(-1))
  const urls = Object.values(env).flatMap(value => /^\w+:\/\/(?:[^@]*@)?([^:/@]+):(\d+)/.exec(String(value)) ?? [])
  const needs = contract.needs.filter(need => need.variable !== undefined && need.variable in env)
  const mine =
    at(service, 'build', 'context') === contract.context &&
    join(contract.context, wordAt(service, 'build', 'dockerfile') ?? 'Dockerfile') === contract.dockerfile
  return [
    ...(mine || all.length === 0 || at(service, 'build', 'context') === undefined
      ? []
      : ['is built from something else']),
    ...(String(at(service, 'image')).startsWith(`${contract.id}:`) ? [] : ['has an image of another name']),
    ...(contract.port === undefined || ports.includes(String(contract.port))
      ? []
      : [`does not offer ${contract.port}`]),
    ...Object.keys(env)
      .filter(name => !known.has(name))
      .map(name => `does not read ${name}`),
    ...needs
      .filter(need => !urls.some((host, i) => host === need.host && urls[i + 1] === String(need.port)))
      .map(need => `does not find ${need.host}:${need.port}`),
    ...contract.needs
      .filter(need => !need.optional && need.variable !== undefined && !(need.variable in env))
      .map(need => `is not told where ${need.kind} is`),
    ...(parseInt(String(at(service, 'stop_grace_period'))) >= contract.drain.timeout ? [] : ['is stopped too early']),
    ...listAt(service, 'networks')
      .filter(network => network === 'backend' && contract.needs.length === 0)
      .map(() => 'needs no backend'),
  ]
}

function unused(file: Table, services: Table): readonly string[] {
  const all = Object.values(services)
  const used = new Set(
    all.flatMap(service => [...mountsOf(service).map(({ from }) => from), ...listAt(service, 'networks').map(String)]),
  )
  return [...Object.keys(tableAt(file, 'volumes')), ...Object.keys(tableAt(file, 'networks'))]
    .filter(name => !used.has(name))
    .map(name => `nothing uses ${name}`)
}

/** What exporters of databases read (READMEs of postgres_exporter and redis_exporter). */
const ADDRESS = /^(?:DATA_SOURCE_URI|REDIS_ADDR)$/

/** Prometheus, Grafana and the exporters find each other under the names of the stack. */
function watcherFaults({ tree }: World, services: Table): readonly string[] {
  const texts = [PLACES.prometheus, `${PLACES.grafana}/provisioning/datasources/prometheus.yml`].flatMap(
    path => tree.get(path) ?? [],
  )
  const targets = texts.flatMap(text => [
    ...text.matchAll(/^\s*(?:- |replacement: |url: )(?:http:\/\/)?([a-z][\w-]*):(\d+)/gm),
  ])
  const hosts = targets.filter(([, host]) => host !== 'localhost')
  const lost = hosts.filter(([, host = '']) => !(host in services)).map(([, host = '']) => `nothing is called ${host}`)
  const ports = hosts.flatMap(([, host = '', port = '']) => {
    const offered = listAt(services[host], 'ports').map(one => String(one).split(':').at(-1))
    return offered.length > 0 && !offered.includes(port) ? [`${host} does not listen to ${port}`] : []
  })
  const addresses = Object.entries(services)
    .filter(([name]) => name.endsWith('-exporter'))
    .filter(([, service]) => at(service, 'environment') !== undefined)
    .flatMap(([name, service]) => {
      const [, value] = Object.entries(tableAt(service, 'environment')).find(([key]) => ADDRESS.test(key)) ?? []
      const [, host = ''] = /^(?:\w+:\/\/)?([a-z][\w-]*):\d+/.exec(String(value)) ?? []
      return host in services ? [] : [`${name} is not told where to look`]
    })
  return [...lost, ...ports, ...addresses, ...provisioned(tree, services)]
}

/** Grafana reads its dashboards where they are mounted. */
function provisioned(tree: World['tree'], services: Table): readonly string[] {
  const text = tree.get(`${PLACES.grafana}/provisioning/dashboards/files.yml`)
  if (text === undefined || !('grafana' in services)) return []
  const mounts = mountsOf(services['grafana'])
  const paths = listAt(readYaml(text), 'providers').map(provider => String(at(provider, 'options', 'path')))
  const lost = GRAFANA_MOUNTS.filter(wanted => !mounts.some(({ to }) => to === wanted.to))
  return [
    ...lost.map(({ to }) => `nothing is mounted at ${to}`),
    ...paths
      .filter(path => !mounts.some(({ to, from }) => to === path && from.endsWith('/dashboards')))
      .map(path => `no dashboards at ${path}`),
  ]
}

/** A variable that the file puts in is passed on under the same name by the file. */
function openVariables(text: string): readonly string[] {
  const used = [...text.matchAll(/\$\{(\w+)\}/g)].map(([, name = '']) => name)
  const asked = [...text.matchAll(/^ {6}(\w+):$/gm)].map(([, name = '']) => name).filter(name => /^[A-Z_]+$/.test(name))
  return [
    ...used.filter(name => !asked.includes(name)).map(name => `nothing asks for ${name}`),
    ...asked
      .filter(name => !text.includes(`# It starts with a password only: ${name}`))
      .map(name => `nothing says what ${name} is`),
  ]
}
