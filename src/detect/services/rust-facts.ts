import { basename, dirname, relative } from '../../text/paths.ts'
import type { App } from '../app/node/index.ts'
import { rustApp, rustModuleOf } from '../app/rust/index.ts'
import { certain, known, likely } from '../fact.ts'
import { lazily, once } from '../lazy.ts'
import type { Evidence, Fact, NeedFact, Service } from '../types.ts'
import type { View } from '../view.ts'
import { chosenNeeds, namedNeeds, prismaDatabase, prismaMigrations, schemaOf } from './databases.ts'
import { debianPackages } from './debian.ts'
import type { Deployments } from './deployment.ts'
import type { Dockerfile } from './dockerfile.ts'
import { checkedPaths, checksAt, endpointsOf, PROBES } from './endpoints.ts'
import { rustMigrations } from './migrations.ts'
import { majorOf } from './model.ts'
import { hiddenNeeds, needsOf, selectableFeatures, type Needs } from './needs.ts'
import { askedNeeds, declaredNeeds, type Setting } from './optional-needs.ts'
import { chosenByEnum } from './rust-chosen.ts'
import { chosenByName } from './rust-matched.ts'
import { rustPort } from './rust-port.ts'
import type { Program } from './rust-program.ts'
import type { Surface } from './node-surface.ts'
import type { Exposed } from './metrics.ts'
import { programFiles, rustMetrics, rustSurface } from './rust-surface.ts'
import { rustRoutes } from './rust-routes.ts'
import { mountedProbes, namedChecks } from './rust-told-probes.ts'
import { rustRuntimeFiles } from './runtime-files.ts'
import { unusedRustNeeds } from './rust-unused-needs.ts'

/** @returns all that the repository tells of a program that is deployed */
export function rustService(
  view: View,
  program: Program,
  dockerfiles: readonly Dockerfile[],
  deployments: Deployments,
): Service {
  const { source, binary, project, start, used, workload } = program
  const { facts } = source
  const lockPath = project.lockfile?.value
  const needs = withSchema(view, program, programNeeds(view, program, lockPath))
  const { published } = program
  const listening = published ? { port: published } : start ? rustPort(view, program, dockerfiles, deployments) : {}
  const module = once(() => rustModuleOf(program))
  const exposed = rustMetrics(view, program, listening.port?.value, module)
  const paths = endpoints(view, program, dockerfiles, deployments, exposed)
  const at: Evidence =
    binary.source === undefined
      ? view.evidence(facts.manifest, undefined, 'binary')
      : view.evidence(binary.source, undefined, 'binary of the package')
  const made = known<Omit<Service, keyof (Surface & App)>>({
    path: facts.path,
    project: project.path,
    name: facts.name ?? likely(basename(facts.path), view.evidence(facts.manifest, undefined, 'name of the folder')),
    ecosystem: 'rust',
    workload,
    framework: frameworkFact(view, program),
    packageManager: project.manager,
    languageVersion: project.runtime ?? project.minimumRuntime,
    binary: start?.framework?.hosted ? undefined : certain(binary.name, at),
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
    migrations: needs.databases.length ? (prismaSteps(view, program, needs) ?? migrationsOf(view, program)) : undefined,
    ...paths,
    metricsLibrary: needs.metrics[0],
    logging: needs.logging[0] ?? builtInLogging(program) ?? printed(view, program),
    ...debianPackages(
      view,
      source,
      used,
      lockPath,
      needs.databases.map(d => d.value),
    ),
    runtimeFiles: rustRuntimeFiles(view, program),
    embeds: [],
  })
  return lazily<Omit<Service, keyof (Surface & App)>, Surface & App>(made, {
    ...rustSurface(view, program, listening, exposed),
    ...rustApp(program, module, paths),
  })
}

function programNeeds(view: View, program: Program, lockPath: string | undefined): Needs {
  const { source, project, used } = program
  const queue = program.start?.framework?.queue?.(view, source.facts.path)
  const files = programFiles(program)
  const declared = needsOf(view, 'rust', [...used, ...selectableFeatures(source, program.packages)])
  const found = namedNeeds(
    view,
    chosenNeeds(
      view,
      source.facts.path,
      project.path,
      withHidden(
        withHidden(unusedRustNeeds(program.code, files, declared), {
          cache: [],
          queues: queue ? [queue] : [],
        }),
        hiddenNeeds(view, source, lockPath, used, program.packages),
      ),
    ),
  )
  const chosen = chosenByName(program.code, files, chosenByEnum(program.code, files, found))
  return declaredNeeds(chosen, askedNeeds(chosen).length ? optionFields(program) : [])
}

/** The needs, with the database that the schema of Prisma names. */
function withSchema(view: View, program: Program, needs: Needs): Needs {
  const schema = prismaOf(view, program, needs)
  const database = schema === undefined ? undefined : prismaDatabase(view, schema)
  return database && !needs.databases.some(({ value }) => value === database.value)
    ? { ...needs, databases: [...needs.databases, database] }
    : needs
}

