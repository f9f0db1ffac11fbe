import type { Context } from '../../../src/artifact/index.ts'
import { bunImage, nodeImage, nodeMajor } from '../../../src/contract/images.ts'
import type { ImageRef } from '../../../src/contract/types.ts'
import type { Project } from '../../../src/detect/types.ts'
import { isInside, join } from '../../../src/text/paths.ts'
import { aptPackages } from './debian.ts'
import { MANAGERS, type NodeManager } from './managers.ts'
import { addonPackages } from './native.ts'
import { refuse } from './recipe.ts'
import { apt, run } from './syntax.ts'

/** A package that is installed and built. */
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
  /** Variables that leave out a check of all others while it is built. */
  readonly switches?: readonly string[]
  /** True when the program runs on Bun. */
  readonly onBun?: boolean
  /** Debian packages that the build needs. */
  readonly packages?: readonly string[]
}

/** The image that installs and builds, with the instructions that put the package manager into it. */
export interface NodeBase {
  readonly image: ImageRef
  readonly setup: readonly string[]
}

/** @throws Refused for versions that are not known, or that have no image */
export function nodeBase(target: NodeTarget, kind: NodeManager): NodeBase {
  const { ctx, project } = target
  const version = project.managerVersion?.value.replace(/\+.*$/, '')
  if (target.onBun) return bunBase(target, kind, version)
  const major = nodeMajor(project)
  const asked = project.runtime?.value ?? String(major)
  const image = nodeImage(major) ?? refuse(`Node ${asked} is older than what has an image of a supported Debian`)
  if (kind === 'yarn-berry') checkLinker(ctx, project)
  const committed = kind === 'yarn-berry' && hasOwnYarn(ctx, project)
  // Yarn 1 of the image starts the release that the repository brings
  const setup = committed ? MANAGERS.yarn.setup(undefined, major) : MANAGERS[kind].setup(version, major)
  const packages = aptPackages([...addonPackages(ctx, project), ...(target.packages ?? [])], image.suite)
  return { image, setup: [...apt(packages), ...(setup.length ? [run(setup)] : [])] }
}

function bunBase(target: NodeTarget, kind: NodeManager, version: string | undefined): NodeBase {
  if (kind !== 'bun' || version === undefined || !/^\d+(\.\d+){0,2}$/.test(version)) {
    refuse('the version of Bun that it runs on is not known ("packageManager" in package.json names it)')
  }
  const image = bunImage(version)
  return { image, setup: apt(aptPackages(target.packages ?? [], image.suite)) }
}

function hasOwnYarn(ctx: Context, project: Project): boolean {
  return ctx.ws.files.some(file => isInside(file, join(project.path, '.yarn/releases')))
}

/** Plug'n'Play keeps packages in archives that only its own loader reads. */
function checkLinker(ctx: Context, project: Project): void {
  const path = join(project.path, '.yarnrc.yml')
  const lines = (ctx.ws.has(path) ? (ctx.ws.read(path) ?? '') : '').split('\n')
  const at = lines.findIndex(line => line.startsWith('nodeLinker:'))
  if (/^nodeLinker:\s*["']?(node-modules|pnpm)["']?\s*$/.test(lines[at] ?? '')) return
  const place = at === -1 ? {} : { line: at + 1, snippet: (lines[at] ?? '').trim() }
  const reason =
    "Yarn installs with Plug'n'Play, which the image cannot run without its loader (nodeLinker: node-modules in .yarnrc.yml)"
  refuse(reason, { path, ...place, rule: 'nodeLinker' })
}
