import { basename, dirname, isInside, join, normalize } from '../../text/paths.ts'
import { literally } from '../../text/patterns.ts'
import type { DependencyTrait } from '../catalogue.ts'
import { DETECTORS } from '../dependencies/index.ts'
import type { SourcePackage } from '../ecosystems/model.ts'
import { certain } from '../fact.ts'
import type { ScriptCode } from '../source/script-code.ts'
import { literalText, propertyKey } from '../source/script.ts'
import { nodesOf } from '../source/script-nodes.ts'
import type { NeedFact } from '../types.ts'
import { table, text } from '../values.ts'
import type { View } from '../view.ts'
import { guardsIn } from './guards.ts'
import { driversOf, type Needs } from './needs.ts'
import { ASPECT } from './optional-needs.ts'
import { generatedFrom, namedSchema } from './prisma-clients.ts'

const PROVIDERS: Readonly<Record<string, string>> = {
  postgresql: 'postgres',
  postgres: 'postgres',
  cockroachdb: 'postgres',
  mysql: 'mysql',
  mariadb: 'mariadb',
  sqlite: 'sqlite',
  mongodb: 'mongodb',
  sqlserver: 'mssql',
}

/**
 * @returns the Prisma schema that the client in the code is generated from, else the one that a package, or one that it is built from, has:
 * the file, or the file with the datasource in a folder of several
 */
export function prismaSchema(
  code: ScriptCode,
  packages: readonly SourcePackage[],
  files: readonly string[],
): string | undefined {
  return generatedFrom(code, files) ?? schemaOf(code.view, packages)
}

/** @returns the Prisma schema that a package, or one that it is built from, has */
export function schemaOf(view: View, packages: readonly SourcePackage[]): string | undefined {
  for (const source of packages) {
    const { facts, doc } = source
    const named = text(doc.get('prisma', 'schema'))
    const at = named === undefined ? undefined : normalize(`${facts.path}/${named}`)
    const own = view.below(facts.path === '.' ? '' : `${facts.path}/`).filter(path => path.endsWith('.prisma'))
    const inside = at === undefined ? own : own.filter(path => isInside(path, at))
    const schemas = inside.filter(path => view.lines(path).some(line => /^\s*datasource\s+\w+\s*\{/.test(line)))
    const chosen = schemas.length > 1 ? (onlyMigrated(view, schemas) ?? namedSchema(view, source)) : undefined
    const schema = chosen ?? schemas[0]
    if (schema !== undefined) return schema
  }
  return undefined
}

/** Of schemas for several databases, the one whose migrations the repository keeps: the others are pushed to their database as they are. */
function onlyMigrated(view: View, schemas: readonly string[]): string | undefined {
  const [only, ...others] = schemas.filter(schema => view.below(`${join(dirname(schema), 'migrations')}/`).length > 0)
  return others.length ? undefined : only
}

/** @returns the database that the schema names */
export function prismaDatabase(view: View, schema: string): NeedFact | undefined {
  let inside = false
  for (const [i, line] of view.lines(schema).entries()) {
    if (/^\s*datasource\s/.test(line)) inside = true
    const provider = inside ? /^\s*provider\s*=\s*"(\w+)"/.exec(line)?.[1] : undefined
    const value = provider === undefined ? undefined : PROVIDERS[provider]
    if (value !== undefined)
      return { ...certain(value, view.evidence(schema, i + 1, 'provider of the Prisma datasource')), optional: false }
    if (/^\s*\}/.test(line)) inside = false
  }
  return undefined
}

/** A driver for each of this many databases is a tool about databases, not a service that stores its data in all of them. */
const MANY = 4
const ORMS = /^(knex|typeorm|sequelize|drizzle-orm|@mikro-orm\/core|kysely)/

/**
 * @returns the needs without what only looks like one: drivers of many databases at once count where the code of the query builder names them
 */
export function provenNeeds(view: View, code: ScriptCode, source: SourcePackage, needs: Needs): Needs {
  if (needs.databases.length < MANY) return needs
  const named = new Set(sourcesOf(view, source.facts.path).flatMap(path => ormLiterals(code, path)))
  const proven = needs.databases.filter(need => named.has(need.value))
  const mysql = needs.databases.find(need => need.value === 'mysql')
  const mariadb = mysql && named.has('mariadb') ? [{ ...mysql, value: 'mariadb' }] : []
  const databases = [...proven, ...mariadb]
  return databases.length ? { ...needs, databases, cache: [], queues: [], orm: driversOf(needs.orm, databases) } : needs
}

function ormLiterals(code: ScriptCode, path: string): readonly string[] {
  const script = /\b(?:client|dialect)\b/.test(code.view.text(path) ?? '') ? code.script(path) : undefined
  if (!script?.modules.some(module => ORMS.test(module))) return []
  const configures = nodesOf(script, 'Property').some(node =>
    /^(client|dialect)$/.test(propertyKey(script, node) ?? ''),
  )
  return configures ? nodesOf(script, 'String').map(node => literalText(script, node) ?? '') : []
}

