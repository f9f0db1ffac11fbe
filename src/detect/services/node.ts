import { basename } from '../../text/paths.ts'
import type { Framework } from '../catalogue.ts'
import type { Found, SourcePackage } from '../ecosystems/model.ts'
import { certain, known, likely } from '../fact.ts'
import { DETECTORS } from '../frameworks/index.ts'
import { importedFrom, ScriptCode } from '../source/script-code.ts'
import { Evaluator } from '../source/script-values.ts'
import type { Fact, NonService, Project, Service, Workload } from '../types.ts'
import type { View } from '../view.ts'
import { deploymentsOf, dockerfilesOf, type Deployments } from './deployment.ts'
import { asideOf, frameworksFor, majorOf, type Deployables } from './model.ts'
import { chosenNeeds, guardedNeeds, namedNeeds, prismaDatabase, prismaSchema, provenNeeds, sourcesOf } from './databases.ts'
import { closureOf, needsOf, usedBy, type Needs } from './needs.ts'
import { buildScript, entryOf, renderedEntry, startScript, type Entry } from './node-entry.ts'
import { plainKind, productOf, serverlessFile, type Kind } from './node-kinds.ts'
import { declaredPort, defaultPort, dockerPort, flaggedPort, settingOf } from './node-settings.ts'
import { checkedPaths, endpointsOf } from './endpoints.ts'
import { nodeMigrations } from './migrations.ts'
import { fileRoutes, nodeRoutes } from './node-routes.ts'
import { consoleLine, listenersIn, listeningOf, type Listener, type Listening } from './node-port.ts'
import { renderedOf, type Rendered } from './node-rendered.ts'
import { isBundled, siteOf } from './node-site.ts'
import { startCommandOf } from './node-start.ts'
import { processesOf, workerOf } from './node-worker.ts'
import { serverPaths, staticPort } from './static-port.ts'

const FRAMEWORKS: readonly Framework[] = (DETECTORS as readonly Framework[]).filter(framework => framework.ecosystem === 'node')

/** All that is known of a package while it is looked at. */
export interface Candidate {
  readonly view: View
  readonly code: ScriptCode
  readonly evaluator: Evaluator
  readonly source: SourcePackage
  readonly project: Project
  readonly packages: Found['packages']
  readonly deployments: Deployments
}

/** @returns the services and look-alikes among the packages with a package.json; front ends that another service ships are told apart later */
export function nodeServices(view: View, found: Found, deployments: Deployments): Deployables {
  const members = new Map([...found.packages.values()].flatMap(source => (source.facts.name ? [[source.facts.name.value, source.facts.path] as const] : [])))
  const code = new ScriptCode(view, members)
  const evaluator = new Evaluator(code, key => settingOf(view, key))
  const services: Service[] = []
  const nonServices: NonService[] = []
  for (const source of found.packages.values()) {
    const project = found.projects.find(p => p.path === source.project)
    if (!project) continue
    const result = classify({ view, code, evaluator, source, project, packages: found.packages, deployments })
    if ('what' in result) nonServices.push({ path: source.facts.path, ...(source.facts.name ? { name: source.facts.name.value } : {}), reason: result.what, evidence: [result.evidence] })
    else services.push(...result.services)
  }
  return { services, frontends: [], nonServices }
}

interface Classified {
  readonly services: readonly Service[]
}

function classify(candidate: Candidate): Classified | Kind {
  const { view, source } = candidate
  const aside = asideOf(source.facts.path)
  if (aside !== undefined) return { what: aside, evidence: view.evidence(source.facts.manifest, undefined, 'name of the folder') }
  const product = productOf(view, source)
  // A service may carry the generator of its own documentation.
  if (product && !product.beside) return product
  const names = new Set(source.facts.dependencies.filter(d => d.kind === 'normal' || d.kind === 'dev').map(d => d.name))
  const frameworks = frameworksFor(FRAMEWORKS, names)
  const runs = startScript(source) ?? buildScript(source)
  const rendered = runs && frameworks.find(framework => framework.server)
  if (rendered) return { services: [renderedService(candidate, rendered)] }
  const services = serversOf(candidate, frameworks)
  if (services.length) return { services }
  if (product) return product
  const site = frameworks.find(framework => framework.site && !framework.library)
  if (buildScript(source) && (site || isBundled(candidate.code, source))) return { services: [siteService(candidate, site ?? frameworks.find(framework => framework.library))] }
  return plainKind(view, source)
}

function renderedService(candidate: Candidate, framework: Framework): Service {
  const { code, evaluator, source } = candidate
  const rendered = renderedOf(candidate, framework)
  if (rendered.workload === 'static') return siteService(candidate, framework, rendered)
  const entry = renderedEntry(code, source, framework)
  const listeners = entry ? listenersIn(code, evaluator, importedFrom(code, entry.path, 40)) : []
  return serviceOf(candidate, { framework, workload: likely(rendered.workload, ...(frameworkFact(candidate.view, source, framework)?.evidence ?? [])), listeners, ...(entry ? { entry } : {}), rendered })
}

