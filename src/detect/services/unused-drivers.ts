import { isInside } from '../../text/paths.ts'
import { literally } from '../../text/patterns.ts'
import type { DependencyTrait } from '../catalogue.ts'
import { DETECTORS } from '../dependencies/index.ts'
import type { NeedFact } from '../types.ts'
import type { View } from '../view.ts'
import { sourcesOf } from './databases.ts'
import { driversOf, type Needs } from './needs.ts'

const TRAITS: readonly DependencyTrait[] = DETECTORS

/** Databases whose drivers stand in manifests of programs that never ask them anything, with the words of whoever does. */
const WORDS: Readonly<Record<string, string>> = {
  postgres: String.raw`postgres|psql|\bpg(?:[_-]|\b)`,
  mysql: 'mysql|mariadb',
}

/** Whatever may speak of a database: code, schemas, settings, the containers beside a program, its commands; not lists of what is installed. */
const SPEAKING =
  /\.(?:[cm]?[jt]sx?|prisma|sql|graphql|ya?ml|toml|json|sh|conf|vue|svelte|astro)$|(?:^|\/)(?:\.env[^/]*|[^/]*Dockerfile[^/]*|Procfile|Makefile|bin\/[^/]+)$/
const INSTALLED = /(?:^|\/)(?:package\.json|package-lock\.json|pnpm-lock\.yaml|\.pnp\.[cm]?js|\.yarn\/.*)$/

/** Libraries that say themselves which database they are for are used by their name; drivers alone can be left over. */
const DRIVERS = new Set(TRAITS.flatMap(({ orm, npm = [] }) => (orm === true ? npm : [])))

/** Files of code that a project has where silence says something: a program of a few files may well be about to use what it declares. */
const ENOUGH = 20

/**
 * @param folder of the project that a service belongs to
 * @returns the needs without databases of which only a driver in the manifest speaks: no ORM that would load it by name, and no file of the
 * project that names the driver, the database or one of its variables
 */
export function spokenNeeds(view: View, folder: string, needs: Needs): Needs {
  const open = needs.databases.filter(need => WORDS[need.value] !== undefined)
  if (!open.length || needs.orm.some(fact => !DRIVERS.has(fact.value))) return needs
  if (sourcesOf(view, folder).length < ENOUGH) return needs
  const unused = open.filter(need => isDriver(need) && !isSpokenOf(view, folder, need.value))
  const databases = needs.databases.filter(need => !unused.includes(need))
  return unused.length ? { ...needs, databases, orm: driversOf(needs.orm, databases) } : needs
}

function isDriver({ evidence }: NeedFact): boolean {
  return evidence.every(({ rule }) => DRIVERS.has(rule.replace(/^dependency /, '')))
}

function isSpokenOf(view: View, folder: string, database: string): boolean {
  const names = TRAITS.flatMap(trait => (trait.database === database ? (trait.npm ?? []) : []))
  const pattern = new RegExp([WORDS[database] ?? '', ...names.map(name => `['"\`]${literally(name)}`)].join('|'), 'i')
  const files = view.files.filter(path => isInside(path, folder) && SPEAKING.test(path) && !INSTALLED.test(path))
  return files.some(path => pattern.test(view.text(path) ?? ''))
}