const TRAITS: readonly DependencyTrait[] = DETECTORS
const CLIENTS = TRAITS.flatMap(({ database, npm = [] }) => (database === 'mongodb' ? npm : []))

/** Databases whose clients are no drivers that an ORM loads by a setting: without code about them they are left over from a time before. */
const MENTIONED: Readonly<Record<string, RegExp>> = {
  mongodb: new RegExp(['mongo', ...CLIENTS.map(literally)].join('|'), 'i'),
}

/** @returns the needs without databases that no file mentions (of the packages, or `reached` from the program), beside others */
export function mentionedNeeds(
  view: View,
  packages: readonly SourcePackage[],
  reached: readonly string[],
  needs: Needs,
): Needs {
  const open = needs.databases.filter(need => MENTIONED[need.value])
  if (!open.length || needs.databases.length < 2) return needs
  const files = [...reached, ...packages.flatMap(({ facts }) => sourcesOf(view, facts.path))]
  const unused = open.filter(({ value }) => !files.some(path => MENTIONED[value]?.test(view.text(path) ?? '')))
  const databases = needs.databases.filter(need => !unused.includes(need))
  return unused.length && databases.length ? { ...needs, databases, orm: driversOf(needs.orm, databases) } : needs
}

/** @returns the source files of a package that are shipped */
export function sourcesOf(view: View, folder: string): readonly string[] {
  const below = view.below(folder === '.' ? '' : `${folder}/`)
  return below.filter(
    path =>
      /\.([cm]?[jt]s|[jt]sx)$/.test(path) &&
      !/(^|\/)(node_modules|dist|build|coverage|tests?|__tests__|e2e|cypress|\.next)\/|\.(test|spec|d|stories|config)\.[cm]?[jt]sx?$/.test(
        path,
      ),
  )
}

/** Variables that switch queues on, whichever they are. */
const QUEUES = String.raw`\b(?:USE|ENABLE)_(?:MQ|QUEUES?)\b|\b(?:MQ|QUEUES?)_ENABLED\b`

const VARIABLES: Readonly<Record<string, RegExp>> = {
  redis: /REDIS|VALKEY/,
  kafka: new RegExp(`KAFKA|${QUEUES}`),
  rabbitmq: new RegExp(`RABBIT|AMQP|${QUEUES}`),
  nats: new RegExp(`NATS|${QUEUES}`),
  mongodb: /MONGO/,
  clickhouse: /CLICKHOUSE/,
  elasticsearch: /ELASTIC|OPENSEARCH/,
  meilisearch: /MEILI/,
  memcached: /MEMCACHE/,
  sqs: new RegExp(`SQS|${QUEUES}`),
  'gcp-pubsub': new RegExp(`PUB_?SUB|${QUEUES}`),
}

/** @returns the needs, those marked optional that the code (the package's own, or `reached` from its program) uses only when a variable is set */
export function guardedNeeds(
  view: View,
  code: ScriptCode,
  source: SourcePackage,
  reached: readonly string[],
  needs: Needs,
): Needs {
  const asked = [...needs.databases, ...needs.cache, ...needs.queues].filter(
    need => !need.optional && VARIABLES[need.value],
  )
  if (!asked.length) return needs
  const guarded = new Set<string>()
  for (const path of new Set([...sourcesOf(view, source.facts.path), ...reached])) {
    const content = view.text(path) ?? ''
    const open = asked.filter(need => !guarded.has(need.value) && mayGuard(VARIABLES[need.value], content))
    const script = open.length ? code.script(path) : undefined
    const variables = script ? guardsIn(script) : []
    for (const need of open)
      if (variables.some(name => VARIABLES[need.value]?.test(name) && !ASPECT.test(name))) guarded.add(need.value)
  }
  const mark = (all: readonly NeedFact[]): readonly NeedFact[] =>
    all.map(need => (guarded.has(need.value) ? { ...need, optional: true } : need))
  return { ...needs, databases: mark(needs.databases), cache: mark(needs.cache), queues: mark(needs.queues) }
}

/** `if (settings.cache.url)` */
const ASKED = /\bif\s{0,9}\(\s{0,99}([\w$.]{3,120})\s{0,99}\)/g

