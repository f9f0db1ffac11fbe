import type { Context } from '../../../src/artifact/index.ts'
import type { Package, Project } from '../../../src/detect/types.ts'
import { isInside, join, normalize } from '../../../src/text/paths.ts'

/** @returns the package of the project in a folder */
export function packageAt(project: Project, path: string): Package | undefined {
  return project.packages.find(p => p.path === path)
}

/**
 * @param shipped true: without what is needed for development only
 * @returns the packages of the repository that `pkg` is built from, each after those that it needs itself
 */
export function packagesBelow(project: Project, pkg: Package, shipped: boolean): readonly Package[] {
  const byName = new Map(project.packages.flatMap(p => (p.name && p !== pkg ? [[p.name.value, p] as const] : [])))
  const done = new Set<Package>([pkg])
  const ordered: Package[] = []
  const visit = (current: Package): void => {
    for (const { name, kind } of current.dependencies) {
      const below = byName.get(name)
      if (below === undefined || done.has(below) || (shipped && kind === 'dev')) continue
      done.add(below)
      visit(below)
      ordered.push(below)
    }
  }
  visit(pkg)
  return ordered
}

/** A folder or file of the repository, and where it comes from. */
export interface Part {
  /** From the root of the repository. */
  readonly path: string
  /** True when the build makes it: it is not in the repository. */
  readonly built: boolean
}

/** @returns what of a package of the repository a program needs when it runs: the folders that its entry points are in */
export function shippedParts(ctx: Context, pkg: Package): readonly Part[] {
  const files = entryFiles(ctx.ws.read(pkg.manifest) ?? '')
  const tops = new Set(files.map(file => normalize(file)?.split('/')[0] ?? '.'))
  const folders = [...tops].filter(top => top !== '.' && files.some(file => normalize(file)?.startsWith(`${top}/`)))
  if (folders.length === 0 || folders.length < tops.size) return [{ path: pkg.path, built: false }]
  return folders.map(folder => part(ctx, join(pkg.path, folder)))
}

/** @returns a folder or file with its origin */
export function part(ctx: Context, path: string): Part {
  return { path, built: !ctx.ws.files.some(file => isInside(file, path)) }
}

function entryFiles(manifest: string): readonly string[] {
  let parsed: unknown
  try {
    parsed = JSON.parse(manifest)
  } catch {
    return []
  }
  if (typeof parsed !== 'object' || parsed === null) return []
  const { main, module, exports, bin } = parsed as Record<string, unknown>
  return [main, module, bin, exports]
    .flatMap(strings)
    .filter(file => !/\.d\.[cm]?ts$|\.json$|\*/.test(file) || /\*.*\.[cm]?js$/.test(file))
}

function strings(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value]
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(strings) : []
}
