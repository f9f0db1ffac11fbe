import type { Service } from '../detect/types.ts'
import { isInside, join, normalize, relative } from '../text/paths.ts'
import type { ServiceContract } from './types.ts'

/** Folder of the build context in every stage of an image of ours. */
const APP = '/app'

/**
 * @returns a folder or file of the repository as the stages see it. Everything keeps its place relative to the rest, so that paths
 * that were compiled into a program, or are relative to its source, hold.
 */
export function inImage(context: string, path: string): string {
  const below = relative(context, path)
  return below === '.' ? APP : `${APP}/${below}`
}

/** @returns the folder of the repository that a folder of an image of ours holds: the reverse of `inImage` */
export function inRepository(context: string, folder: string): string {
  return join(context, folder.slice(`${APP}/`.length))
}

/** @returns the folders of an image of ours that the program writes files into; the one that holds the program itself stays read-only */
export function writableFolders({ service, context }: ServiceContract): readonly string[] {
  if (service.standalone) return []
  const folders = (service.writtenFolders ?? [])
    .map(({ value }) => value)
    .filter(value => value !== '.' && /^[\w.+/-]+$/.test(value))
    .flatMap(value => whereItRuns(service, value))
    .map(folder => inImage(context, join(service.path, folder)))
  return folders.filter(folder => !folders.some(other => other !== folder && isInside(folder, other)))
}

/** What the code names from its own place lies beside what is built from it; from the place where the program is started, it stays where it is. */
function whereItRuns({ buildScript, outputDir, startCommand }: Service, folder: string): readonly string[] {
  if (!buildScript || !outputDir || !folder.startsWith('src/')) return [folder]
  const whole = join(outputDir.value, 'src')
  const isWhole = startCommand?.value.some(word => isInside(normalize(word) ?? '.', whole)) === true
  return [folder, join(outputDir.value, isWhole ? folder : folder.slice('src/'.length))]
}
