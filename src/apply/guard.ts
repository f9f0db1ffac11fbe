import path from 'node:path'
import { pathFault } from '../plan/safe-path.ts'
import { Failure } from '../text/errors.ts'
import { dirname } from '../text/paths.ts'
import { lstat } from './disk.ts'

/** Where a file is written, as the disk is when it is asked. */
export interface Place {
  /** Absolute. */
  readonly path: string
  /** False: the folder is still to be made. */
  readonly folder: boolean
  readonly there: boolean
}

/** Folders that a pass which writes nothing has looked at, by their path from the root. */
export type Seen = Map<string, boolean>

/**
 * The one way from a repository-relative path to one that is written. Looks at the disk each time, right before the write.
 * @param root real path of the repository
 * @param seen only of a pass that does not write
 * @throws Failure when it leaves the root, leads into `.git` or through a symbolic link, or is no regular file
 */
export function placeOf(root: string, file: string, seen: Seen = new Map()): Place {
  const fault = pathFault(file)
  if (fault !== undefined) throw refused(file, `the path ${JSON.stringify(file)} ${fault}`)
  const folder = isFolder(root, dirname(file), seen)
  const target = path.join(root, file)
  const stats = folder ? lstat(target) : undefined
  if (stats?.isSymbolicLink()) throw refused(file, `${file} is a symbolic link: it is neither followed nor replaced`)
  if (stats && !stats.isFile()) throw refused(file, `${file} is not a regular file`)
  return { path: target, folder, there: stats !== undefined }
}

/** @returns the absolute path of `placeOf` @throws Failure as it does */
export function guarded(root: string, file: string): string {
  return placeOf(root, file).path
}

/** @returns false for one that is not there @throws Failure when it, or one above it, is a link or a file */
function isFolder(root: string, folder: string, seen: Seen): boolean {
  if (folder === '.') return true
  const known = seen.get(folder)
  if (known !== undefined) return known
  const there = isFolder(root, dirname(folder), seen) && isOne(root, folder)
  seen.set(folder, there)
  return there
}

function isOne(root: string, folder: string): boolean {
  const stats = lstat(path.join(root, folder))
  if (stats?.isSymbolicLink()) throw refused(folder, `${folder} is a symbolic link: nothing is written through it`)
  if (stats && !stats.isDirectory()) throw refused(folder, `${folder} is not a folder`)
  return stats !== undefined
}

function refused(file: string, message: string): Failure {
  return new Failure('unsafe-path', message, {
    path: file,
    suggestion: 'Move it out of the way, then run the command again.',
  })
}
