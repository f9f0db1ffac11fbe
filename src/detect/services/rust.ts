import { basename, isInside, join } from '../../text/paths.ts'
import type { Framework } from '../catalogue.ts'
import type { Found, SourcePackage } from '../ecosystems/model.ts'
import { cargoLibrary } from '../ecosystems/rust-manifest.ts'
import { certain, likely } from '../fact.ts'
import { DETECTORS } from '../frameworks/index.ts'
import { copyOf, without } from '../lazy.ts'
import type { Binary, Dependency, Fact, NonService, Service, Workload } from '../types.ts'
import type { View } from '../view.ts'
import { notePortConflict } from './conflicts.ts'
import { calls, deploymentsOf, dockerfilesOf, type Deployment, type Deployments } from './deployment.ts'
import { asideOf, frameworksFor, type Deployables } from './model.ts'
import { usedBy } from './needs.ts'
import { RustCode } from './rust-code.ts'
import { rustService } from './rust-facts.ts'
import { onlyObserves } from './rust-observer.ts'
import { exposed } from './rust-port.ts'
import type { Program } from './rust-program.ts'
import { BESIDE } from './rust-settings.ts'
import { enclosing, reaches, serverStart, startsIn, type ServerStart } from './rust-server.ts'
import { publishedSocket, socketStart } from './rust-socket.ts'
import { programFiles } from './rust-surface.ts'
import { isCommandLine, STAYS, workerOf } from './rust-worker.ts'

const FRAMEWORKS: readonly Framework[] = (DETECTORS as readonly Framework[]).filter(
  framework => framework.ecosystem === 'rust',
)

/** @returns the programs of cargo projects that are deployed, and those that look like it and are not */
export function rustServices(view: View, found: Found, deployments: Deployments): Deployables {
  const code = new RustCode(view, found.packages)
  const packages = code.built()
  const services: Service[] = []
  const nonServices: NonService[] = []
  for (const source of packages.values()) {
    const project = found.projects.find(p => p.path === source.project && p.ecosystem === 'rust')
    for (const binary of project ? programsOf(view, source) : []) {
      const runs = runsOf(deployments, source, binary)
      const reason =
        kindOf(source, binary, runs) ??
        cargoCommand(source, binary, runs) ??
        orphanIn(view, source, runs) ??
        desktopOf(source) ??
        twinOf(view, source, binary)
      const made = view.guarded(source.facts.manifest, () => {
        if (!project || reason !== undefined) return []
        const program = programOf(
          view,
          {
            code,
            source,
            binary,
            project,
            packages,
            used: usedBy(source, packages),
            runs,
          },
          deployments,
        )
        return program ? processesOf(view, program, deployments) : []
      })
      if (made?.length) services.push(...made)
      else nonServices.push(notDeployed(view, source, binary, reason))
    }
  }
  return { services, frontends: [], nonServices }
}

/** The programs of a package; a library that its platform loads stands for one. */
function programsOf(view: View, { facts, doc }: SourcePackage): readonly Binary[] {
  const library = facts.binaries.length ? undefined : cargoLibrary(view, doc)
  const isHosted = FRAMEWORKS.some(
    ({ hosted, packages }) =>
      hosted && facts.dependencies.some(({ name, kind }) => kind !== 'dev' && packages.includes(name)),
  )
  return library !== undefined && isHosted
    ? [{ name: facts.name?.value ?? basename(facts.path), source: library }]
    : facts.binaries
}

/** What is built to check the rest, where nothing runs it. */
const CHECKS = /(?:^|\/)ci\//

/** Crates that start containers for a test: a product has them for its own tests alone. */
const STARTS_CONTAINERS = /^testcontainers(?:-modules)?$/

function isForChecks({ path, dependencies }: SourcePackage['facts'], runs: readonly Deployment[]): boolean {
  return (
    (CHECKS.test(path) && !runs.length) ||
    dependencies.some(({ name, kind }) => kind === 'normal' && STARTS_CONTAINERS.test(name))
  )
}

/** What a folder of benchmarks holds is deployed where an image starts it: it shows what was measured. */
function kindOf({ facts }: SourcePackage, binary: Binary, runs: readonly Deployment[]): string | undefined {
  const aside = asideOf(facts.path) ?? (isForChecks(facts, runs) ? 'tests' : undefined)
  const hasImage = runs.some(run => run.kind === 'dockerfile' && calls(run, binary.name))
  return aside === 'benchmarks' && hasImage ? undefined : aside
}

