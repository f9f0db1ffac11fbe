import { basename } from '../../text/paths.ts'
import type { Framework } from '../catalogue.ts'
import type { SourcePackage } from '../ecosystems/model.ts'
import { nodeApp, type App } from '../app/node/index.ts'
import { certain, known, likely } from '../fact.ts'
import { lazily } from '../lazy.ts'
import { propertyKey, propertyValue, sourceOf } from '../source/script.ts'
import { firstOf, nodesOf } from '../source/script-nodes.ts'
import type { Fact, Service } from '../types.ts'
import type { View } from '../view.ts'
import { builtInNeeds } from './built-in-needs.ts'
import { comparedNeeds } from './compared-needs.ts'
import {
  chosenNeeds,
  guardedNeeds,
  mentionedNeeds,
  namedNeeds,
  prismaDatabase,
  prismaSchema,
  provenNeeds,
  sourcesOf,
} from './databases.ts'
import { dockerfilesOf } from './deployment.ts'
import { checkedPaths, endpointsOf, PROBES } from './endpoints.ts'
import { libraryHealth } from './health-libraries.ts'
import { nodeMigrations } from './migrations.ts'
import { majorOf } from './model.ts'
import { closureOf, logsRequests, needsOf, usedBy, type Needs } from './needs.ts'
import type { Candidate, Part } from './node-candidate.ts'
import { buildScript, productionScript, startScript } from './node-entry.ts'
import { consoleLine, logsByItself } from './node-logger.ts'
import { listeningOf, type Listening } from './node-port.ts'
import { environmentPort } from './environment.ts'
import { flagSettings } from './flags.ts'
import { fileRoutes } from './node-file-routes.ts'
import { nodeRoutes } from './node-routes.ts'
import { rootAnswer } from './node-root.ts'
import { declaredPort, defaultPort, describedPort, dockerPort, flaggedPort } from './node-settings.ts'
import { startOf } from './node-start.ts'
import { askedNeeds, declaredNeeds, type Setting } from './optional-needs.ts'
import { switchedNeeds } from './switched-databases.ts'
import { libraryPath, type Exposed } from './metrics.ts'
import { nodeMetrics, nodeSurface, serverFiles, type Surface } from './node-surface.ts'
import { nodeRuntimeFiles } from './runtime-files.ts'
import { platformPaths } from './platform-checks.ts'
import { serverPaths } from './static-port.ts'
import { unusedNeeds } from './unused-needs.ts'

/** @returns all that the repository tells of a package that is deployed */
export function nodeService(candidate: Candidate, part: Part): Service {
  const { view, code, source, project } = candidate
  const { facts } = source
  const { framework, workload, rendered } = part
  const isSite = workload.value === 'static'
  const needs = isSite ? NO_NEEDS : nodeNeeds(candidate, part.files ?? [])
  // What a platform calls starts nothing: the script is about an imitation of it on the developer's machine.
  const start = isSite || workload.value === 'serverless' ? undefined : (part.script ?? productionScript(source))
  const listening = listeningFacts(candidate, part)
  const app = nodeApp(candidate, part, () => paths)
  const exposed = nodeMetrics(candidate, part, listening.port?.value, app.appModule)
  const paths = endpoints(candidate, part, needs, exposed)
  const found = known<Omit<Service, keyof Surface | keyof App>>({
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
    ...(isSite
      ? {}
      : startOf({ code, source, script: start, entry: part.entry, framework, built: rendered?.outputDir })),
    standalone: rendered?.standalone,
    site: rendered?.site,
    ...listening,
    databases: needs.databases,
    cache: needs.cache,
    queues: needs.queues,
    orm: needs.orm,
    migrations: needs.databases.length ? migrationsOf(candidate, needs, part.files ?? []) : undefined,
    ...paths,
    metricsLibrary: needs.metrics[0],
    logging: isSite ? undefined : loggingOf(candidate, part, needs),
    buildPackages: [],
    runtimePackages: [],
    runtimeFiles: isSite || rendered ? [] : nodeRuntimeFiles(code, facts.path, project.path, part.files ?? []),
    embeds: [],
  })
  return lazily<Omit<Service, keyof Surface | keyof App>, Surface & App>(found, {
    ...nodeSurface(candidate, part, listening, exposed),
    ...app,
  })
}