/** Packages whose code starts to listen, that a framework's own program starts, or that work without listening. */
function serversOf(candidate: Candidate, frameworks: readonly Framework[]): readonly Service[] {
  const { view, code, evaluator, source, deployments } = candidate
  const shipped = new Set(source.facts.dependencies.filter(d => d.kind === 'normal' || d.kind === 'optional').map(d => d.name))
  const start = startScript(source)
  const entry = entryOf(code, source, start?.value)
  const files = entry ? importedFrom(code, entry.path) : []
  const listeners = listenersIn(code, evaluator, files)
  const framework = frameworks.find(f => !f.site && f.workload !== 'worker' && f.packages.some(name => shipped.has(name)))
  const commanded = framework?.commands?.some(command => Object.values(source.facts.scripts).some(script => script.value.includes(command)))
  const part = { listeners, files, ...(entry ? { entry } : {}), ...(framework ? { framework } : {}) }
  const evidence = listeners[0] ? [listeners[0].evidence] : (frameworkFact(view, source, framework)?.evidence ?? [])
  if (listeners.length || (framework && commanded)) {
    const main = serviceOf(candidate, { ...part, workload: certain(framework?.workload ?? listeners[0]?.kind ?? 'http', ...evidence) })
    const workers = processesOf(candidate, entry).map(process => serviceOf(candidate, { listeners: [], files: importedFrom(code, process.entry.path), entry: process.entry, workload: process.workload, script: process.script, ...workerFramework(frameworks) }))
    return [main, ...workers]
  }
  const functions = framework && serverlessFile(view, source)
  if (functions !== undefined) return [serviceOf(candidate, { ...part, workload: certain('serverless', view.evidence(functions, undefined, 'deployment of functions')) })]
  if (isBundled(code, source)) return []
  const runs = deploymentsOf(deployments, source.facts.name?.value ?? '', source.facts.path)
  const worker = workerOf(candidate, entry, files, runs)
  return worker ? [serviceOf(candidate, { listeners: [], files, ...(entry ? { entry } : {}), workload: worker, ...workerFramework(frameworks) })] : []
}

function workerFramework(frameworks: readonly Framework[]): Pick<Part, 'framework'> {
  const framework = frameworks.find(f => f.workload === 'worker')
  return framework ? { framework } : {}
}

function siteService(candidate: Candidate, framework: Framework | undefined, rendered?: Rendered): Service {
  const { view, code, evaluator, source, deployments } = candidate
  const site = rendered?.site ?? siteOf(code, evaluator, source, framework)
  const evidence = framework ? (frameworkFact(view, source, framework)?.evidence ?? []) : (buildScript(source)?.evidence ?? [])
  const port = staticPort(view, source.facts.path, dockerfilesOf(deployments, [], source.facts.path))
  return serviceOf(candidate, { workload: certain('static', ...evidence), listeners: [], ...(framework ? { framework } : {}), rendered: { workload: 'static', ...(site ? { site } : {}) }, ...(port ? { port } : {}) })
}

/** What was found out about a service. */
interface Part {
  readonly workload: Fact<Workload>
  readonly framework?: Framework
  readonly entry?: Entry
  /** Files that are reached from the entry. */
  readonly files?: readonly string[]
  readonly listeners: readonly Listener[]
  readonly script?: Fact<string>
  readonly rendered?: Rendered
  readonly port?: Fact<number>
}

function serviceOf(candidate: Candidate, part: Part): Service {
  const { view, source, project } = candidate
  const { facts } = source
  const { framework, workload, rendered } = part
  const isSite = workload.value === 'static'
  const needs = isSite ? NO_NEEDS : nodeNeeds(candidate)
  const start = isSite ? undefined : (part.script ?? startScript(source))
  return known<Service>({
    path: facts.path,
    project: project.path,
    name: facts.name ?? likely(basename(facts.path), view.evidence(facts.manifest, undefined, 'name of the folder')),
    ecosystem: 'node',
    workload,
    framework: frameworkFact(view, source, framework),
    packageManager: project.manager,
    languageVersion: project.runtime,
    binary: undefined,
    entry: part.entry?.fact,
    buildScript: buildScript(source),
    startScript: start,
    startCommand: isSite ? undefined : startCommandOf(source, start, part.entry),
    outputDir: rendered?.outputDir,
    standalone: rendered?.standalone,
    site: rendered?.site,
    ...listeningFacts(candidate, part),
    databases: needs.databases,
    cache: needs.cache,
    queues: needs.queues,
    orm: needs.orm,
    migrations: needs.databases.length ? migrationsOf(candidate, needs) : undefined,
    ...endpoints(candidate, part, needs),
    metricsLibrary: needs.metrics[0],
    logging: isSite ? undefined : loggingOf(candidate, part, needs),
    buildPackages: [],
    runtimePackages: [],
    runtimeFiles: [],
    embeds: [],
  })
}

