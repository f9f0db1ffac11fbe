import { basename, dirname, isInside, join, normalize, relative } from '../../text/paths.ts'
import { literally } from '../../text/patterns.ts'
import { copyOf } from '../lazy.ts'
import type { Found } from '../ecosystems/model.ts'
import { guess, likely } from '../fact.ts'
import type { Evidence, Fact, Facts, Frontend, NonService, Service } from '../types.ts'
import type { View } from '../view.ts'
import { assetsOf } from './assets.ts'
import { dockerfilesOf, type Deployments } from './deployment.ts'
import type { Dockerfile } from './dockerfile.ts'
import { windowEvidence } from './desktop-window.ts'
import { dependentsOf } from './embedded-packages.ts'
import type { Deployables } from './model.ts'

/** Texts in the code of a service that may name a folder, with the line. */
export interface Literal {
  readonly value: string
  readonly evidence: Evidence
}

/** @returns the literals of a service's sources in files that have one of `words` */
export type LiteralsOf = (service: Service, words: readonly string[]) => readonly Literal[]

/** What can be asked of the sources of services. */
export interface ServerReader {
  readonly literals: LiteralsOf
  /** @returns true for a server that other origins call and that hands out no files */
  readonly isApart: (service: Service) => boolean
}

/** What the two ecosystems found. */
interface Parts {
  readonly rust: Deployables
  readonly node: Deployables
  readonly unsupported: Facts['unsupported']
}

/**
 * Tells front ends that another service ships from those that are deployed by themselves: the code of the service names the folder
 * of the build's output, its Dockerfile copies it, or nothing in the repository deploys it while there is one service that can.
 */
export function linkFrontends(
  view: View,
  parts: Parts,
  found: Found | undefined,
  deployments: Deployments,
  reader: ServerReader,
): Deployables {
  const servers = [...parts.rust.services, ...parts.node.services].filter(service => service.workload.value === 'http')
  const frontends: Frontend[] = []
  const embedded = new Map<Service, Fact<string>[]>()
  const kept: Service[] = []
  const others: NonService[] = []
  for (const service of parts.node.services) {
    const users = service.site && found ? dependentsOf(view, service, servers, found.packages, deployments) : undefined
    const packaged = users?.server && { server: users.server, fact: likely(undefined, users.evidence) }
    const link =
      (service.site && serverOf(view, service, servers, deployments, reader)) ??
      (service.site && found && filledBy(view, service, servers, found.packages)) ??
      packaged
    const foreign = link ? undefined : writtenInto(service, parts.unsupported)
    if (foreign) frontends.push(frontendOf(service, foreign))
    if (!link) {
      const window =
        !foreign && service.site && found ? windowEvidence(view, service, found.packages, deployments) : undefined
      if (window) others.push(notDeployed(service, 'the window of a desktop app', window))
      else if (users && !foreign)
        others.push(notDeployed(service, 'a library that other packages are built with', users.evidence))
      else if (!foreign) kept.push(service)
      continue
    }
    frontends.push(frontendOf(service, { ...link.fact, value: link.server.name.value }))
    embedded.set(link.server, [...(embedded.get(link.server) ?? []), { ...link.fact, value: service.path }])
  }
  frontends.push(...assetsOf(view, parts.rust, parts.node, found, embedded))
  const services = [...parts.rust.services, ...kept].map(service => withEmbeds(service, embedded.get(service)))
  const shipped = new Set(frontends.map(frontend => frontend.path))
  const nonServices = [
    ...parts.rust.nonServices,
    ...parts.node.nonServices.filter(item => !shipped.has(item.path)),
    ...others,
  ]
  return { services, frontends, nonServices }
}

/** Pages that show a library while it is made, or that something else than a server shows. */
function notDeployed({ path, name }: Service, reason: string, evidence: Evidence): NonService {
  return { path, name: name.value, reason, evidence: [evidence] }
}

function withEmbeds(service: Service, embeds: readonly Fact<string>[] | undefined): Service {
  return embeds ? copyOf(service, { embeds }) : service
}

function frontendOf(service: Service, servedBy: Fact<string>): Frontend {
  const { path, project, name, framework, buildScript, site } = service
  return {
    path,
    project,
    name,
    servedBy,
    ...(framework ? { framework } : {}),
    ...(buildScript ? { buildScript } : {}),
    ...(site ? { site } : {}),
  }
}

interface Link {
  readonly server: Service
  readonly fact: Fact<undefined>
}

