import type { Context } from '../../../src/artifact/index.ts'
import type { Dependency, Package, Project } from '../../../src/detect/types.ts'
import { basename, byCodeUnit, dirname, isInside, join, normalize, relative } from '../../../src/text/paths.ts'
import { MANAGERS, type NodeManager } from './managers.ts'
import { refuse, requirePlain } from './recipe.ts'
import { copy } from './syntax.ts'

const LOCKS: Readonly<Record<NodeManager, RegExp>> = {
  npm: /^(package-lock|npm-shrinkwrap)\.json$/,
  pnpm: /^pnpm-lock\.yaml$/,
  yarn: /^yarn\.lock$/,
  'yarn-berry': /^yarn\.lock$/,
  bun: /^bun\.lockb?$/,
}

/**
 * @param more folders beside the root's manifest that the installation reads, where they are there
 * @returns copies of what an installation reads: the root's files in one instruction, then one for each folder and each member
 */
export function manifestCopies(
  ctx: Context,
  project: Project,
  kind: NodeManager,
  context: string,
  more: readonly string[],
): readonly string[] {
  const has = (path: string): boolean => ctx.ws.files.some(file => isInside(file, path))
  const extra = [...new Set([...MANAGERS[kind].files, ...more])].map(file => join(project.path, file)).filter(has)
  const locks = ctx.ws.files.filter(file => dirname(file) === project.path && LOCKS[kind].test(basename(file)))
  const root = [join(project.path, 'package.json'), ...locks, ...extra.filter(path => ctx.ws.has(path))]
  const members = project.packages.filter(p => p.path !== project.path).map(p => p.manifest)
  const others = [...extra.filter(path => !ctx.ws.has(path)), ...members, ...localFolders(ctx, project, context)]
  requirePlain([...root, ...others])
  const into = (path: string): string => relative(project.path, ctx.ws.has(path) ? dirname(path) : path)
  return [
    copy(
      root.map(path => relative(context, path)),
      './',
    ),
    ...others.sort(byCodeUnit).map(path => copy([relative(context, path)], `${into(path)}/`)),
  ]
}

/** Dependencies on folders and archives of the repository that are no members. */
function localFolders(ctx: Context, project: Project, context: string): readonly string[] {
  const members = new Set(project.packages.map(p => p.path))
  const paths = project.packages.flatMap(pkg => pkg.dependencies.flatMap(d => localFolder(ctx, pkg, d, context) ?? []))
  return [...new Set(paths)].filter(path => !members.has(path))
}

const GIT = /^(git[+:@]|ssh:|(github|gitlab|bitbucket):|[\w.-]+\/[\w.-]+(#|$))/

/** @throws Refused for what an image cannot fetch */
function localFolder(
  ctx: Context,
  pkg: Package,
  { name, range, line }: Dependency,
  context: string,
): string | undefined {
  const evidence = { path: pkg.manifest, ...(line === undefined ? {} : { line }), rule: `dependency ${name}` }
  if (range !== undefined && GIT.test(range)) {
    refuse(`${name} is taken from a git repository, which needs git and access to it in the image`, evidence)
  }
  const target = /^(?:file|link|portal):(.*)$/.exec(range ?? '')?.[1]
  if (target === undefined) return undefined
  const path = normalize(`${pkg.path}/${target}`)
  if (path === undefined || !isInside(path, context)) {
    refuse(`${name} is taken from ${target}, which is outside the build context ${context}`, evidence)
  }
  if (!ctx.ws.files.some(file => isInside(file, path))) {
    refuse(`${name} is taken from ${path}, which is not in the repository`, evidence)
  }
  return path
}
