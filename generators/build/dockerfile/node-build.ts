import type { Context } from '../../../src/artifact/index.ts'
import { bunImage, nodeImage, nodeMajor } from '../../../src/contract/images.ts'
import type { ImageRef } from '../../../src/contract/types.ts'
import type { Package, PackageManager, Project } from '../../../src/detect/types.ts'
import { basename, byCodeUnit, dirname, isInside, join, normalize, relative } from '../../../src/text/paths.ts'
import { aptPackages } from './debian.ts'
import { packageAt, packagesBelow } from './local-packages.ts'
import { MANAGERS, type InstallOptions, type Manager } from './managers.ts'
import { addonPackages } from './native.ts'
import { inImage, refusal, type Refusal } from './recipe.ts'
import { installHooks, matters, patches, type Hook } from './scripts.ts'
import { apt, copy, env, isPlainPath, run } from './syntax.ts'

/** How the dependencies of a Node project get into an image, and how its packages are built there. */
export interface NodeBuild {
  readonly image: string
  /** Folder of the project inside the image. */
  readonly folder: string
  /** Instructions that put the package manager and its tools into the image. */
  readonly setup: readonly string[]
  /** Instructions that bring in what an installation reads. */
  readonly manifests: readonly string[]
  readonly install: string
  readonly sources: string
  /** Instructions that build `target` after what it is made of; none when there is nothing to build. */
  readonly steps: readonly string[]
  readonly production: { readonly after: 'nothing' | 'install'; readonly run: string }
}

export interface NodeTarget {
  readonly ctx: Context
  readonly project: Project
  /** Folder of the build context, from the root of the repository. */
  readonly context: string
  /** Folder of the package. */
  readonly path: string
  readonly pin: (image: ImageRef) => string
  /** Name of the script that builds the package. */
  readonly buildScript?: string | undefined
  /** Command that writes code which the build needs. */
  readonly generate?: string | undefined
  /** True when the program runs on Bun. */
  readonly onBun?: boolean
  /** Debian packages that the build needs. */
  readonly packages?: readonly string[]
}

/** @returns how the package is installed and built; or why that is not certain to work */
export function nodeBuild(target: NodeTarget): NodeBuild | Refusal {
  const { ctx, project, context } = target
  const kind = project.manager.value
  const pkg = packageAt(project, target.path)
  if (kind === 'cargo' || !pkg) return refusal(`there is no package.json in ${target.path}`)
  const manager = MANAGERS[kind]
  const base = baseImage(target, kind)
  if ('refused' in base) return base
  const hooks = installHooks(project)
  const patched = patchedBy(project, hooks.filter(patches))
  if (patched) return patched
  const manifests = manifestCopies(ctx, project, kind, manager, context, hooks.some(patches))
  if ('refused' in manifests) return manifests
  const early = hooks.filter(hook => !patches(hook)).map(({ pkg: owner, name }) => ({ folder: relative(project.path, owner.path), name }))
  const options: InstallOptions = { locked: project.lockfile !== undefined, hooks: early }
  const production = manager.production({ path: relative(project.path, pkg.path), name: pkg.name?.value }, options)
  return {
    image: target.pin(base.image),
    folder: inImage(context, project.path),
    setup: [...base.setup, ...env(manager.env)],
    manifests: [...manifests.lines, ...(early.length ? ['# scripts of the repository itself run when its code is there'] : [])],
    install: run(manager.install(options), manager.cache),
    sources: copy([relative(context, project.path)], '.'),
    steps: buildSteps(target, manager, pkg, packagesBelow(project, pkg, false)),
    production: { after: production.after, run: run([...production.run, ...leftovers(ctx, project)], production.after === 'install' ? undefined : manager.cache) },
  }
}

/** Patches are made by a program that must be there when only the shipped dependencies are installed. */
function patchedBy(project: Project, hooks: readonly Hook[]): Refusal | undefined {
  const [hook] = hooks
  if (!hook) return undefined
  const shipped = project.packages.some(p => p.dependencies.some(d => d.name === 'patch-package' && d.kind === 'normal'))
  return shipped && hook.pkg.path === project.path ? undefined : refusal('its dependencies are patched by patch-package, which is installed for development only', { path: hook.pkg.manifest, rule: hook.name })
}

/** Settings of a package manager may hold the name of a private registry or a token: they are no part of the image. */
function leftovers(ctx: Context, project: Project): readonly string[] {
  const files = ['.npmrc', '.yarnrc', '.yarnrc.yml'].filter(file => ctx.ws.has(join(project.path, file)))
  return files.length ? [`rm -f ${files.join(' ')}`] : []
}

function baseImage(target: NodeTarget, kind: Exclude<PackageManager, 'cargo'>): { readonly image: ImageRef; readonly setup: readonly string[] } | Refusal {
  const { ctx, project } = target
  const version = project.managerVersion?.value.replace(/\+.*$/, '')
  if (target.onBun) {
    if (kind !== 'bun' || version === undefined || !/^\d+(\.\d+){0,2}$/.test(version)) return refusal('the version of Bun that it runs on is not known ("packageManager" in package.json names it)')
    const image = bunImage(version)
    return { image, setup: apt(aptPackages(target.packages ?? [], image.suite)) }
  }
  const major = nodeMajor(project)
  const image = nodeImage(major)
  if (!image) return refusal(`Node ${project.runtime?.value ?? major} is older than what has an image of a supported Debian`)
  if (kind === 'yarn-berry') {
    const linker = yarnLinker(ctx, project)
    if (linker) return linker
  }
  const committed = kind === 'yarn-berry' && ctx.ws.files.some(file => isInside(file, join(project.path, '.yarn/releases')))
  const setup = MANAGERS[kind === 'yarn-berry' && committed ? 'yarn' : kind].setup(committed ? undefined : version, major)
  if ('refused' in setup) return setup
  const packages = [...addonPackages(ctx, project), ...(target.packages ?? [])]
  return { image, setup: [...apt(aptPackages(packages, image.suite)), ...(setup.length ? [run(setup)] : [])] }
}

