import type { Package, Service } from '../../../src/detect/types.ts'
import { isInside, join, relative } from '../../../src/text/paths.ts'
import type { FrontEnd } from './front-ends.ts'
import { inImage, requirePlain, type Ingredients } from './recipe.ts'
import { copy } from './syntax.ts'

/** Crates that put files into the program while it is compiled. */
const EMBEDDING = /-embed$|^include_dir$|(^|-)static-files$|^(memory|static)-serve$/

/** Files beside a compiled program. */
export interface Beside {
  /** Front ends that must be there when the program is compiled. */
  readonly compiled: readonly FrontEnd[]
  /** Front ends that the program reads when it runs. */
  readonly served: readonly FrontEnd[]
  /** Folder the program is started in, from the root of the repository. */
  readonly folder: string
}

/** @returns what a program reads, and from where: relative to its package when its code names files so, else to the root of the project */
export function besideProgram({ ctx, service, project }: Ingredients, pkg: Package, web: readonly FrontEnd[]): Beside {
  const { path, runtimeFiles } = service.service
  const root = project.project.path
  const rust = ctx.ws.files.filter(file => file.endsWith('.rs') && isInside(file, path))
  const code = rust.map(file => ctx.ws.read(file) ?? '')
  const names = (folder: string, file: string): boolean => {
    const text = relative(folder, file)
    return text !== '.' && code.some(source => source.includes(`"${text}`) || source.includes(`"./${text}`))
  }
  const files = [...web.map(w => w.output), ...runtimeFiles.map(f => join(path, f.value))]
  const ofPackage = files.some(file => names(path, file)) && !files.some(file => names(root, file))
  const folder = ofPackage ? path : root
  const compiles = pkg.dependencies.some(d => EMBEDDING.test(d.name))
  if (!compiles) return { compiled: [], served: web, folder }
  const derived = code.some(source => source.includes('#[folder'))
  return { compiled: web, served: derived ? [] : web.filter(w => names(folder, w.output)), folder }
}

/** @returns copies of the files and folders that a program reads beside it, at the places they have in the repository */
export function runtimeFiles(service: Service, context: string): readonly string[] {
  const paths = service.runtimeFiles.map(f => join(service.path, f.value)).filter(path => isInside(path, context))
  requirePlain(paths)
  return paths.map(path => copy([relative(context, path)], inImage(context, path)))
}
