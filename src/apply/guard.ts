import path from 'node:path'
import { pathFault } from '../plan/safe-path.ts'
import { Failure } from '../text/errors.ts'
import { lstat } from './disk.ts'

/**
 * The one way from a repository-relative path to one that is written. Looks at the disk each time, right before the write.
 * @param root real path of the repository
 * @returns the absolute path @throws Failure when it leaves the root, leads into `.git` or through a symbolic link, or is no regular file
 */
export function guarded(root: string, file: string): string {
  const fault = pathFault(file)
  if (fault !== undefined) throw refused(file, `the path ${JSON.stringify(file)} ${fault}`)
  const parts = file.split('/')
  for (let n = 1; n < parts.length; n++) {
    const folder = parts.slice(0, n).join('/')
    const stats = lstat(path.join(root, folder))
    if (!stats) break
    if (stats.isSymbolicLink()) throw refused(folder, `${folder} is a symbolic link: nothing is written through it`)
    if (!stats.isDirectory()) throw refused(folder, `${folder} is not a folder`)
  }
  const target = path.join(root, file)
  const stats = lstat(target)
  if (stats?.isSymbolicLink()) throw refused(file, `${file} is a symbolic link: it is neither followed nor replaced`)
  if (stats && !stats.isFile()) throw refused(file, `${file} is not a regular file`)
  return target
}

function refused(file: string, message: string): Failure {
  return new Failure('unsafe-path', message, {
    path: file,
    suggestion: 'Move it out of the way, then run the command again.',
  })
}
