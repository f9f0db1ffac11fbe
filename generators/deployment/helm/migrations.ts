import type { ServiceContract } from '../../../src/contract/types.ts'

/** How the database of a service gets its schema. */
export interface Migrations {
  /** What a person is told about it; undefined when nothing is left to do. */
  readonly step?: string
}

/** Commands that apply what is not applied yet, by tool, and whether two at once wait for each other (sources of the packages). */
const TOOLS: readonly (readonly [tool: RegExp, command: string, lock: boolean])[] = [
  [/^prisma/, 'prisma migrate deploy', true],
  [/^knex|^objection|^bookshelf/, 'knex migrate:latest', true],
  [/^kysely/, 'kysely migrate:latest', true],
  [/^sqlx/, 'sqlx migrate run', true],
  [/^drizzle/, 'drizzle-kit migrate', false],
  [/^typeorm/, 'typeorm migration:run', false],
  [/^sequelize/, 'sequelize-cli db:migrate', false],
  [/^mikro-orm/, 'mikro-orm migration:up', false],
  [/^diesel/, 'diesel migration run', false],
  [/^sea-orm/, 'sea-orm-cli migrate up', false],
]

/** @returns what is known of the migrations of a service; undefined when it has none, or applies them itself, under a lock */
export function migrationsOf({ id, service }: ServiceContract): Migrations | undefined {
  const folder = service.migrations
  if (!folder) return undefined
  const orm = service.orm.map(fact => fact.value)
  const embedded = folder.evidence.some(({ rule }) => rule === 'macro that embeds migrations')
  // the macro's migrator takes a lock of the database unless it is told otherwise
  if (embedded && orm.some(name => name.startsWith('sqlx'))) return undefined
  const [, command, lock] = TOOLS.find(([tool]) => orm.some(name => tool.test(name))) ?? []
  const what =
    command === undefined ? 'the command that applies its migrations' : `"${command}", or what does the same,`
  const caution = lock === false ? ' It takes no lock: let nothing else apply migrations beside it.' : ''
  return {
    step: `Put ${what} into the image of ${id} and name it in migration.command of the chart: it then runs once, before the first new Pod.${caution}`,
  }
}
