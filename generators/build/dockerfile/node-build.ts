import { inImage } from '../../../src/contract/image-paths.ts'
import type { Context } from '../../../src/artifact/index.ts'
import type { Package, Project } from '../../../src/detect/types.ts'
import { join, relative } from '../../../src/text/paths.ts'
import { withoutDownloads } from './downloads.ts'
import { packageAt, packagesBelow } from './local-packages.ts'
import { MANAGERS, type Manager, type Target } from './managers.ts'
import { nodeBase, type NodeTarget } from './node-base.ts'
import { manifestCopies } from './node-manifests.ts'
import { refuse } from './recipe.ts'
import { installHooks, matters, patches, type Hook } from './scripts.ts'
import { copy, env, run } from './syntax.ts'

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

/** @returns how the package is installed and built @throws Refused when that is not certain to work */
export function nodeBuild(target: NodeTarget): NodeBuild {
  const { ctx, project, context } = target
  const kind = project.manager.value
  const pkg = packageAt(project, target.path)
  if (kind === 'cargo' || !pkg) return refuse(`there is no package.json in ${target.path}`)
  const manager = MANAGERS[kind]
  const { image, setup } = nodeBase(target, kind)
  const hooks = installHooks(project)
  checkPatches(project, hooks.filter(patches))
  const early = hooks.filter(hook => !patches(hook))
  const options = {
    locked: project.lockfile !== undefined,
    hooks: early.map(({ pkg: owner, name }) => ({ folder: relative(project.path, owner.path), name })),
  }
  const { after, run: commands } = manager.production(targetOf(project, pkg), options)
  return {
    image: target.pin(image),
    folder: inImage(context, project.path),
    setup: [...setup, ...env({ ...manager.env, ...withoutDownloads(project) })],
    manifests: [
      ...manifestCopies(ctx, project, kind, context, hooks.some(patches) ? ['patches'] : []),
      ...(early.length ? ['# scripts of the repository itself run when its code is there'] : []),
    ],
    install: run(manager.install(options), manager.cache),
    sources: copy([relative(context, project.path)], '.'),
    steps: buildSteps(target, manager, pkg, hooks),
    production: {
      after,
      run: run([...commands, ...leftovers(ctx, project)], after === 'install' ? undefined : manager.cache),
    },
  }
}

function targetOf(project: Project, pkg: Package): Target {
  return { path: relative(project.path, pkg.path), name: pkg.name?.value }
}

/** Patches are made by a program that must be there when only the shipped dependencies are installed. */
function checkPatches(project: Project, hooks: readonly Hook[]): void {
  const shipped = project.packages.some(p =>
    p.dependencies.some(d => d.name === 'patch-package' && d.kind === 'normal'),
  )
  const lost = hooks.find(hook => !shipped || hook.pkg.path !== project.path)
  if (!lost) return
  const evidence = { path: lost.pkg.manifest, rule: lost.name }
  refuse('its dependencies are patched by patch-package, which is installed for development only', evidence)
}

/** Settings of a package manager may hold the name of a private registry or a token: they are no part of the image. */
function leftovers(ctx: Context, project: Project): readonly string[] {
  const files = ['.npmrc', '.yarnrc', '.yarnrc.yml'].filter(file => ctx.ws.has(join(project.path, file)))
  return files.length ? [`rm -f ${files.join(' ')}`] : []
}

function buildSteps(target: NodeTarget, manager: Manager, pkg: Package, hooks: readonly Hook[]): readonly string[] {
  const { project, buildScript, generate } = target
  const below = packagesBelow(project, pkg, false)
  const owners = new Set([...below, pkg, ...project.packages.filter(p => p.path === project.path)])
  const wanted = hooks.filter(hook => matters(hook) && !patches(hook) && owners.has(hook.pkg))
  const commands = wanted.map(hook => manager.script(hook.name, targetOf(project, hook.pkg)))
  if (generate !== undefined) commands.push(generate)
  if (buildScript !== undefined) {
    const first = manager.deep && pkg.path !== project.path ? [] : below.filter(p => Object.hasOwn(p.scripts, 'build'))
    commands.push(...first.map(p => manager.script('build', targetOf(project, p))))
    // what the check asks for is no business of an image
    const unchecked = (target.switches ?? []).map(name => `${name}=1 `).join('')
    commands.push(`${unchecked}${manager.script(buildScript, targetOf(project, pkg))}`)
  }
  return commands.length ? [run(commands)] : []
}
