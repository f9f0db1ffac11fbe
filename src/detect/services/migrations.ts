import { basename, dirname, isInside, join, normalize } from '../../text/paths.ts'
import { isForeign, type SourcePackage } from '../ecosystems/model.ts'
import { certain, likely } from '../fact.ts'
import { argumentRanges, pathsIn, stringValue, type RustSource } from '../source/rust.ts'
import type { Fact } from '../types.ts'
import { text } from '../values.ts'
import type { View } from '../view.ts'
import { databaseCalled, prismaMigrations, prismaSchema } from './databases.ts'
import type { Candidate } from './node-candidate.ts'
import { configured } from './node-site.ts'

/** Where the migrations of a service may be: its own package and those below it, the project, and what belongs to others. */
export interface Places {
  readonly packages: readonly SourcePackage[]
  readonly project: string
  /** Folders of packages that the service is not built from. */
  readonly others: readonly string[]
}

export interface NodePlaces extends Places {
  /** Files that the program reaches. */
  readonly files: readonly string[]
}

const FILE = /\.(?:sql|[cm]?[jt]s|rs|py)$/
const FOLDER = /^(?:[a-z]+[_-])?migrations$/i
/** What `typeorm init` makes is called by the singular, which says too little for other tools. */
const TYPEORM_FOLDER = /^(?:[a-z]+[_-])?migrations?$/i

/** @returns the folder of migrations of a Rust service: what its code or diesel.toml names, a package of migrations, else a folder of that name */
export function rustMigrations(
  view: View,
  places: Places,
  sources: readonly RustSource[],
  beside: readonly SourcePackage[],
): Fact<string> | undefined {
  return (
    fromDiesel(view, places) ??
    fromMacro(view, places, sources) ??
    fromPackage(view, places.packages) ??
    fromListOrName(view, places, sources) ??
    fromPackage(view, beside)
  )
}

/** The list of migrations in the code says more than a folder that is called so, unless it lies in that folder. */
function fromListOrName(view: View, places: Places, sources: readonly RustSource[]): Fact<string> | undefined {
  const listed = fromMigrator(view, sources)
  const named = byName(view, places)
  return listed && !(named && isInside(listed.value, named.value)) ? listed : named
}

function fromDiesel(view: View, { packages, project }: Places): Fact<string> | undefined {
  for (const folder of [...packages.map(source => source.facts.path), project]) {
    const path = join(folder, 'diesel.toml')
    const doc = view.has(path) ? view.toml(path) : undefined
    const dir = normalize(`${folder}/${text(doc?.get('migrations_directory', 'dir')) ?? 'migrations'}`)
    if (doc && dir !== undefined && view.below(`${dir}/`).length)
      return certain(
        dir,
        view.evidence(path, doc.line('migrations_directory', 'dir'), 'diesel.toml migrations_directory'),
      )
  }
  return undefined
}

/** `sqlx::migrate!("./migrations")`, `embed_migrations!("migrations")` */
function fromMacro(view: View, { packages }: Places, sources: readonly RustSource[]): Fact<string> | undefined {
  const found: Fact<string>[] = []
  for (const source of sources) {
    const home = packages
      .filter(({ facts }) => isInside(source.path, facts.path))
      .sort((a, b) => b.facts.path.length - a.facts.path.length)[0]
    for (const use of pathsIn(source)) {
      if (!/(^|::)(migrate|embed_migrations)$/.test(use.path) || source.tokens[use.end + 1]?.text !== '!') continue
      const [first] = argumentRanges(source.tokens, use.end + 2)
      const token = first && source.tokens[first[0]]
      const named = token?.kind === 'string' ? stringValue(token) : 'migrations'
      const folder = normalize(`${home?.facts.path ?? '.'}/${named}`)
      if (folder !== undefined && view.below(`${folder}/`).length)
        found.push(certain(folder, view.evidence(source.path, use.line, 'macro that embeds migrations')))
    }
  }
  const first = outermost(found, packages)
  // One folder for each database that can be chosen.
  const parent = first && dirname(first.value)
  const several =
    new Set(found.map(fact => fact.value)).size > 1 &&
    parent !== undefined &&
    FOLDER.test(basename(parent)) &&
    found.every(fact => dirname(fact.value) === parent)
  return several ? certain(parent, ...found.flatMap(fact => fact.evidence)) : first
}