/** `new Redis(settings.cacheUrl)` */
const CLIENT = /\bnew\s{1,9}(?:\w{1,40}\.)?(\w{3,40})\(\s{0,99}\w+[.?]/g

function mayGuard(names: RegExp | undefined, content: string): boolean {
  if (!names) return false
  if (/\bprocess\.env\b|\bget\w*\(\s*['"][A-Z]/.test(content) && names.test(content)) return true
  const about = new RegExp(names.source, 'i')
  if ([...content.matchAll(ASKED)].some(([, setting = '']) => about.test(setting))) return true
  if (/\bif\s*\(/.test(content) && [...content.matchAll(CLIENT)].some(([, client = '']) => about.test(client)))
    return true
  return new RegExp(String.raw`\.\w*(?:${names.source})\w*(?:\s+\?\s|\??\.(?:enabled?|isEnabled)\b)`, 'i').test(content)
}

const SERVERS = new Set(['postgres', 'mysql', 'mariadb', 'mssql', 'mongodb'])
const SCHEMES: readonly (readonly [RegExp, string])[] = [
  [/\bpostgres(?:ql)?:\/\//, 'postgres'],
  [/\b(?:mysql|mariadb):\/\//, 'mysql'],
  [/\bsqlite:/, 'sqlite'],
  [/\bmongodb(?:\+srv)?:\/\//, 'mongodb'],
]
/** `type: postgres`, `DB_CLIENT=pg` */
const CHOICE =
  /^\s*["']?(?:\w*_)?(?:type|client|dialect|driver|engine|connection)["']?\s*[:=]\s*["']?([\w-]+)["']?,?\s*(?:#.*)?$/i
const CHOICES: Readonly<Record<string, string>> = {
  ...PROVIDERS,
  pg: 'postgres',
  mysql2: 'mysql',
  mariadb: 'mysql',
  sqlite3: 'sqlite',
  'better-sqlite3': 'sqlite',
}

/** @returns the database that a setting means: `postgres` of `pg` */
export function databaseCalled(name: string): string | undefined {
  return Object.hasOwn(CHOICES, name.toLowerCase()) ? CHOICES[name.toLowerCase()] : undefined
}

const SETTINGS =
  /(?:^|\/)(?:config|configuration|settings)\/[^/]+\.(?:ya?ml|toml|json)$|(?:^|\/)\.env(?:\.(?:example|sample|template|dist|defaults))?$|(?:^|\/)[\w.-]*config[\w.-]*\.(?:ya?ml|toml)$/i

/** @returns the needs; of several databases that can be chosen from, those that the settings do not use are optional */
export function chosenNeeds(view: View, folder: string, project: string, needs: Needs): Needs {
  const alternatives = needs.databases.filter(
    need => !need.optional && (SERVERS.has(need.value) || need.value === 'sqlite'),
  )
  if (alternatives.length < 2) return needs
  const used = usedSchemes(view, [...new Set([folder, project])])
  const chosen = alternatives.filter(need => used.has(need.value) || (need.value === 'mariadb' && used.has('mysql')))
  const kept = chosen.length ? chosen : alternatives.filter(need => need.value === 'sqlite')
  if (!kept.length) return needs
  return {
    ...needs,
    databases: needs.databases.map(need =>
      alternatives.includes(need) && !kept.includes(need) ? { ...need, optional: true } : need,
    ),
  }
}

function usedSchemes(view: View, folders: readonly string[]): ReadonlySet<string> {
  const found = new Set<string>()
  for (const path of view.files) {
    if (!SETTINGS.test(path) || !folders.some(folder => dirname(path) === folder || dirname(dirname(path)) === folder))
      continue
    for (const line of view.lines(path)) {
      if (/^\s*(#|\/\/)/.test(line)) continue
      for (const [pattern, name] of SCHEMES) if (pattern.test(line)) found.add(name)
      const choice = CHOICES[CHOICE.exec(line)?.[1]?.toLowerCase() ?? '']
      if (choice !== undefined) found.add(choice)
    }
  }
  return found
}

/** @returns the needs; MySQL is called MariaDB where the repository runs that one for it */
export function namedNeeds(view: View, needs: Needs): Needs {
  if (!needs.databases.some(need => need.value === 'mysql') || needs.databases.some(need => need.value === 'mariadb'))
    return needs
  const images = view.files
    .filter(path => /(?:^|\/)(?:docker-)?compose[\w.-]*\.ya?ml$|^\.github\/workflows\/|\.gitlab-ci\.yml$/.test(path))
    .flatMap(path => imagesIn(view.yaml(path)?.get()))
  const runs = (name: string): boolean => images.some(image => basename(image.replace(/[:@].*$/, '')) === name)
  if (!runs('mariadb') || runs('mysql')) return needs
  return {
    ...needs,
    databases: needs.databases.map(need => (need.value === 'mysql' ? { ...need, value: 'mariadb' } : need)),
  }
}

function imagesIn(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(imagesIn)
  return Object.entries(table(value)).flatMap(([key, inner]) =>
    key === 'image' && typeof inner === 'string' ? [inner] : imagesIn(inner),
  )
}

/** What Prisma calls each of its migrations, whatever the folder of all is called. */
const STEP = /(?:^|\/)\d{8,14}_[^/]+\/migration\.sql$/

/**
 * @param isOther true for a folder that is for another database
 * @returns the folder of a Prisma schema's migrations: one of that name, or one that holds them under another
 */
export function prismaMigrations(view: View, schema: string, isOther: (folder: string) => boolean): string | undefined {
  for (let folder = dirname(schema), i = 0; i < 3; folder = dirname(folder), i++) {
    const path = join(folder, 'migrations')
    if (view.below(`${path}/`).length) return path
    const step = view
      .below(folder === '.' ? '' : `${folder}/`)
      .filter(file => STEP.test(file) && dirname(dirname(dirname(file))) === folder)
      .map(file => dirname(dirname(file)))
      .find(place => !isOther(place))
    if (step !== undefined) return step
    if (folder === '.') break
  }
  return undefined
}
