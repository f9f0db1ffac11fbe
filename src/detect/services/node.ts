import { isInside } from '../../text/paths.ts'
import type { Framework } from '../catalogue.ts'
import type { Found } from '../ecosystems/model.ts'
import { certain, likely } from '../fact.ts'
import { DETECTORS } from '../frameworks/index.ts'
import { importedFrom, packagesIn, ScriptCode } from '../source/script-code.ts'
import { Evaluator } from '../source/script-values.ts'
import type { NonService, Service, Workload } from '../types.ts'
import type { View } from '../view.ts'
import { notePortConflict } from './conflicts.ts'
import { dockerfilesOf, type Deployments } from './deployment.ts'
import { sourcesOf } from './databases.ts'
import { asideOf, frameworksFor, isOfTheProduct, type Deployables } from './model.ts'
import { withSite } from './node-beside.ts'
import type { Candidate, Rendered } from './node-candidate.ts'
import { buildScript, entryOf, renderedEntry, startScript, type Entry } from './node-entry.ts'
import { frameworkFact, nodeService } from './node-facts.ts'
import { commandsOf, fileOf, type Command } from './node-command.ts'
import { copiedBy } from './node-generator.ts'
import { startedBeside } from './node-helper.ts'
import { isAlone, isServedToo, plainKind, productOf, type Kind } from './node-kinds.ts'
import { borrowedFramework, isOffered, isOfferedSite } from './node-library.ts'
import { listenersFrom, listenersIn, SOCKETS, type Listener } from './node-port.ts'
import { functionService, quietOf, workersOf } from './node-quiet.ts'
import { probedWorker } from './node-probed.ts'
import { renderedOf } from './node-rendered.ts'
import { flaggedPort, settingOf } from './node-settings.ts'
import { siblingsOf } from './node-siblings.ts'
import { isBundled, siteOf } from './node-site.ts'
import { withImage } from './node-image.ts'
import { withImports } from './node-imports.ts'
import { startedByClient } from './node-stdio.ts'
import { hasTask } from './node-tasks.ts'
import { staticPort } from './static-port.ts'

const FRAMEWORKS: readonly Framework[] = (DETECTORS as readonly Framework[]).filter(
  framework => framework.ecosystem === 'node',
)

/** @returns the services and look-alikes among the packages with a package.json; front ends that another service ships are told apart later */
export function nodeServices(view: View, found: Found, deployments: Deployments): Deployables {
  const members = new Map(
    [...found.packages.values()].flatMap(source =>
      source.facts.name ? [[source.facts.name.value, source.facts.path] as const] : [],
    ),
  )
  const code = new ScriptCode(view, members)
  const evaluator = new Evaluator(code, key => settingOf(view, key))
  const services: Service[] = []
  const nonServices: NonService[] = []
  const packages = new Map(found.packages)
  for (const [folder, source] of found.packages)
    packages.set(folder, withImports(code, withImage(view, source, deployments), found.packages))
  for (const source of packages.values()) {
    const project = found.projects.find(p => p.path === source.project && p.ecosystem === 'node')
    if (!project) continue
    const result = view.guarded(source.facts.manifest, () =>
      classify({ view, code, evaluator, source, project, packages, deployments }),
    )
    if (!result) continue
    if ('what' in result)
      nonServices.push({
        path: source.facts.path,
        ...(source.facts.name ? { name: source.facts.name.value } : {}),
        reason: result.what,
        evidence: [result.evidence],
      })
    else {
      services.push(...result.services)
      const dockerfiles = dockerfilesOf(deployments, [], source.facts.path)
      // Several of one package share its image, which exposes the port of the first.
      for (const service of result.services.slice(0, 1)) notePortConflict(view, service, dockerfiles)
    }
  }
  return { services, frontends: [], nonServices }
}

interface Classified {
  readonly services: readonly Service[]
}

function classify(candidate: Candidate): Classified | Kind {
  const { view, source } = candidate
  const aside = asideOf(source.facts.path)
  if (aside !== undefined && !(aside === 'an example' && isAlone(view, candidate.packages)))
    return { what: aside, evidence: view.evidence(source.facts.manifest, undefined, 'name of the folder') }
  const handed = copiedBy(candidate) ?? startedBeside(candidate)
  if (handed) return handed
  const packed = productOf(view, source)
  const product = packed && isServedToo(packed, source, candidate.deployments) ? undefined : packed
  // A service may carry the generator of its own documentation.
  if (product && !product.beside) return product
  const inner = hostOf(candidate)
  if (inner !== undefined)
    return {
      what: `the root of a workspace whose applications lie in folders such as ${inner}`,
      evidence: view.evidence(source.facts.manifest, undefined, 'manifest of the workspace'),
    }
  const names = new Set(source.facts.dependencies.filter(d => d.kind === 'normal' || d.kind === 'dev').map(d => d.name))
  const frameworks = frameworksFor(FRAMEWORKS, names)
  const tasked = hasTask(view, source)
  const runs = startScript(source) !== undefined || buildScript(source) !== undefined || tasked
  const rendered = runs && frameworks.find(framework => framework.server && !isMadeFor(source, framework))
  if (rendered) return { services: [renderedService(candidate, rendered)] }
  if (frameworks.some(framework => framework.server && isPeer(source, framework) && isMadeFor(source, framework)))
    return plainKind(view, source)
  const started = startedByClient(candidate)
  if (started) return started
  const services = serversOf(candidate, frameworks)
  if (services.length)
    return { services: withSite(candidate, services, frameworks, framework => siteService(candidate, framework)) }
  if (product) return product
  const site = frameworks.find(framework => framework.site && !framework.library)
  const hasPage = site !== undefined || isBundled(candidate.code, source)
  if ((buildScript(source) !== undefined || tasked) && hasPage && !isOfferedSite(candidate))
    return {
      services: [
        siteService(candidate, site ?? frameworks.find(framework => framework.library)),
        ...functionService(candidate, frameworks),
      ],
    }
  return packed ?? plainKind(view, source)
}

