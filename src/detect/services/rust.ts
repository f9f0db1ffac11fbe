import { basename, relative } from '../../text/paths.ts'
import type { Framework } from '../catalogue.ts'
import type { Found, SourcePackage } from '../ecosystems/model.ts'
import { certain, known, likely } from '../fact.ts'
import { DETECTORS } from '../frameworks/index.ts'
import { pathsIn, type RustSource } from '../source/rust.ts'
import type { Binary, Evidence, Fact, NeedFact, NonService, Project, Service, Workload } from '../types.ts'
import type { View } from '../view.ts'
import { chosenNeeds, namedNeeds } from './databases.ts'
import { debianPackages } from './debian.ts'
import { deploymentsOf, dockerfilesOf, type Deployment, type Deployments } from './deployment.ts'
import type { Dockerfile } from './dockerfile.ts'
import { asideOf, frameworksFor, majorOf, type Deployables } from './model.ts'
import { hiddenNeeds, needsOf, selectableFeatures, usedBy, type Needs, type Used } from './needs.ts'
import { checkedPaths, endpointsOf } from './endpoints.ts'
import { rustMigrations } from './migrations.ts'
import { RustCode } from './rust-code.ts'
import { rustPort } from './rust-port.ts'
import { rustRoutes } from './rust-routes.ts'
import { serverStart, type ServerStart } from './rust-server.ts'
import { workerOf } from './rust-worker.ts'

const FRAMEWORKS: readonly Framework[] = (DETECTORS as readonly Framework[]).filter(framework => framework.ecosystem === 'rust')

/** @returns the programs of cargo projects that are deployed, and those that look like it and are not */
export function rustServices(view: View, found: Found, deployments: Deployments): Deployables {
  const code = new RustCode(view, found.packages)
  const services: Service[] = []
  const nonServices: NonService[] = []
  for (const source of found.packages.values()) {
    const project = found.projects.find(p => p.path === source.project && p.ecosystem === 'rust')
    for (const binary of project ? source.facts.binaries : []) {
      const reason = asideOf(source.facts.path) ?? twinOf(view, source, binary)
      const program = project && reason === undefined ? programOf(view, { code, source, binary, project, packages: found.packages, used: usedBy(source, found.packages), runs: runsOf(deployments, source, binary) }) : undefined
      if (program) services.push(...processesOf(view, program, deployments))
      else nonServices.push(notDeployed(view, source, binary, reason))
    }
  }
  return { services, frontends: [], nonServices }
}

/** The same program a second time, under another name: the one that `cargo run` takes counts. */
function twinOf(view: View, source: SourcePackage, binary: Binary): string | undefined {
  if (source.defaultRun === undefined || binary.name === source.defaultRun || binary.source === undefined) return undefined
  const main = source.facts.binaries.find(other => other.name === source.defaultRun)
  return main?.source !== undefined && view.text(main.source) === view.text(binary.source) ? `the same program as ${main.name}` : undefined
}

function runsOf(deployments: Deployments, source: SourcePackage, binary: Binary): readonly Deployment[] {
  const single = source.facts.binaries.length === 1 && source.facts.path !== '.'
  return deploymentsOf(deployments, binary.name, single ? source.facts.path : undefined)
}

function programOf(view: View, candidate: Omit<Program, 'start' | 'workload'>): Program | undefined {
  const { code, source, binary } = candidate
  const names = new Set(source.facts.dependencies.filter(d => d.kind === 'normal' || d.kind === 'optional').map(d => d.name))
  const start = serverStart(view, code, source, binary, frameworksFor(FRAMEWORKS, names))
  if (start) return { ...candidate, start, workload: certain(start.framework?.workload ?? 'http', start.evidence) }
  const workload = workerOf(view, candidate)
  return workload && { ...candidate, workload }
}

/** One program may run as several processes, with other arguments: a Procfile says so. */
function processesOf(view: View, program: Program, deployments: Deployments): readonly Service[] {
  const { source, binary, start, runs } = program
  const dockerfiles = dockerfilesOf(deployments, [binary.name], source.facts.path)
  const first = serviceOf(view, program, dockerfiles, deployments)
  const workers = start ? runs.filter(run => run.kind === 'procfile' && run.workload !== 'http' && run.workload !== undefined) : []
  return [first, ...workers.map(run => asWorker(first, certain(run.workload ?? 'worker', run.evidence)))]
}

function asWorker({ framework: _, port: __, portVariable: ___, host: ____, metricsPath: _____, ...rest }: Service, workload: Fact<Workload>): Service {
  return { ...rest, workload, healthPaths: [] }
}

function notDeployed(view: View, source: SourcePackage, binary: Binary, aside: string | undefined): NonService {
  const evidence = binary.source === undefined ? view.evidence(source.facts.manifest, undefined, 'binary') : view.evidence(binary.source, undefined, 'binary')
  return { path: source.facts.path, name: binary.name, reason: aside ?? 'a program that starts no server', evidence: [evidence] }
}

/** What is known of a program that is deployed. */
export interface Program {
  readonly code: RustCode
  readonly source: SourcePackage
  readonly binary: Binary
  readonly project: Project
  readonly packages: Found['packages']
  readonly start?: ServerStart
  readonly workload: Fact<Workload>
  readonly used: readonly Used[]
  /** Places in the repository that run it. */
  readonly runs: readonly Deployment[]
}