/** Of those in the first package the one that lies least deep: a part of the program may have a table of its own, deeper in its sources. */
function outermost(found: readonly Fact<string>[], packages: Places['packages']): Fact<string> | undefined {
  const [first] = found
  const homes = packages.filter(({ facts }) => first !== undefined && isInside(first.value, facts.path))
  const home = homes.sort((a, b) => b.facts.path.length - a.facts.path.length)[0]?.facts.path ?? '.'
  const depth = ({ value }: Fact<string>): number => value.split('/').length
  return found.filter(({ value }) => isInside(value, home)).sort((a, b) => depth(a) - depth(b))[0] ?? first
}

/** A crate of migrations written in Rust. */
function fromPackage(view: View, packages: readonly SourcePackage[]): Fact<string> | undefined {
  const found = packages.find(
    ({ facts }) =>
      /migrations?$|migrator$/i.test(basename(facts.path)) &&
      facts.dependencies.some(dependency => /^(sea-orm-migration|refinery)$/.test(dependency.name)),
  )
  return (
    found &&
    certain(
      found.facts.path,
      view.evidence(
        found.facts.manifest,
        found.facts.dependencies.find(d => /^(sea-orm-migration|refinery)$/.test(d.name))?.line,
        'package of migrations',
      ),
    )
  )
}

/** A module of migrations written in Rust: `impl MigratorTrait for Migrator`, in the folder of its steps or in the file above it. */
function fromMigrator(view: View, sources: readonly RustSource[]): Fact<string> | undefined {
  for (const { path, tokens } of sources) {
    const at = tokens.find((token, i) => token.text === 'MigratorTrait' && tokens[i + 1]?.text === 'for')
    const folder = /\/(?:mod|lib)\.rs$/.test(path) ? dirname(path) : path.replace(/\.rs$/, '')
    if (at && view.below(`${folder}/`).length)
      return certain(folder, view.evidence(path, at.line, 'list of migrations'))
  }
  return undefined
}

/**
 * @returns the folder of migrations of a Node service that keeps its data in `databases`: what the configuration of its tool names, else a folder of
 * that name
 */
export function nodeMigrations(
  candidate: Candidate,
  places: NodePlaces,
  orm: readonly string[],
  databases: readonly string[],
): Fact<string> | undefined {
  const { view, code, evaluator } = candidate
  const schema = orm.includes('prisma') ? prismaSchema(code, places.packages, places.files) : undefined
  const isOther = (folder: string): boolean => isForOther(folder, databases)
  const prisma = schema === undefined ? undefined : prismaMigrations(view, schema, isOther)
  if (prisma !== undefined && schema !== undefined)
    return certain(prisma, view.evidence(schema, undefined, 'migrations beside the Prisma schema'))
  for (const source of places.packages) {
    for (const [file, ...keys] of [
      ['drizzle.config', 'out'],
      ['knexfile', 'migrations', 'directory'],
      ['src/knexfile', 'migrations', 'directory'],
      ['config/drizzle.config', 'out'],
    ] as const) {
      const value = configured(code, evaluator, source, file, ...keys)
      const folder =
        typeof value?.literal === 'string'
          ? normalize(
              `${value.literal.startsWith('.') && file.startsWith('src/') ? join(source.facts.path, 'src') : source.facts.path}/${value.literal}`,
            )
          : undefined
      if (value && folder !== undefined && view.below(`${folder}/`).length)
        return certain(folder, view.evidence(value.path, value.line, `${file} ${keys.join('.')}`))
    }
  }
  return byName(view, places, orm.includes('typeorm') ? TYPEORM_FOLDER : FOLDER, isOther)
}