/** Plug'n'Play keeps packages in archives that only its own loader reads. */
function yarnLinker(ctx: Context, project: Project): Refusal | undefined {
  const path = join(project.path, '.yarnrc.yml')
  const lines = (ctx.ws.has(path) ? (ctx.ws.read(path) ?? '') : '').split('\n')
  const at = lines.findIndex(line => /^nodeLinker:/.test(line))
  if (/^nodeLinker:\s*["']?(node-modules|pnpm)["']?\s*$/.test(lines[at] ?? '')) return undefined
  const evidence = at === -1 ? { path, rule: 'nodeLinker' } : { path, line: at + 1, snippet: (lines[at] ?? '').trim(), rule: 'nodeLinker' }
  return refusal("Yarn installs with Plug'n'Play, which the image cannot run without its loader (nodeLinker: node-modules in .yarnrc.yml)", evidence)
}

const LOCKS: Readonly<Record<string, RegExp>> = {
  npm: /^(package-lock|npm-shrinkwrap)\.json$/,
  pnpm: /^pnpm-lock\.yaml$/,
  yarn: /^yarn\.lock$/,
  'yarn-berry': /^yarn\.lock$/,
  bun: /^bun\.lockb?$/,
}

/** Copies of what an installation reads: the root's files in one instruction, then one for each folder and each member. */
function manifestCopies(ctx: Context, project: Project, kind: string, manager: Manager, context: string, patching: boolean): { readonly lines: readonly string[] } | Refusal {
  const has = (path: string): boolean => ctx.ws.files.some(file => isInside(file, path))
  const beside = [...new Set(ctx.ws.files.filter(file => dirname(file) === project.path && LOCKS[kind]?.test(basename(file))))]
  const extra = [...manager.files, ...(patching && !manager.files.includes('patches') ? ['patches'] : [])].map(file => join(project.path, file)).filter(has)
  const folders = extra.filter(path => !ctx.ws.has(path))
  const root = [join(project.path, 'package.json'), ...beside, ...extra.filter(path => ctx.ws.has(path))]
  const members = project.packages.filter(p => p.path !== project.path).map(p => p.manifest)
  const local = localFolders(ctx, project, context)
  if ('refused' in local) return local
  const odd = [...root, ...folders, ...members, ...local.paths].find(path => !isPlainPath(path))
  if (odd !== undefined) return refusal(`the path ${odd} holds characters that a Dockerfile reads as something else`)
  const from = (path: string): string => relative(context, path)
  const to = (path: string): string => relative(project.path, path)
  return {
    lines: [
      copy(root.map(from), './'),
      ...[...folders, ...members, ...local.paths].sort(byCodeUnit).map(path => copy([from(path)], ctx.ws.has(path) ? `${dirname(to(path))}/` : to(path))),
    ],
  }
}

/** Dependencies on folders and archives of the repository that are no members, and on what an image cannot fetch. */
function localFolders(ctx: Context, project: Project, context: string): { readonly paths: readonly string[] } | Refusal {
  const members = new Set(project.packages.map(p => p.path))
  const paths: string[] = []
  for (const pkg of project.packages) {
    for (const { name, range, line } of pkg.dependencies) {
      const evidence = { path: pkg.manifest, ...(line === undefined ? {} : { line }), rule: `dependency ${name}` }
      if (range !== undefined && /^(git[+:@]|git\+|ssh:|(github|gitlab|bitbucket):|[\w.-]+\/[\w.-]+(#|$))/.test(range)) {
        return refusal(`${name} is taken from a git repository, which needs git and access to it in the image`, evidence)
      }
      const target = /^(?:file|link|portal):(.*)$/.exec(range ?? '')?.[1]
      if (target === undefined) continue
      const path = normalize(`${pkg.path}/${target}`)
      if (path === undefined || !isInside(path, context)) return refusal(`${name} is taken from ${target}, which is outside the build context ${context}`, evidence)
      if (!ctx.ws.files.some(file => isInside(file, path))) return refusal(`${name} is taken from ${path}, which is not in the repository`, evidence)
      if (!members.has(path)) paths.push(path)
    }
  }
  return { paths: [...new Set(paths)] }
}

function buildSteps(target: NodeTarget, manager: Manager, pkg: Package, below: readonly Package[]): readonly string[] {
  const { project } = target
  const scope = (p: Package): { path: string; name: string | undefined } => ({ path: relative(project.path, p.path), name: p.name?.value })
  const hooks = installHooks(project).filter(hook => matters(hook) && !patches(hook) && (hook.pkg.path === project.path || hook.pkg === pkg || below.includes(hook.pkg)))
  const commands = [...hooks.map(hook => manager.script(hook.name, scope(hook.pkg))), ...(target.generate === undefined ? [] : [target.generate])]
  if (target.buildScript !== undefined) {
    const first = manager.deep && pkg.path !== project.path ? [] : below.filter(p => Object.hasOwn(p.scripts, 'build'))
    commands.push(...first.map(p => manager.script('build', scope(p))), manager.script(target.buildScript, scope(pkg)))
  }
  return commands.length ? [run(commands)] : []
}