function serviceOf(view: View, program: Program, dockerfiles: readonly Dockerfile[], deployments: Deployments): Service {
  const { source, binary, project, start, used, workload } = program
  const { facts } = source
  const lockPath = project.lockfile?.value
  const needs = namedNeeds(view, chosenNeeds(view, facts.path, project.path, withHidden(needsOf(view, 'rust', [...used, ...selectableFeatures(source)]), hiddenNeeds(view, source, lockPath, used))))
  const listening = start ? rustPort(view, program, dockerfiles) : {}
  const at: Evidence = binary.source === undefined ? view.evidence(facts.manifest, undefined, 'binary') : view.evidence(binary.source, undefined, 'binary of the package')
  return known<Service>({
    path: facts.path,
    project: project.path,
    name: facts.name ?? likely(basename(facts.path), view.evidence(facts.manifest, undefined, 'name of the folder')),
    ecosystem: 'rust',
    workload,
    framework: frameworkFact(view, program),
    packageManager: project.manager,
    languageVersion: project.runtime ?? project.minimumRuntime,
    binary: certain(binary.name, at),
    entry: binary.source === undefined ? undefined : certain(relative(facts.path, binary.source), at),
    buildScript: undefined,
    startScript: undefined,
    startCommand: undefined,
    outputDir: undefined,
    standalone: undefined,
    site: undefined,
    ...listening,
    databases: needs.databases,
    cache: needs.cache,
    queues: needs.queues,
    orm: needs.orm,
    migrations: needs.databases.length ? migrationsOf(view, program) : undefined,
    ...endpoints(view, program, dockerfiles, deployments),
    metricsLibrary: needs.metrics[0],
    logging: needs.logging[0] ?? builtInLogging(program) ?? printed(view, program),
    ...debianPackages(view, source, used, lockPath),
    runtimeFiles: [],
    embeds: [],
  })
}

function migrationsOf(view: View, { code, source, packages }: Program): Fact<string> | undefined {
  const closure = code.closure(source)
  const mine = new Set(closure.map(other => other.facts.path))
  const sources = code.matching(closure.flatMap(other => code.files(other)), /\b(?:migrate|embed_migrations)!/)
  return rustMigrations(view, { packages: closure, project: source.project, others: [...packages.keys()].filter(folder => !mine.has(folder)) }, sources)
}

function endpoints(view: View, program: Program, dockerfiles: readonly Dockerfile[], deployments: Deployments): Pick<Service, 'healthPaths' | 'metricsPath'> {
  const { code, source, binary, start } = program
  const files = [...new Set([...code.files(source, binary), ...code.closure(source).slice(1).flatMap(other => code.files(other))])]
  const found = start ? endpointsOf(rustRoutes(code, files)) : { healthPaths: [] }
  const own = (start?.framework?.healthPaths ?? []).map(path => likely(path, ...(start ? [start.evidence] : [])))
  const checked = start && !found.healthPaths.length && !own.length ? checkedPaths(view, dockerfiles, deployments, binary.name) : []
  const metrics = found.metricsPath ?? exporterPath(view, code.matching(files, /PrometheusBuilder/))
  return { healthPaths: [...own, ...found.healthPaths, ...checked], ...(metrics ? { metricsPath: metrics } : {}) }
}

/** The exporter of the metrics crates has a listener of its own, with one path. */
function exporterPath(view: View, sources: readonly RustSource[]): Fact<string> | undefined {
  for (const source of sources) {
    const use = pathsIn(source).find(path => /PrometheusBuilder(::new)?$/.test(path.path) && path.args > 0)
    if (use) return likely('/metrics', view.evidence(source.path, use.line, 'listener of the metrics exporter'))
  }
  return undefined
}

function withHidden(needs: Needs, hidden: Pick<Needs, 'cache' | 'queues'>): Needs {
  const more = (known: readonly NeedFact[], found: readonly NeedFact[]): readonly NeedFact[] => [...known, ...found.filter(need => !known.some(k => k.value === need.value))]
  return { ...needs, cache: more(needs.cache, hidden.cache), queues: more(needs.queues, hidden.queues) }
}

function builtInLogging({ start }: Program): Fact<string> | undefined {
  const logging = start?.framework?.logging
  return start && logging !== undefined ? likely(logging, start.evidence) : undefined
}

/** A program without a logger that prints. */
function printed(view: View, { code, source, binary }: Program): Fact<string> | undefined {
  for (const file of code.matching(code.files(source, binary), /\be?println!/)) {
    const token = file.tokens.find((t, i) => /^e?println$/.test(t.text) && file.tokens[i + 1]?.text === '!')
    if (token) return likely(token.text, view.evidence(file.path, token.line, 'prints'))
  }
  return undefined
}

function frameworkFact(view: View, { source, start }: Program): Fact<string> | undefined {
  const framework = start?.framework
  if (!framework) return undefined
  const dependency = framework.packages.flatMap(name => source.facts.dependencies.find(d => d.name === name && d.kind !== 'dev') ?? [])[0]
  const version = majorOf(dependency?.locked ?? dependency?.range)
  return certain(
    version === undefined ? framework.id : `${framework.id} ${version}`,
    ...(dependency ? [view.evidence(source.facts.manifest, dependency.line, `dependency ${dependency.name}`)] : []),
    start.evidence,
  )
}