/** The folder of an application that is described elsewhere, for the package that carries its dependencies and starts nothing else. */
function hostOf({ code, source, packages }: Candidate): string | undefined {
  const hosted = [...packages.values()].filter(other => other.host === source.facts.path).map(other => other.facts.path)
  const members = [...packages.keys()].filter(
    folder => folder !== source.facts.path && isInside(folder, source.facts.path),
  )
  const entry = hosted.length || members.length ? entryOf(code, source, startScript(source)?.value) : undefined
  const own = entry && members.find(folder => isInside(entry.path, folder))
  if (hosted.length && (!entry || own !== undefined)) return hosted[0]
  const applications = members.filter(isOfTheProduct)
  return own ?? (applications.length && delegates(source) ? applications[0] : undefined)
}

/** Commands that run the scripts of the members of a workspace; `nx build` may be about the root itself. */
const RUNNER = /^(?:turbo|lerna|moon|lage|wsrun|rush|workspaces|nx (?:run-many|affected))(?: |$)/

/** True when what starts or builds a package only has others do so: their framework may stand in its manifest, and none of it is its own. */
function delegates(source: Candidate['source']): boolean {
  const runs = startScript(source) ?? buildScript(source)
  return runs !== undefined && commandsOf(source, runs.value).every(({ words }) => RUNNER.test(words.join(' ')))
}

/**
 * What is for programs of a framework, a library or what puts such a program somewhere, which has the framework as a peer: nothing starts it,
 * and what builds it is not the framework.
 */
function isMadeFor(source: Candidate['source'], framework: Framework): boolean {
  if ((!source.facts.hasLibrary && !isPeer(source, framework)) || startScript(source)) return false
  const programs = new Set([framework.id, 'vite', ...framework.packages])
  return !commandsOf(source, buildScript(source)?.value ?? '').some(({ words }) => words.some(it => programs.has(it)))
}

function isPeer({ facts }: Candidate['source'], { packages }: Framework): boolean {
  return facts.dependencies.some(({ kind, name }) => kind === 'peer' && packages.includes(name))
}

function renderedService(candidate: Candidate, framework: Framework): Service {
  const { code, evaluator, source } = candidate
  const rendered = renderedOf(candidate, framework)
  if (rendered.workload === 'static') return siteService(candidate, framework, rendered)
  const entry = renderedEntry(code, source, framework)
  const listeners = entry ? listenersFrom(code, evaluator, importedFrom(code, entry.path, 40)) : []
  return nodeService(candidate, {
    framework,
    workload: likely(rendered.workload, ...(frameworkFact(candidate.view, source, framework)?.evidence ?? [])),
    listeners,
    ...(entry ? { entry } : {}),
    rendered,
  })
}

