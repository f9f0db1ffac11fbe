import type { Context } from '../../../src/artifact/index.ts'
import type { ServiceContract } from '../../../src/contract/types.ts'
import type { Package } from '../../../src/detect/types.ts'
import { isInside, join, relative } from '../../../src/text/paths.ts'
import type { FrontEnd } from './front-ends.ts'
import { namedFolders } from './named-folders.ts'
import { requirePlain, type Ingredients } from './recipe.ts'

/** Crates that put files into the program while it is compiled. */
const EMBEDDING = /-embed$|^include_dir$|(^|-)static-files$|^(memory|static)-serve$/

/** Files beside a compiled program. */
export interface Beside {
  /** Front ends that must be there when the program is compiled. */
  readonly compiled: readonly FrontEnd[]
  /** Front ends that the program reads when it runs. */
  readonly served: readonly FrontEnd[]
  /** Files and folders that the program reads when it runs, from the root of the repository. */
  readonly files: readonly string[]
  /** Folder the program is started in, from the root of the repository. */
  readonly folder: string
}

/** @returns what a program reads, and from where: relative to its package when its code names files so, else to the root of the project */
export function besideProgram({ ctx, service, project }: Ingredients, pkg: Package, web: readonly FrontEnd[]): Beside {
  const { path } = service.service
  const root = project.project.path
  const code = ctx.ws.files.flatMap(file =>
    file.endsWith('.rs') && isInside(file, path) ? [ctx.ws.read(file) ?? ''] : [],
  )
  const names = (folder: string, file: string): boolean => {
    const text = relative(folder, file)
    return text !== '.' && code.some(source => source.includes(`"${text}`) || source.includes(`"./${text}`))
  }
  const files = runtimeFiles(ctx, service, pkg)
  const read = [...web.map(w => w.output), ...files]
  const folder = read.some(file => names(path, file)) && !read.some(file => names(root, file)) ? path : root
  const compiles = pkg.dependencies.some(d => EMBEDDING.test(d.name))
  if (!compiles) return { compiled: [], served: web, files, folder }
  const derived = code.some(source => source.includes('#[folder'))
  return { compiled: web, served: derived ? [] : web.filter(w => names(folder, w.output)), files, folder }
}

/** What detection found, and what the code names; not what a front end's build makes anew. */
function runtimeFiles(ctx: Context, { service, context }: ServiceContract, pkg: Package): readonly string[] {
  const fronts = service.embeds.map(({ value }) => value)
  const found = [...service.runtimeFiles.map(f => join(service.path, f.value)), ...namedFolders(ctx, pkg, context)]
  const files = [...new Set(found)].filter(
    path => isInside(path, context) && !fronts.some(front => isInside(path, front)),
  )
  requirePlain(files)
  return files
}
