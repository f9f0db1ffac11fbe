import type { Context } from '../../../src/artifact/index.ts'
import type { ServiceContract } from '../../../src/contract/types.ts'
import { isInside, join } from '../../../src/text/paths.ts'
import { planned } from '../../build/dockerfile/plan.ts'

/** How the database of a service gets its schema. */
export interface Migrations {
  /** Program and arguments in the image; empty where it is not certain that they run there. */
  readonly command: readonly string[]
  /** What a person is told about it; undefined when nothing is left to do. */
  readonly step?: string
}

/** Commands that apply what is not applied yet, by tool, and whether two at once wait for each other (sources of the packages). */
const TOOLS: readonly (readonly [tool: RegExp, command: string, lock: boolean])[] = [
  [/^prisma/, 'prisma migrate deploy', true],
  [/^(knex|objection|bookshelf)/, 'knex migrate:latest', true],
  [/^kysely/, 'kysely migrate:latest', true],
  [/^sqlx/, 'sqlx migrate run', true],
  [/^drizzle/, 'drizzle-kit migrate', false],
  [/^typeorm/, 'typeorm migration:run', false],
  [/^sequelize/, 'sequelize-cli db:migrate', false],
  [/^mikro-orm/, 'mikro-orm migration:up', false],
  [/^diesel/, 'diesel migration run', false],
  [/^sea-orm/, 'sea-orm-cli migrate up', false],
]

/**
 * @param scales several replicas may run at once
 * @returns what is known of the migrations of a service; undefined when it has none, or applies them itself and nothing can do so beside it
 */
export function migrationsOf(ctx: Context, contract: ServiceContract, scales: boolean): Migrations | undefined {
  const { id, service } = contract
  const folder = service.migrations
  if (!folder) return undefined
  const orm = service.orm.map(fact => fact.value)
  const embedded = folder.evidence.some(({ rule }) => rule === 'macro that embeds migrations')
  // the macro's migrator takes a lock of the database unless it is told otherwise
  if (embedded && orm.some(name => name.startsWith('sqlx'))) return undefined
  const [, words, lock] = TOOLS.find(([tool]) => orm.some(name => tool.test(name))) ?? []
  const command = knexCommand(ctx, contract)
  if (command.length) return { command }
  const itself = appliesItself(ctx, contract)
  if (itself && !scales) return undefined
  if (itself)
    return {
      command,
      step: `Find out whether two replicas of ${id} may apply its migrations at once, as it starts: if not, give it a command that does only that, and name it in migration.command of the chart.`,
    }
  const what = words === undefined ? 'the command that applies its migrations' : `"${words}", or what does the same,`
  const caution = lock === false ? ' It takes no lock: let nothing else apply migrations beside it.' : ''
  return {
    command,
    step: `Put ${what} into the image of ${id} and name it in migration.command of the chart: it then runs once, before the first new Pod.${caution}`,
  }
}

const SOURCE = /\.(rs|[cm]?[jt]s)$/
const TEST = /(^|\/)(tests?|__tests__|benches|examples|e2e)\/|\.(test|spec)\./
/** How code applies migrations as it starts. */
const APPLIES =
  /embed_migrations!|\bmigrate!\(|Migrator::up\(|migrationsRun:\s*true|drizzle-orm\/[\w-]+\/migrator|migrate\.latest\(|runMigrations\(|\brusqlite_migration\b/

function appliesItself(ctx: Context, { service: { path } }: ServiceContract): boolean {
  return ctx.ws.files.some(
    file => isInside(file, path) && SOURCE.test(file) && !TEST.test(file) && APPLIES.test(ctx.ws.read(file) ?? ''),
  )
}

/** Knex is shipped with its command line, which reads plain JavaScript: both are in an image that is the folder as it is. */
function knexCommand(ctx: Context, contract: ServiceContract): readonly string[] {
  const { service } = contract
  const plan = planned(ctx).find(other => other.service === contract)
  if (plan?.kind !== 'node' || service.buildScript || service.standalone || service.path !== service.project) return []
  const pkg = ctx.facts.projects.flatMap(project => project.packages).find(other => other.path === service.path)
  const shipped = pkg?.dependencies.some(({ name, kind }) => name === 'knex' && kind === 'normal') === true
  const settings = ['knexfile.js', 'knexfile.cjs', 'knexfile.mjs'].some(file => ctx.ws.has(join(service.path, file)))
  const program = nodeIn(plan.data)
  return shipped && settings && program !== undefined ? [program, 'node_modules/knex/bin/cli.js', 'migrate:latest'] : []
}

/** @returns where Node is in the image of a recipe */
function nodeIn(data: object): string | undefined {
  const image: unknown = 'runtime' in data ? data.runtime : undefined
  if (typeof image !== 'string') return undefined
  if (image.startsWith('gcr.io/distroless/nodejs')) return '/nodejs/bin/node'
  return image.startsWith('node:') ? 'node' : undefined
}
