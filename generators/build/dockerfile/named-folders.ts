import type { Context } from '../../../src/artifact/index.ts'
import type { Package } from '../../../src/detect/types.ts'
import { byCodeUnit, isInside, join, relative } from '../../../src/text/paths.ts'
import { isHidden } from './hidden.ts'

/** Folders that hold code, or are for people. */
const ASIDE =
  /^(\..*|src|lib|app|tests?|__tests__|spec|e2e|cypress|playwright|mocks|__mocks__|bench(es)?|examples?|docs?|scripts?|tools?|target|dist|build|coverage|node_modules|patches|docker|deploy|k8s|helm|infra)$/
/** Folders that are compiled into a program when a crate of this kind is used. */
const COMPILED: Readonly<Record<string, RegExp>> = {
  migrations: /^(sqlx|refinery|diesel_migrations|sea-orm-migration)$/,
  templates: /^(askama|rinja|sailfish|ructe)/,
  proto: /^(tonic|prost)/,
}
const SOURCE = /\.(rs|[cm]?[jt]sx?)$/
const TEST = /(^|\/)(tests?|__tests__|benches|examples|e2e)\/|\.(test|spec)\./

/**
 * Folders beside the code that the code names in a string: it may read them when it runs. One too many does no harm, one that is missing does.
 * @param context folder that the image is built in: what is kept out of it cannot be copied
 * @returns their paths from the root of the repository, in order
 */
export function namedFolders(ctx: Context, pkg: Package, context: string): readonly string[] {
  // what this program writes beside the code is not read by it
  const files = ctx.ws.files.filter(file => isInside(file, pkg.path) && ctx.ownersOf(file).length === 0)
  const tops = new Set(
    files.map(file => relative(pkg.path, file)).flatMap(path => (path.includes('/') ? [path.split('/')[0] ?? ''] : [])),
  )
  const others = new Set(ctx.facts.projects.flatMap(p => p.packages.map(other => other.path)))
  const candidates = [...tops].filter(
    name => name.length > 2 && !ASIDE.test(name) && !isCompiled(pkg, name) && !others.has(join(pkg.path, name)),
  )
  if (candidates.length === 0) return []
  const code = files
    .filter(file => SOURCE.test(file) && !TEST.test(relative(pkg.path, file)))
    .map(file => ctx.ws.read(file) ?? '')
  return candidates
    .filter(name => code.some(text => names(text, name)))
    .map(name => join(pkg.path, name))
    .filter(folder => !isHidden(ctx, context, folder))
    .sort(byCodeUnit)
}

function isCompiled(pkg: Package, name: string): boolean {
  const crate = Object.hasOwn(COMPILED, name) ? COMPILED[name] : undefined
  return crate !== undefined && pkg.dependencies.some(d => crate.test(d.name))
}

/** As a whole string, or as the first part of a path in one. */
function names(text: string, folder: string): boolean {
  for (let at = text.indexOf(folder); at !== -1; at = text.indexOf(folder, at + 1)) {
    const before = text.slice(Math.max(0, at - 4), at)
    const after = text[at + folder.length] ?? ''
    if (/["'`](\.{0,2}\/)?$/.test(before) && /["'`/]/.test(after)) return true
  }
  return false
}