/** The schema that the client of Prisma is generated from, where the program has one. */
function prismaOf(view: View, { code, source }: Program, { orm }: Needs): string | undefined {
  return orm.some(({ value }) => value === 'prisma') ? schemaOf(view, code.closure(source)) : undefined
}

const SETTING_TYPE = /^(?:Option|String|Url|SecretString|Secret|Vec|bool|u16|u32|PathBuf)$/

/** Fields of structs in the program's files: `redis_url: Option<String>` says that it runs without. */
function optionFields(program: Program): readonly Setting[] {
  return program.code
    .matching(
      programFiles(program),
      /\b\w*(?:redis|valkey|kafka|rabbit|amqp|pulsar|nats|sqs|memcache|elastic|opensearch|meili|clickhouse)\w*\s*:\s*/,
    )
    .flatMap(({ tokens, functions }) =>
      tokens.flatMap((token, i) => {
        const type = tokens[i + 2]
        const isField = token.kind === 'word' && tokens[i + 1]?.text === ':' && type?.kind === 'word'
        if (!isField || !(SETTING_TYPE.test(type.text) || isWhole(token.text, type.text))) return []
        if (/^(?:const|static)$/.test(tokens[i - 1]?.text ?? '') || functions.some(f => f.open < i && i < f.close))
          return []
        return [{ name: token.text, optional: type.text === 'Option' }]
      }),
    )
}

/** All that is set for a need: `kafka_config: KafkaConfig` */
function isWhole(name: string, type: string): boolean {
  return /_(?:config|settings)$/.test(name) && /(?:Config|Settings)$/.test(type)
}

function prismaSteps(view: View, program: Program, needs: Needs): Fact<string> | undefined {
  const schema = prismaOf(view, program, needs)
  const folder = schema === undefined ? undefined : prismaMigrations(view, schema, () => false)
  return folder === undefined || schema === undefined
    ? undefined
    : certain(folder, view.evidence(schema, undefined, 'migrations beside the Prisma schema'))
}

function migrationsOf(view: View, { code, source, packages }: Program): Fact<string> | undefined {
  const closure = code.closure(source)
  const mine = new Set(closure.map(other => other.facts.path))
  const sources = code.matching(
    closure.flatMap(other => code.files(other)),
    /\b(?:migrate|embed_migrations)!|\bMigratorTrait\s+for\b/,
  )
  return rustMigrations(
    view,
    { packages: closure, project: source.project, others: [...packages.keys()].filter(folder => !mine.has(folder)) },
    sources,
    [...packages.values()].filter(
      ({ project, facts: { path } }) =>
        // A project of its own in the folder of the program is there for the program.
        !mine.has(path) && (project === source.project || (path !== '.' && dirname(path) === source.facts.path)),
    ),
  )
}

function endpoints(
  view: View,
  program: Program,
  dockerfiles: readonly Dockerfile[],
  deployments: Deployments,
  exposed: () => Exposed | undefined,
): Pick<Service, 'healthPaths' | 'metricsPath'> {
  const { code, binary, start = program.observer, workload } = program
  if (workload.value === 'tcp') return { healthPaths: [] }
  const files = programFiles(program)
  const found = start
    ? endpointsOf([...rustRoutes(code, files, PROBES), ...mountedProbes(code, files, start.framework?.keepsSlash)])
    : { healthPaths: [] }
  const own = (start?.framework?.healthPaths ?? []).map(path => likely(path, ...(start ? [start.evidence] : [])))
  const checked =
    start && !found.healthPaths.length && !own.length ? checkedPaths(view, dockerfiles, deployments, binary.name) : []
  const said = [...own, ...found.healthPaths, ...checked]
  // What a function is called counts where no path says more.
  const named = start && !said.length ? checksAt(namedChecks(code, files)) : []
  const metrics = found.metricsPath ?? ownPath(exposed)
  return { healthPaths: [...said, ...named], ...(metrics ? { metricsPath: metrics } : {}) }
}

/** The path that a middleware answers at. */
function ownPath(exposed: () => Exposed | undefined): Fact<string> | undefined {
  const { path, fact } = exposed() ?? {}
  return typeof path === 'string' && fact ? likely(path, ...fact.evidence) : undefined
}

function withHidden(needs: Needs, hidden: Pick<Needs, 'cache' | 'queues'>): Needs {
  const more = (known: readonly NeedFact[], found: readonly NeedFact[]): readonly NeedFact[] => [
    ...known,
    ...found.filter(need => !known.some(k => k.value === need.value)),
  ]
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

function frameworkFact(view: View, { used, start }: Program): Fact<string> | undefined {
  const framework = start?.framework
  if (!framework) return undefined
  const { dependency, manifest } =
    framework.packages.flatMap(name => used.find(use => use.dependency.name === name) ?? [])[0] ?? {}
  const version = majorOf(dependency?.locked ?? dependency?.range)
  return certain(
    version === undefined ? framework.id : `${framework.id} ${version}`,
    ...(dependency && manifest !== undefined
      ? [view.evidence(manifest, dependency.line, `dependency ${dependency.name}`)]
      : []),
    start.evidence,
  )
}
