import { normalize } from '../text/paths.ts'

/** Folder of our own state in the target. */
export const STATE = '.prod-ready'

const UNPRINTABLE = /[\u0000-\u001f\u007f]/

/** Names that a case-insensitive file system, or Windows, takes for `.git`. */
function isGit(segment: string): boolean {
  const name = segment.toLowerCase().replace(/[. ]+$/, '')
  return name === '.git' || name === 'git~1'
}

/**
 * Judges a path that comes from outside (manifest, journal, artifact).
 * @returns undefined when it names a place inside the repository; otherwise what is wrong with it, to follow "the path"
 */
export function pathFault(path: unknown): string | undefined {
  if (typeof path !== 'string' || path === '') return 'is not a text'
  if (UNPRINTABLE.test(path)) return 'holds a control character'
  if (path.includes('\\')) return 'holds a backslash'
  const clean = normalize(path)
  if (clean === undefined) return 'leaves the repository'
  if (clean !== path || clean === '.') return 'is not a plain relative path'
  if (path.split('/').some(isGit)) return 'leads into .git'
  if (path === '__proto__') return 'is not the name of a file'
  return undefined
}

/** @returns true for the state folder and what is below it, in any spelling that a case-insensitive file system takes for it */
export function isState(path: string): boolean {
  return path.split('/')[0]?.toLowerCase() === STATE
}