/** A step has its place in a row: `0001_users.ts`, `20240131120000-users.js`, `V2__users.sql`. */
const STEP = /^[A-Za-z]{0,9}[-_]?\d{3,17}[-_.]|^[VU]\d+__/

/** @returns how many steps a folder holds that are numbered */
function stepsIn(view: View, folder: string): number {
  return view.below(`${folder}/`).filter(path => FILE.test(path) && STEP.test(basename(path))).length
}

/** True for a folder that is named after another database: `mysql-migrations` where the data is in Postgres. */
function isForOther(folder: string, databases: readonly string[]): boolean {
  const database = databaseCalled(/^([a-z]+)[_-]/i.exec(basename(folder))?.[1] ?? '')
  const used = databases.map(name => (name === 'mariadb' ? 'mysql' : name))
  return database !== undefined && used.length > 0 && !used.includes(database)
}

/** The folder called `migrations` that is nearest: in the service's package, in one below it, or in the project beside other packages. */
function byName(
  view: View,
  { packages, project, others }: Places,
  name = FOLDER,
  isOther: (folder: string) => boolean = () => false,
): Fact<string> | undefined {
  const files = view.files.filter(path => FILE.test(path) && !isForeign(path))
  const all = [...new Set(files.flatMap(path => migrationFolder(path, TYPEORM_FOLDER)))].filter(
    folder => name.test(basename(folder)) || stepsIn(view, folder) > 1,
  )
  const own = (folder: string): number =>
    packages.findIndex(
      ({ facts }) =>
        isInside(folder, facts.path) &&
        (facts.path !== '.' || packages.length === 1 || !others.some(other => isInside(folder, other))),
    )
  const candidates = all.filter(
    folder =>
      own(folder) >= 0 ||
      (isInside(folder, project) && !others.some(other => other !== '.' && isInside(folder, other))),
  )
  const rank = (folder: string): number => (own(folder) >= 0 ? own(folder) : packages.length)
  const found = candidates.length ? candidates : all.filter(folder => liesBeside(view, folder, project))
  const [best] = found.sort(
    (a, b) =>
      Number(isOther(a)) - Number(isOther(b)) ||
      rank(a) - rank(b) ||
      Number(stepsIn(view, b) > 0) - Number(stepsIn(view, a) > 0) ||
      a.split('/').length - b.split('/').length ||
      (a < b ? -1 : 1),
  )
  const file = best === undefined ? undefined : view.below(`${best}/`).find(path => FILE.test(path))
  return best === undefined || file === undefined
    ? undefined
    : likely(best, view.evidence(file, undefined, 'folder of migrations'))
}

/** Manifests of what migrations may belong to instead. */
const MANIFESTS = ['package.json', 'Cargo.toml', 'go.mod', 'pyproject.toml', 'composer.json', 'Gemfile', 'mix.exs']

/** Statements that lie beside a project which is no package at the root: nothing between them and the folder above both is a package. */
function liesBeside(view: View, folder: string, project: string): boolean {
  if (project === '.' || !isInside(folder, dirname(project)) || isInside(folder, project)) return false
  if (!view.below(`${folder}/`).some(path => path.endsWith('.sql'))) return false
  for (let at = folder; ; at = dirname(at)) {
    if (MANIFESTS.some(name => view.has(join(at, name)))) return false
    if (at === dirname(project) || at === '.') return true
  }
}

/** The nearest folder of a file whose name says that it holds migrations; not those of tests or of routes. */
function migrationFolder(path: string, name: RegExp): readonly string[] {
  if (
    /(^|\/)(tests?|__tests__|pages|routes|api|docs?|examples?|e2e|fixtures|scripts|dist|build)\//i.test(path) &&
    !/(^|\/)api\/(src|db|prisma|migrations)\//.test(path)
  )
    return []
  for (let folder = dirname(path), i = 0; folder !== '.' && i < 3; folder = dirname(folder), i++)
    if (name.test(basename(folder))) return [folder]
  return []
}
