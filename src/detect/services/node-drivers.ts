import type { DependencyTrait } from '../catalogue.ts'
import { DETECTORS } from '../dependencies/index.ts'
import { packageOf, type ScriptCode } from '../source/script-code.ts'
import { literalText, propertyKey, propertyValue } from '../source/script.ts'
import { nodesOf } from '../source/script-nodes.ts'
import type { Dependency } from '../types.ts'
import { databaseCalled } from './databases.ts'

const TRAITS: readonly DependencyTrait[] = DETECTORS
/** Libraries that load the driver of a database by themselves, by the name of the database. */
const LOADERS =
  /^(?:typeorm|@nestjs\/typeorm|sequelize|sequelize-typescript|@nestjs\/sequelize|knex|nest-knexjs|objection)$/
/** Text of a file that may configure one of them. */
const CONFIGURES = /\b(?:type|dialect|client)\s*:/

/** Databases by the packages that are drivers of them: nobody imports these, where a library loads them. */
const DRIVEN = new Map(
  TRAITS.flatMap(({ npm = [], database }) =>
    database !== undefined && database !== 'mongodb' ? npm.map(name => [name, database] as const) : [],
  ),
)

/**
 * @param files what a program reaches
 * @param available dependencies that it could have
 * @returns the drivers among them that a library of the program loads by name: those of the databases that its options name
 * (`type: 'postgres'`), or all where no option says which and there is one database only
 */
export function loadedDrivers(
  code: ScriptCode,
  files: readonly string[],
  available: readonly Dependency[],
): ReadonlySet<string> {
  const drivers = available.filter(({ name }) => DRIVEN.has(name))
  if (!drivers.length) return new Set()
  const loading = files.filter(file => /typeorm|sequelize|knex|objection/.test(code.view.text(file) ?? ''))
  const scripts = loading.flatMap(file => code.script(file) ?? [])
  if (!scripts.some(({ modules }) => modules.some(module => LOADERS.test(packageOf(module) ?? '')))) return new Set()
  const named = new Set(files.flatMap(file => databasesNamed(code, file)))
  const kinds = new Set(drivers.map(({ name }) => DRIVEN.get(name)))
  const wanted = named.size ? named : kinds.size === 1 ? kinds : new Set<string>()
  return new Set(drivers.filter(({ name }) => wanted.has(DRIVEN.get(name) ?? '')).map(({ name }) => name))
}

/** `dialect: 'mysql'`, `type: 'postgres'` */
function databasesNamed(code: ScriptCode, file: string): readonly string[] {
  const script = CONFIGURES.test(code.view.text(file) ?? '') ? code.script(file) : undefined
  if (!script) return []
  return nodesOf(script, 'Property').flatMap(node => {
    const value = /^(?:type|dialect|client)$/.test(propertyKey(script, node) ?? '') ? propertyValue(node) : undefined
    const name = value && literalText(script, value)
    return (name === undefined ? undefined : databaseCalled(name)) ?? []
  })
}