function serverOf(
  view: View,
  frontend: Service,
  servers: readonly Service[],
  deployments: Deployments,
  { literals, isApart }: ServerReader,
): Link | undefined {
  const others = servers.filter(
    server => server !== frontend && (server.ecosystem === 'rust' || server.path !== frontend.path),
  )
  const output = normalize(`${frontend.path}/${frontend.site?.output.value ?? 'dist'}`) ?? frontend.path
  const ships = isServed(frontend, deployments)
  for (const server of ships ? [] : others) {
    const named = namedFolder(frontend, server, output, literals)
    if (named) return { server, fact: likely(undefined, named) }
  }
  for (const server of others) {
    const copied = copiedFolder(view, frontend, server, output, deployments)
    if (copied) return { server, fact: likely(undefined, copied) }
  }
  const [rust, ...more] = others.filter(server => server.ecosystem === 'rust')
  if (!rust || more.length || isDeployed(view, frontend, deployments) || isApart(rust)) return undefined
  return { server: rust, fact: guess(undefined, ...frontend.workload.evidence) }
}

/** A script of the repository copies what the build wrote into the folder of a server, which it serves its files from. */
function filledBy(
  view: View,
  frontend: Service,
  servers: readonly Service[],
  packages: Found['packages'],
): Link | undefined {
  const output = normalize(`${frontend.path}/${frontend.site?.output.value ?? 'dist'}`)
  for (const { facts } of packages.values()) {
    for (const { value, evidence } of Object.values(facts.scripts)) {
      const copies = copiesIn(value, facts.path).filter(({ from }) => from === output)
      const server = servers.find(
        ({ path }) =>
          path !== '.' && !isInside(frontend.path, path) && copies.some(({ to }) => to !== path && isInside(to, path)),
      )
      if (server) return { server, fact: likely(undefined, ...evidence) }
    }
  }
  return undefined
}

/** `cp -R web/build server/static`, also by the tools that do the same on each system: from where and to where, from the root of the repository */
function copiesIn(line: string, folder: string): readonly { readonly from: string; readonly to: string }[] {
  return [...line.matchAll(COPY)].flatMap(([, from = '', to = '']) => {
    const [source, target] = [from.replace(/\/(?:\*{1,2}|\.)?$/, ''), to].map(it => normalize(`${folder}/${it}`))
    return source === undefined || target === undefined ? [] : [{ from: source, to: target }]
  })
}