/** What cargo finds by its name is called by people at their own machine, and so are the other programs of the same package. */
function cargoCommand({ facts }: SourcePackage, binary: Binary, runs: readonly Deployment[]): string | undefined {
  const isCommand = facts.binaries.some(({ name }) => name.startsWith('cargo-'))
  return isCommand && !runs.some(run => calls(run, binary.name)) ? 'a command of cargo' : undefined
}

/** What cargo refuses to build is old, or not yet there; a lock file of its own, or an image, says that it is built somewhere else. */
function orphanIn(view: View, source: SourcePackage, runs: readonly Deployment[]): string | undefined {
  if (source.orphanOf === undefined || runs.length || view.has(join(source.facts.path, 'Cargo.lock'))) return undefined
  return `cargo does not build it: ${join(source.orphanOf, 'Cargo.toml')} neither names nor excludes it`
}

/** Libraries that open windows. */
const WINDOWS =
  /^(tauri|wry|eframe|egui|iced|gtk|gtk4|gtk-rs|slint|druid|fltk|relm4|dioxus-desktop|bevy|winit|libadwaita|cosmic-text|libcosmic|gpui|makepad-widgets)$/

function desktopOf(source: SourcePackage): string | undefined {
  return source.facts.dependencies.some(({ name, kind }) => kind === 'normal' && WINDOWS.test(name))
    ? 'a desktop app'
    : undefined
}

/** The same program a second time, under another name: the one that `cargo run` takes counts. */
function twinOf(view: View, source: SourcePackage, binary: Binary): string | undefined {
  if (source.defaultRun === undefined || binary.name === source.defaultRun || binary.source === undefined)
    return undefined
  const main = source.facts.binaries.find(other => other.name === source.defaultRun)
  return main?.source !== undefined && view.text(main.source) === view.text(binary.source)
    ? `the same program as ${main.name}`
    : undefined
}

function runsOf(deployments: Deployments, source: SourcePackage, binary: Binary): readonly Deployment[] {
  const single = source.facts.binaries.length === 1 && source.facts.path !== '.'
  return deploymentsOf(deployments, binary.name, single ? source.facts.path : undefined)
}

function programOf(
  view: View,
  candidate: Omit<Program, 'start' | 'workload'>,
  deployments: Deployments,
): Program | undefined {
  const { code, source, binary } = candidate
  const own = shippedNames(source.facts.dependencies)
  // Whether a feature switches them on does not matter here: only a server that is reached makes a framework count.
  const libraries = code.closure(source).slice(1)
  const below = libraries.flatMap(({ facts }) => shippedNames(facts.dependencies)).filter(name => !own.includes(name))
  const frameworks = [
    ...new Set([...frameworksFor(FRAMEWORKS, new Set(own)), ...frameworksFor(FRAMEWORKS, new Set(below))]),
  ]
  const isDeployed = candidate.runs.some(run => run.kind !== 'workflow' && calls(run, binary.name))
  const start = serverStart(view, code, source, binary, frameworks, isDeployed)
  // A program for people may open a server for itself, deep inside; one that the repository deploys is run for it.
  const incidental =
    start !== undefined &&
    (!isInside(start.source.path, source.facts.path) || isAddition(view, candidate, start, deployments)) &&
    !candidate.runs.some(run => calls(run, binary.name)) &&
    isCommandLine(candidate)
  if (start && !incidental) {
    // A server for those who watch, beside the sockets that the program is for.
    const sockets = isForWatchers(start) ? socketStart(view, code, source, binary) : undefined
    if (sockets) return { ...candidate, start: sockets, workload: certain('tcp', sockets.evidence) }
    const work = onlyObserves(code, programFiles(candidate), start) ? workerOf(view, candidate) : undefined
    return work
      ? { ...candidate, observer: start, workload: work }
      : { ...candidate, start, workload: certain(start.framework?.workload ?? 'http', start.evidence) }
  }
  // A tool for people may be a server as well, by one of its commands: the image that starts it says so.
  const isTool = isCommandLine(candidate) && !candidate.runs.some(run => calls(run, binary.name))
  const socket = isTool ? undefined : socketStart(view, code, source, binary)
  if (socket) return { ...candidate, start: socket, workload: certain('tcp', socket.evidence) }
  const published = isCommandLine(candidate) ? undefined : publishedSocket(view, candidate)
  if (published) return { ...candidate, published, workload: likely('tcp', ...published.evidence) }
  const dockerfiles = isCommandLine(candidate) ? [] : dockerfilesOf(deployments, [binary.name], source.facts.path)
  const port = exposed(view, dockerfiles)
  const isRun = port !== undefined || isDeployed
  const served = isRun && !isCommandLine(candidate) ? servedElsewhere(view, candidate, frameworks) : undefined
  if (served && (port || !onlyObserves(code, programFiles(candidate), served)))
    return {
      ...candidate,
      start: served,
      ...(port ? { published: port } : {}),
      workload: likely(served.framework?.workload ?? 'http', served.evidence),
    }
  const opened = imagePort(candidate)
  if (opened) return { ...candidate, published: opened, workload: likely('tcp', ...opened.evidence) }
  const workload = workerOf(view, candidate)
  return workload && { ...candidate, workload }
}