/** Packages whose code starts to listen, that a framework's own program starts, or that work without listening. */
function serversOf(given: Candidate, frameworks: readonly Framework[]): readonly Service[] {
  const { view, code, evaluator, source } = given
  const shipped = new Set(
    source.facts.dependencies.filter(d => d.kind === 'normal' || d.kind === 'optional').map(d => d.name),
  )
  const start = startScript(source)
  const entry = entryOf(code, source, start?.value)
  if (entry && !start && !isOfTheProduct(entry.path.replace(/\.\w+$/, ''))) return []
  const files = entry ? importedFrom(code, entry.path) : []
  const owned = frameworks.filter(f => !f.site && f.workload !== 'worker' && f.packages.some(name => shipped.has(name)))
  const used = packagesIn(code, files)
  const own = owned.find(f => isCommanded(source, f) || f.packages.some(name => used.has(name))) ?? owned[0]
  if (!own && isBundled(code, source)) return []
  const canServe = own !== undefined || [...used].some(name => SERVER_MODULES.has(name))
  // A front end imports the types of its server, and what they share: neither starts it.
  const isSite = !own && frameworks.some(f => f.site && !f.library)
  // Anything has a method called listen: without a module that can serve, it is about events.
  const reached = listenersFrom(code, evaluator, files).filter(
    l =>
      (!isSite || isInside(l.script.path, source.facts.path)) &&
      (canServe || !l.evidence.rule.endsWith(' listen') || /\bcreate(?:Secure)?Server\b/.test(l.script.text)),
  )
  // Plugins and hooks are loaded by name, and a built file may come from anywhere: what no import leads to may start the server all the same.
  const isUnseen = !reached.length && own && start && (entry ?? commandsOf(source, start.value).some(isFile))
  const all = isUnseen ? listenersIn(code, evaluator, sourcesOf(view, source.facts.path)) : reached
  const isLost = !entry && new Set(all.map(l => l.script.path)).size > 1
  const listeners = isLost ? [] : all
  const borrowed = own ? undefined : borrowedFramework(given, FRAMEWORKS, listeners)
  const candidate = borrowed?.candidate ?? given
  const framework = own ?? borrowed?.framework
  // among several that may be what runs, nothing is certain
  const say = isLost ? likely : certain
  const part = { listeners, files, ...(entry ? { entry } : {}), ...(framework ? { framework } : {}) }
  if (entry && isOffered(candidate, entry, files, listeners)) return []
  const standalone = entry && framework?.standalone?.(code, files)
  if (standalone?.kind === 'command') return []
  if (standalone?.kind === 'worker')
    return [nodeService(candidate, { ...part, listeners: [], workload: certain('worker', standalone.evidence) })]
  const evidence = listeners[0]
    ? [listeners[0].evidence]
    : (frameworkFact(view, candidate.source, framework)?.evidence ?? [])
  const serves =
    framework !== undefined &&
    entry !== undefined &&
    (isCommanded(source, framework) || (start !== undefined && servesUnseen(candidate, framework, entry)))
  if (listeners.length || isLost || serves) {
    const probed = probedWorker(candidate, framework, files)
    const main = nodeService(candidate, {
      ...part,
      workload: probed ? likely('worker', probed) : say(servedBy(listeners, framework), ...evidence),
    })
    return [main, ...siblingsOf(candidate, entry, framework), ...workersOf(candidate, entry, frameworks)]
  }
  return quietOf(candidate, part, frameworks)
}

function isFile(command: Command): boolean {
  return fileOf(command) !== undefined
}

/** What a program serves: gRPC where it does, but beside a server of HTTP that it opens first. */
function servedBy(listeners: readonly Listener[], framework: Framework | undefined): Workload {
  const [first] = listeners
  const isBeside = first?.kind === 'http' && framework !== undefined
  if (!isBeside && listeners.some(l => l.kind === 'grpc')) return 'grpc'
  // A bare socket comes beside the server of a framework, whichever of the two is opened first.
  if (first?.kind === 'tcp' && framework && listeners.some(l => l.kind === 'http')) return framework.workload ?? 'http'
  return framework?.workload ?? first?.kind ?? 'http'
}

/** True where a script runs the program of the framework. */
function isCommanded({ facts }: Candidate['source'], { commands = [] }: Framework): boolean {
  return commands.some(command => Object.values(facts.scripts).some(({ value }) => value.includes(command)))
}

/** Modules that a server is made of. */
const SERVER_MODULES = new Set([
  ...FRAMEWORKS.filter(framework => !framework.site && !framework.library).flatMap(framework => framework.packages),
  ...['http', 'https', 'http2', 'net', 'tls', 'dgram'].flatMap(name => [name, `node:${name}`]),
  ...SOCKETS,
  'socket.io',
  'ws',
  'connect',
  'uWebSockets.js',
  'moleculer-web',
  'json-server',
  'parse-server',
  '@hono/node-server',
  '@trpc/server',
])

/** A framework that the sources use, in a package whose start script runs them: it listens in a way that cannot be followed. */
function servesUnseen({ view, code, source }: Candidate, framework: Framework, entry: Entry): boolean {
  const { facts } = source
  if (facts.hasLibrary || (facts.binaries.length && !facts.binaries.some(binary => binary.source === entry.path)))
    return false
  const used = packagesIn(code, sourcesOf(view, facts.path))
  return framework.workload === undefined && framework.packages.some(name => used.has(name))
}

function siteService(candidate: Candidate, framework: Framework | undefined, rendered?: Rendered): Service {
  const { view, code, evaluator, source, deployments } = candidate
  const site = rendered?.site ?? siteOf(code, evaluator, source, framework)
  const evidence = framework
    ? (frameworkFact(view, source, framework)?.evidence ?? [])
    : (buildScript(source)?.evidence ?? [])
  const port =
    flaggedPort(source, source.image?.script) ??
    staticPort(view, source.facts.path, dockerfilesOf(deployments, [], source.facts.path))
  return nodeService(candidate, {
    workload: certain('static', ...evidence),
    listeners: [],
    ...(framework ? { framework } : {}),
    rendered: { workload: 'static', ...(site ? { site } : {}) },
    ...(port ? { port } : {}),
  })
}