function nodeNeeds({ view, code, evaluator, source, packages, project }: Candidate, files: readonly string[]): Needs {
  const all = builtInNeeds(code, files, needsOf(view, 'node', usedBy(source, packages)))
  const usesPrisma = all.orm.some(fact => fact.value === 'prisma')
  const schema = usesPrisma ? prismaSchema(code, homesOf(source, packages), files) : undefined
  const database = schema === undefined ? undefined : prismaDatabase(view, schema)
  const databases =
    database && !all.databases.some(need => need.value === database.value)
      ? [...all.databases, database]
      : all.databases
  const closure = closureOf(source, packages)
  const mentioned = unusedNeeds(view, closure, files, mentionedNeeds(view, closure, files, { ...all, databases }))
  const proven = provenNeeds(view, code, source, mentioned)
  const guarded = guardedNeeds(view, code, source, files, proven)
  const declared = declaredNeeds(
    guarded,
    askedNeeds(guarded).length
      ? [...schemaSettings(view, code, closureOf(source, packages)), ...flagSettings(code, files)]
      : [],
  )
  const switched = comparedNeeds(code, evaluator, files, switchedNeeds(code, files, declared))
  return namedNeeds(view, chosenNeeds(view, source.facts.path, project.path, switched))
}

/** Variables in schemas: `REDIS_URL: z.string().optional()` says that the service runs without. */
function schemaSettings(view: View, code: Candidate['code'], packages: readonly SourcePackage[]): readonly Setting[] {
  const files = packages.flatMap(other => sourcesOf(view, other.facts.path))
  return [...new Set(files)].flatMap(path => {
    const content = view.text(path) ?? ''
    const script =
      /ptional|default/.test(content) &&
      /(REDIS|VALKEY|KAFKA|RABBIT|AMQP|NATS|SQS|MEMCACHE|ELASTIC|MEILI|CLICKHOUSE)\w*['"]?\s*:/.test(content)
        ? code.script(path)
        : undefined
    if (!script) return []
    return nodesOf(script, 'Property').flatMap(node => {
      const name = propertyKey(script, node)
      const value = name !== undefined && /^[A-Z][A-Z0-9_]+$/.test(name) ? propertyValue(node) : undefined
      return name !== undefined && value ? [{ name, optional: OPTIONAL.test(sourceOf(script, value)) }] : []
    })
  })
}

const OPTIONAL =
  /\.(optional|nullish|nullable)\(|optional:\s*true|default\(undefined|default:\s*false|default\(false|default\(['"]false/

/** The packages a service is built from, with the one that carries its dependencies. */
function homesOf(source: SourcePackage, packages: Candidate['packages']): readonly SourcePackage[] {
  const root = packages.get(source.project)
  const inherits = source.facts.dependencies.some(({ manifest }) => manifest === root?.facts.manifest)
  const host = source.host === undefined ? (inherits ? root : undefined) : packages.get(source.host)
  return [...new Set([...closureOf(source, packages), ...(host ? [host] : [])])]
}

function listeningFacts(candidate: Candidate, part: Part): Listening {
  const { framework, workload } = part
  if (workload.value === 'static') return part.port ? { port: part.port } : {}
  // A worker may open a port all the same, for probes.
  if (workload.value === 'serverless' || (/^(worker|cron)$/.test(workload.value) && !part.listeners.length)) return {}
  const { view, code, evaluator, source, deployments } = candidate
  const listeners = part.listeners.filter(({ kind }) => kind !== 'grpc' || workload.value !== 'http')
  const found = listeningOf(code, listeners, framework?.loopback ?? false)
  const start = startScript(source)
  const named = found.port ?? flaggedPort(source, start?.value)
  const declared = named ? {} : declaredPort(view, code, evaluator, source, part.files ?? [])
  const dockerfiles = dockerfilesOf(deployments, [], source.facts.path)
  const variable = found.portVariable ?? declared.portVariable
  const asked = [...(variable ? [variable.value] : []), ...listeners.flatMap(l => l.port?.variables ?? [])]
  const port =
    named ??
    declared.port ??
    firstOf(asked, name => describedPort(code, source, name)) ??
    firstOf(asked, name => environmentPort(view, source.facts.path, name, dockerfiles)) ??
    // What the code listens on is named somewhere that could not be followed: the image knows better than a usual number.
    (listeners.length ? dockerPort(view, dockerfiles) : undefined) ??
    (workload.value === 'grpc' ? undefined : defaultPort(view, source, framework)) ??
    dockerPort(view, dockerfiles)
  const portVariable =
    variable ??
    (framework?.portVariable !== undefined && !found.port
      ? likely(framework.portVariable, ...workload.evidence)
      : undefined)
  const host =
    found.host ??
    (framework?.hostVariable === undefined
      ? undefined
      : likely({ loopbackOnly: framework.loopback ?? false, variable: framework.hostVariable }, ...workload.evidence))
  return known<Listening>({ port, portVariable, host, extraPorts: undefined })
}

function migrationsOf(candidate: Candidate, needs: Needs, files: readonly string[]): Fact<string> | undefined {
  const { source, packages } = candidate
  const closure = homesOf(source, packages)
  const mine = new Set(closure.map(other => other.facts.path))
  const others = [...packages.keys()].filter(folder => !mine.has(folder))
  return nodeMigrations(
    candidate,
    { packages: closure, project: source.project, others, files },
    needs.orm.map(fact => fact.value),
    needs.databases.filter(need => !need.optional).map(need => need.value),
  )
}

function endpoints(
  candidate: Candidate,
  part: Part,
  needs: Needs,
  exposed: () => Exposed | undefined,
): Pick<Service, 'healthPaths' | 'metricsPath'> {
  const { view, code, source, deployments } = candidate
  const { workload, files = [], rendered } = part
  const dockerfiles = dockerfilesOf(deployments, [], source.facts.path)
  const program = source.facts.name?.value ?? basename(source.facts.path)
  const checked = checkedPaths(view, dockerfiles, deployments, program)
  if (workload.value === 'static')
    return { healthPaths: serverPaths(view, source.facts.path).concat(checked).slice(0, 1) }
  if (workload.value !== 'http' && (workload.value !== 'worker' || !part.listeners.length)) {
    const metricsPath = libraryPath(needs.metrics, exposed)
    return { healthPaths: [], ...(metricsPath ? { metricsPath } : {}) }
  }
  const found = endpointsOf([
    ...nodeRoutes(code, serverFiles(candidate, part), PROBES),
    ...(rendered ? fileRoutes(code, source.facts.path, PROBES) : []),
  ])
  const metrics = found.metricsPath ?? libraryPath(needs.metrics, exposed)
  return {
    healthPaths:
      firstFilled(
        found.healthPaths,
        checked,
        (part.framework?.healthPaths ?? []).map(path => likely(path, ...workload.evidence)),
        libraryHealth(code, files),
        platformPaths(view, source.facts.path, program),
      ) ?? rootAnswer(code, files),
    ...(metrics ? { metricsPath: metrics } : {}),
  }
}

function firstFilled<T>(...lists: readonly (readonly T[])[]): readonly T[] | undefined {
  return lists.find(list => list.length > 0)
}

function loggingOf(
  { view, code, source }: Candidate,
  { framework, files, workload }: Part,
  needs: Needs,
): Fact<string> | undefined {
  const [logger] = needs.logging
  if (logger && !logsRequests(logger)) return logger
  if (
    framework?.logging !== undefined &&
    logsByItself(code, source, framework, files ?? sourcesOf(view, source.facts.path))
  )
    return likely(framework.logging, ...workload.evidence)
  for (const file of files ?? sourcesOf(view, source.facts.path)) {
    const script = (view.text(file) ?? '').includes('console.') ? code.script(file) : undefined
    const line = script && consoleLine(script)
    if (line !== undefined) return likely('console', view.evidence(file, line, 'writes to the console'))
  }
  return logger
}

const NO_NEEDS: Needs = { databases: [], cache: [], queues: [], orm: [], logging: [], metrics: [] }

/** @returns the framework with its major version */
export function frameworkFact(
  view: View,
  source: SourcePackage,
  framework: Framework | undefined,
): Fact<string> | undefined {
  const dependency = framework?.packages.flatMap(name => source.facts.dependencies.find(d => d.name === name) ?? [])[0]
  if (!framework || !dependency) return undefined
  const version = majorOf(dependency.locked ?? dependency.range)
  return certain(
    version === undefined ? framework.id : `${framework.id} ${version}`,
    view.evidence(dependency.manifest ?? source.facts.manifest, dependency.line, `dependency ${dependency.name}`),
  )
}
