import picomatch from 'picomatch'
import type { ServiceContract } from '../../src/contract/types.ts'
import { join } from '../../src/text/paths.ts'
import type { Check, World } from './types.ts'

/** An image listens, runs and is asked as the contract says; its stages and files are there. */
export const dockerfiles: Check = world =>
  world.contract.services.flatMap(service => {
    const text = world.tree.get(service.dockerfile)
    if (text === undefined) return []
    return faultsOf(world, service, instructionsIn(text)).map(what => ({ file: service.dockerfile, what }))
  })

interface Instruction {
  readonly name: string
  readonly rest: string
}

function instructionsIn(text: string): readonly Instruction[] {
  const lines = text
    .replace(/^#.*\n/gm, '')
    .replaceAll(/\\\n\s*/g, ' ')
    .split('\n')
  return lines.flatMap(line => {
    const [, name, rest] = /^([A-Z]+) (.*)$/.exec(line) ?? []
    return name === undefined || rest === undefined ? [] : [{ name, rest }]
  })
}

function faultsOf(world: World, service: ServiceContract, all: readonly Instruction[]): readonly string[] {
  const of = (name: string): readonly string[] => all.filter(one => one.name === name).map(({ rest }) => rest)
  const [port, user] = [service.port, service.user]
  const env = new Map(
    of('ENV').flatMap(rest =>
      [...rest.matchAll(/(\w+)=(?:"([^"]*)"|(\S+))/g)].map(([, name = '', a, b]) => [name, a ?? b] as const),
    ),
  )
  const last = all.slice(all.findLastIndex(one => one.name === 'FROM'))
  const runs = last.find(one => one.name === 'USER')?.rest
  const { portVariable } = service.service
  const told = portVariable && env.get(portVariable.value)
  return [
    ...of('EXPOSE')
      .filter(rest => rest !== String(port))
      .map(rest => `exposes ${rest}`),
    ...(port !== undefined && of('EXPOSE').length === 0 ? ['exposes nothing'] : []),
    ...(told === undefined || told.endsWith(String(port)) ? [] : [`listens to ${told}`]),
    ...(runs === undefined || runs.split(':').every(id => id === user) ? [] : [`runs as ${runs}`]),
    ...of('HEALTHCHECK').flatMap(rest => healthFaults(rest, service)),
    ...stageFaults(all),
    ...copyFaults(world, service, all),
    ...of('ARG').flatMap(rest =>
      all.some(one => one.name !== 'ARG' && one.rest.includes(`\${${rest.replace(/=.*/, '')}}`))
        ? []
        : [`nothing uses ${rest}`],
    ),
    ...[
      ...all
        .map(({ rest }) => rest)
        .join('\n')
        .matchAll(/\$\{(\w+)\}/g),
    ]
      .filter(([, name = '']) => !of('ARG').some(rest => rest.startsWith(`${name}=`)) && !env.has(name))
      .map(([, name = '']) => `nothing sets ${name}`),
  ]
}

/** What the image itself asks is what the platform asks. */
function healthFaults(rest: string, { port, probes, service }: ServiceContract): readonly string[] {
  const [, variable, otherwise, path] =
    /127\.0\.0\.1:' \+ \(process\.env\.(\w+) \?\? (\d+)\) \+ '([^']+)'/.exec(rest) ?? []
  const [, plain, at] = /127\.0\.0\.1:(\d+)(\/[^"']*)/.exec(rest) ?? []
  const known = [probes.liveness, probes.readiness].flatMap(probe => (probe?.kind === 'http' ? probe.path : []))
  return [
    ...(variable === undefined || variable === service.portVariable?.value ? [] : [`asks by ${variable}`]),
    ...((otherwise ?? plain) === String(port) ? [] : ['asks another port']),
    ...(known.includes(path ?? at ?? '') ? [] : [`asks for ${path ?? at ?? 'nothing'}`]),
  ]
}

function stageFaults(all: readonly Instruction[]): readonly string[] {
  const froms = all.filter(one => one.name === 'FROM').map(({ rest }) => rest.split(' '))
  const names = froms.flatMap(words => words[2] ?? [])
  const sources = all.flatMap(({ rest }) => [...rest.matchAll(/--from=(\S+)/g)].map(([, name = '']) => name))
  // an image has a tag or a registry in its name, a stage has not
  const bases = froms.map(([name = '']) => name).filter(name => !/[:/]/.test(name))
  const used = new Set([...sources, ...bases])
  return [
    ...[...used].filter(name => !names.includes(name)).map(name => `no stage ${name}`),
    ...names
      .slice(0, -1)
      .filter(name => !used.has(name))
      .map(name => `nothing uses the stage ${name}`),
  ]
}

/** What is copied from the repository is there. */
function copyFaults({ exists }: World, { context }: ServiceContract, all: readonly Instruction[]): readonly string[] {
  const copied = all.filter(({ name, rest }) => name === 'COPY' && !rest.includes('--from='))
  const paths = copied.flatMap(({ rest }) =>
    rest
      .split(' ')
      .filter(word => !word.startsWith('--'))
      .slice(0, -1),
  )
  return paths.filter(path => !picomatch.scan(path).isGlob && !exists(join(context, path))).map(path => `no ${path}`)
}