const COPY =
  /\b(?:cp|mv|copy|copyfiles|cpx2?|cpy|ncp|copy-folder|rsync)\s+(?:-\S+\s+)*["']?([\w@./-]+(?:\/\*{1,2})?)["']?\s+["']?([\w@./-]+)["']?/g

/** The build writes out of its own folder, into that of a program in another language: it is that program's to serve. */
function writtenInto(frontend: Service, unsupported: Facts['unsupported']): Fact<string> | undefined {
  const written = frontend.site?.output
  const output = written && normalize(`${frontend.path}/${written.value}`)
  if (!written || output === undefined || isInside(output, frontend.path)) return undefined
  const home = unsupported.find(part => part.path !== '.' && isInside(output, part.path))
  return home && likely(basename(home.path), ...written.evidence)
}

/** The code names the output folder: from the folder of its package, of its project, or of the repository. */
function namedFolder(frontend: Service, server: Service, output: string, literals: LiteralsOf): Evidence | undefined {
  if (server.path !== '.' && server.path !== frontend.path && isInside(output, server.path))
    return frontend.site?.output.evidence[0]
  const last = basename(output)
  const home = basename(frontend.path === '.' ? '' : frontend.path)
  const all = literals(server, [last])
  for (const { value, evidence } of all) {
    const clean = value.replace(/^\$\{?CARGO_MANIFEST_DIR\}?\/?/, '')
    const places = [server.path, server.project, '.', dirname(evidence.path)].flatMap(
      folder => normalize(`${folder}/${clean}`) ?? [],
    )
    if (
      /[/.]|dist|build|static|public|out/.test(value) &&
      clean !== '' &&
      places.some(place => place !== '.' && isInside(place, output))
    )
      return evidence
  }
  // The path may be put together from several pieces: join(here, '../../web/', 'build').
  const pieces = all.filter(
    ({ value }) => home !== '' && new RegExp(String.raw`^(?:\.\./)+(?:[\w.-]+/)*${literally(home)}/?$`).test(value),
  )
  const spelled = spelledOut(all, [server.path, server.project], output)
  if (spelled) return spelled
  // Its end stands in one piece, behind steps that lead up: join(__dirname, '..', '..', 'client/dist').
  const ending = all.find(
    ({ value }) => /^[\w.-]+(?:\/[\w.-]+)+$/.test(value) && (output === value || output.endsWith(`/${value}`)),
  )
  if (ending && server.project === frontend.project && climbs(all, ending)) return ending.evidence
  // Applications that are built side by side: join(__dirname, '..', 'client').
  const sibling = all.find(({ value }) => value === last && last !== 'dist' && last !== 'build' && last !== 'public')
  if (sibling && climbs(all, sibling) && server.project === frontend.project) return sibling.evidence
  const piece = pieces.find(({ evidence }) =>
    all.some(other => other.evidence.path === evidence.path && other.value.replace(/^\/|\/$/g, '') === last),
  )
  return piece?.evidence
}

/** Each step down to the folder is a text of its own: join(__dirname, 'web', 'build'), seen from the file or from the package. */
function spelledOut(all: readonly Literal[], homes: readonly string[], output: string): Evidence | undefined {
  return all.find(({ value, evidence }, i) =>
    [dirname(evidence.path), ...homes].some(home => {
      const steps = isInside(output, home) && output !== home ? relative(home, output).split('/') : []
      const isRow = steps.every((step, n) => all[i + n]?.value === step && all[i + n]?.evidence.path === evidence.path)
      return steps.length > 1 && steps[0] === value && isRow
    }),
  )?.evidence
}

/** A file that names a folder above its own. */
function climbs(all: readonly Literal[], { evidence }: Literal): boolean {
  return all.some(other => other.evidence.path === evidence.path && /^\.\.\/?$/.test(other.value))
}

/** The image of the service takes the output from a stage that builds the front end. */
function copiedFolder(
  view: View,
  frontend: Service,
  server: Service,
  output: string,
  deployments: Deployments,
): Evidence | undefined {
  const program = server.binary?.value ?? server.name.value
  for (const file of dockerfilesOf(deployments, [program], server.path)) {
    for (const { name, rest, line } of file.instructions) {
      if (name === 'RUN' && movedFolders(rest).includes(output))
        return view.evidence(file.path, line, 'Dockerfile puts the output of the front end elsewhere')
      const [, stage = '', from = ''] = /^--from=(\S+)\s+(?:--\S+\s+)*(\S+)/.exec(rest) ?? []
      if (name !== 'COPY' || basename(from.replace(/\/$/, '')) !== basename(output)) continue
      if (buildsFrontend(file, stage, frontend.path))
        return view.evidence(file.path, line, 'Dockerfile copies the output of the front end')
    }
  }
  return undefined
}

/** What a command of the shell copies or moves the contents of: `mv ./web/build/* ./public`, as seen from the root of the repository */
function movedFolders(command: string): readonly (string | undefined)[] {
  return [...command.matchAll(/\b(?:mv|cp)\s+(?:-\S+\s+)*(\S+?)(?:\/[*.]?)?\s/g)].map(([, from = '']) =>
    normalize(from),
  )
}

/** A stage on a Node image that takes in the folder of the front end. */
function buildsFrontend(file: Dockerfile, stage: string, folder: string): boolean {
  let inside = false
  for (const { name, rest } of file.instructions) {
    if (name === 'FROM')
      inside = new RegExp(String.raw`\bas\s+${literally(stage)}$`, 'i').test(rest) && /node|bun|deno/i.test(rest)
    if (!inside || (name !== 'COPY' && name !== 'ADD' && name !== 'WORKDIR' && name !== 'RUN')) continue
    if (folder === '.' || rest.split(/[\s/]+/).includes(basename(folder))) return true
  }
  return false
}

/** An image of the front end's own that ends in a web server: whoever else can show the folder does so for development. */
function isServed({ path }: Service, deployments: Deployments): boolean {
  const own = imagesOn(deployments, path, /\b(?:nginx|caddy|httpd)\b/i)
  return path !== '.' && own.some(file => basename(file.path) === 'Dockerfile')
}

/** Dockerfiles in a folder whose last stage is based on such an image. */
function imagesOn({ dockerfiles }: Deployments, folder: string, base: RegExp): readonly Dockerfile[] {
  return dockerfiles.filter(
    file => dirname(file.path) === folder && file.final.some(({ name, rest }) => name === 'FROM' && base.test(rest)),
  )
}

/** A web server's image or configuration, or a hosting platform's file, in the folder of the front end. */
function isDeployed(view: View, frontend: Service, deployments: Deployments): boolean {
  const own = imagesOn(deployments, frontend.path, /nginx|caddy|httpd|apache|static|serve|node/i)
  const hosted = ['vercel.json', 'netlify.toml', 'nginx.conf', 'wrangler.toml', 'firebase.json', 'fly.toml'].some(
    name => view.has(join(frontend.path, name)),
  )
  return own.length > 0 || hosted || frontend.port !== undefined
}