function nodeNeeds({ view, code, source, packages, project }: Candidate): Needs {
  const all = needsOf(view, 'node', usedBy(source, packages))
  const usesPrisma = all.orm.some(fact => fact.value === 'prisma')
  const schema = usesPrisma ? prismaSchema(view, closureOf(source, packages)) : undefined
  const database = schema === undefined ? undefined : prismaDatabase(view, schema)
  const databases = database && !all.databases.some(need => need.value === database.value) ? [...all.databases, database] : all.databases
  const proven = provenNeeds(view, code, source, { ...all, databases })
  return namedNeeds(view, chosenNeeds(view, source.facts.path, project.path, guardedNeeds(view, code, source, proven)))
}

function listeningFacts(candidate: Candidate, part: Part): Listening {
  const { framework, workload } = part
  if (workload.value === 'static') return part.port ? { port: part.port } : {}
  if (workload.value === 'worker' || workload.value === 'cron') return {}
  const { view, code, evaluator, source, deployments } = candidate
  const found = listeningOf(code, part.listeners, framework?.loopback ?? false)
  const start = startScript(source)
  const port = found.port ?? flaggedPort(source, start?.value) ?? declaredPort(view, code, evaluator, source, part.files ?? []) ?? defaultPort(view, source, framework) ?? dockerPort(view, dockerfilesOf(deployments, [], source.facts.path))
  const variable = found.portVariable ?? (framework?.portVariable !== undefined && !found.port ? likely(framework.portVariable, ...workload.evidence) : undefined)
  const host = found.host ?? (framework?.hostVariable === undefined ? undefined : likely({ loopbackOnly: framework.loopback ?? false, variable: framework.hostVariable }, ...workload.evidence))
  return known<Listening>({ port, portVariable: variable, host, extraPorts: undefined })
}

function migrationsOf(candidate: Candidate, needs: Needs): Fact<string> | undefined {
  const { source, packages } = candidate
  const closure = closureOf(source, packages)
  const mine = new Set(closure.map(other => other.facts.path))
  const others = [...packages.keys()].filter(folder => !mine.has(folder))
  return nodeMigrations(candidate, { packages: closure, project: source.project, others }, needs.orm.map(fact => fact.value))
}

function endpoints(candidate: Candidate, part: Part, needs: Needs): Pick<Service, 'healthPaths' | 'metricsPath'> {
  const { view, code, source, deployments } = candidate
  const { workload, files = [], rendered } = part
  const dockerfiles = dockerfilesOf(deployments, [], source.facts.path)
  const checked = checkedPaths(view, dockerfiles, deployments, source.facts.name?.value ?? basename(source.facts.path))
  if (workload.value === 'static') return { healthPaths: serverPaths(view, source.facts.path).concat(checked).slice(0, 1) }
  if (workload.value !== 'http') return { healthPaths: [] }
  const found = endpointsOf([...nodeRoutes(code, rendered || loadsFiles(source) ? sourcesOf(view, source.facts.path) : files), ...(rendered ? fileRoutes(code, source.facts.path) : [])])
  const library = needs.metrics.find(fact => METRICS_PATHS.test(fact.value))
  const metrics = found.metricsPath ?? (library ? likely('/metrics', ...library.evidence) : undefined)
  return { healthPaths: found.healthPaths.length ? found.healthPaths : checked, ...(metrics ? { metricsPath: metrics } : {}) }
}

/** Plugins that register files without an import. */
function loadsFiles(source: SourcePackage): boolean {
  return source.facts.dependencies.some(dependency => /^(@fastify\/autoload|fastify-autoload|fastify-cli|express-file-routing|@nestjs\/core)$/.test(dependency.name))
}

/** Libraries that answer at /metrics unless they are told otherwise. */
const METRICS_PATHS = /^(express-prom-bundle|prometheus-api-metrics|fastify-metrics|@willsoto\/nestjs-prometheus|express-prometheus-middleware|swagger-stats)$/

function loggingOf({ view, code, source }: Candidate, { framework, files, workload }: Part, needs: Needs): Fact<string> | undefined {
  if (needs.logging[0]) return needs.logging[0]
  if (framework?.logging !== undefined) return likely(framework.logging, ...workload.evidence)
  for (const file of files ?? sourcesOf(view, source.facts.path)) {
    const script = (view.text(file) ?? '').includes('console.') ? code.script(file) : undefined
    const line = script && consoleLine(script)
    if (line !== undefined) return likely('console', view.evidence(file, line, 'writes to the console'))
  }
  return undefined
}

const NO_NEEDS: Needs = { databases: [], cache: [], queues: [], orm: [], logging: [], metrics: [] }

function frameworkFact(view: View, source: SourcePackage, framework: Framework | undefined): Fact<string> | undefined {
  const dependency = framework?.packages.flatMap(name => source.facts.dependencies.find(d => d.name === name) ?? [])[0]
  if (!framework || !dependency) return undefined
  const version = majorOf(dependency.locked ?? dependency.range)
  return certain(version === undefined ? framework.id : `${framework.id} ${version}`, view.evidence(source.facts.manifest, dependency.line, `dependency ${dependency.name}`))
}