/** A server of one command among others, in a program that is not called one: no image has it, and nothing in the repository runs it. */
function isAddition(
  view: View,
  { source, binary, runs }: Omit<Program, 'start' | 'workload'>,
  start: ServerStart,
  deployments: Deployments,
): boolean {
  return (
    start.source.path !== binary.source &&
    !STAYS.test(binary.name) &&
    !runs.length &&
    !dockerfilesOf(deployments, [binary.name], source.facts.path).length &&
    !hasUnit(view, binary)
  )
}

/** True where a unit of systemd starts the program. */
function hasUnit(view: View, binary: Binary): boolean {
  const starts = (line: string): boolean =>
    line.startsWith('ExecStart=') && line.split(/[\s=]+/).some(word => basename(word) === binary.name)
  return view.files.some(path => /\.service(?:\.in)?$/.test(path) && view.lines(path).some(starts))
}

/** The port of an image whose command the program is: it answers there itself, or what it hands on to. */
function imagePort(candidate: Omit<Program, 'start' | 'workload'>): Fact<number> | undefined {
  const run = candidate.runs.find(({ kind, exposes }) => kind === 'dockerfile' && exposes !== undefined)
  if (run?.exposes === undefined || !calls(run, candidate.binary.name) || isCommandLine(candidate)) return undefined
  return likely(run.exposes, run.evidence)
}

/** What is shown to those who run a program. */
const SHOWN = /(?:^|_)(?:console|admin|dashboard|monitor(?:ing)?)(?:_|$)/i

/** A file or a function that is called after metrics, or after what people look at: `prometheus_server.rs`, `console.rs`. */
function isForWatchers({ source, use }: ServerStart): boolean {
  const file = basename(source.path).replace(/\.rs$/, '')
  return [enclosing(source, use.start) ?? '', file].some(name => BESIDE.test(name) || SHOWN.test(name))
}

/** The application of a program that runs in a container, where no code of the repository starts a server: a crate from elsewhere does. */
function servedElsewhere(
  view: View,
  { code, source, binary }: Omit<Program, 'start' | 'workload'>,
  frameworks: readonly Framework[],
): ServerStart | undefined {
  const files = code.files(source, binary)
  for (const framework of frameworks)
    for (const start of startsIn(view, code, files, framework.applications ?? []))
      if (reaches(code, files, binary, start))
        return {
          ...start,
          framework,
          evidence: view.evidence(start.source.path, start.use.line, `application made with ${start.use.path}`),
        }
  return undefined
}

function shippedNames(dependencies: readonly Dependency[]): readonly string[] {
  return dependencies.filter(d => d.kind === 'normal' || d.kind === 'optional').map(d => d.name)
}

/** One program may run as several processes, with other arguments: a Procfile says so. */
function processesOf(view: View, program: Program, deployments: Deployments): readonly Service[] {
  const { source, binary, start, runs } = program
  const dockerfiles = dockerfilesOf(deployments, [binary.name], source.facts.path)
  const first = rustService(view, program, dockerfiles, deployments)
  notePortConflict(view, first, dockerfiles)
  const workers = start
    ? runs.filter(run => run.kind === 'procfile' && run.workload !== 'http' && run.workload !== undefined)
    : []
  return [first, ...workers.map(run => asWorker(first, certain(run.workload ?? 'worker', run.evidence)))]
}

function asWorker(service: Service, workload: Fact<Workload>): Service {
  const own = without(service, ['framework', 'port', 'portVariable', 'host', 'metricsPath'])
  return copyOf<Service>(own, { workload, healthPaths: [], routes: [] })
}

function notDeployed(view: View, source: SourcePackage, binary: Binary, aside: string | undefined): NonService {
  const evidence =
    binary.source === undefined
      ? view.evidence(source.facts.manifest, undefined, 'binary')
      : view.evidence(binary.source, undefined, 'binary')
  return {
    path: source.facts.path,
    name: binary.name,
    reason: aside ?? 'a program that starts no server',
    evidence: [evidence],
  }
}
