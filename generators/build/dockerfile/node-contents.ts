import { inImage } from '../../../src/contract/image-paths.ts'
import type { Package } from '../../../src/detect/types.ts'
import { isInside, join, normalize, relative } from '../../../src/text/paths.ts'
import { packagesBelow, part, shippedParts, type Part } from './local-packages.ts'
import { namedFolders } from './named-folders.ts'
import { outputFolder } from './output.ts'
import type { Ingredients } from './recipe.ts'
import type { Start } from './start.ts'
import { copy } from './syntax.ts'

/** What is copied into the image beside the dependencies. */
export interface Content extends Part {
  /** Where it goes, from the root of the repository; by default where it lies there. */
  readonly to?: string
}

/** @returns what the build made with what is read beside it, or the package as it is when nothing is built */
export function contentsOf(ingredients: Ingredients, pkg: Package, start: Start): readonly Content[] {
  const { ctx, project, service } = ingredients
  const { path, standalone, runtimeFiles, buildScript } = service.service
  if (standalone) return standaloneContents(ingredients, standalone.value)
  const below = packagesBelow(project.project, pkg, true).flatMap(p => shippedParts(ctx, p))
  const output = outputFolder(ctx, service.service)
  const whole = { path, built: false }
  if (buildScript === undefined || output === undefined) return [...below, whole]
  const built = { path: join(path, output), built: true }
  const isOutput = start.file !== undefined && isInside(normalize(start.file) ?? '', output)
  if (!isOutput) return [...below, whole, built]
  const read = new Set([...runtimeFiles.map(f => join(path, f.value)), ...namedFolders(ctx, pkg, service.context)])
  const files = [...read].filter(file => !isInside(file, built.path)).map(file => part(ctx, file))
  return [...below, ...files, built]
}

type Standalone = NonNullable<Ingredients['service']['service']['standalone']>['value']

/** A server with its own dependencies, at the root, and its assets in it. */
function standaloneContents({ ctx, project, service }: Ingredients, { dir, assets }: Standalone): readonly Content[] {
  const { path } = service.service
  const root = project.project.path
  const from = (folder: string): string => join(path, folder)
  return [
    { path: from(dir), built: true, to: root },
    ...assets.map(asset => ({ ...part(ctx, from(asset.from)), to: join(root, asset.to) })),
  ]
}

/** @returns the instruction that copies it, relative to the folder of the project */
export function copyContent({ path, built, to = path }: Content, { service, project }: Ingredients): string {
  const { context } = service
  const target = relative(project.project.path, to)
  const into = target === '.' ? '.' : `./${target}`
  return built ? copy([inImage(context, path)], into, 'build') : copy([relative(context, path)], into)
}
