import type { Entry } from '../workspace/types.ts'
import { dirname } from '../text/paths.ts'

interface Disk {
  readonly readMine: (path: string) => string | undefined
  readonly entryKind: (path: string) => Entry['kind'] | undefined
  readonly files: readonly string[]
}

const AT_PATH: Readonly<Record<Exclude<Entry['kind'], 'file'>, string>> = {
  link: 'is a symbolic link: nothing is written through it',
  directory: 'is a folder',
  other: 'is not a regular file',
}

/**
 * @returns a function that says whether a file is on the disk but not among those that git shows: what is edited in it could not
 * be seen or taken back with git
 */
export function hiddenFrom({ entryKind, files }: Disk): (path: string) => boolean {
  const shown = new Set(files)
  return path => entryKind(path) === 'file' && !shown.has(path)
}

/** @returns a function that says why nothing can be written at a path; undefined when it can */
export function obstacleAt({ readMine, entryKind, files }: Disk): (path: string) => string | undefined {
  const exact = new Set(files)
  const lower = new Map(files.map(file => [file.toLowerCase(), file]))
  return path => {
    const above = obstacleAbove(entryKind, dirname(path))
    if (above !== undefined) return above
    const twin = exact.has(path) ? undefined : lower.get(path.toLowerCase())
    if (twin !== undefined && twin !== path) return `${twin} is there, which is the same file where case does not count`
    const kind = entryKind(path)
    if (kind !== undefined && kind !== 'file') return AT_PATH[kind]
    return kind === 'file' && readMine(path) === undefined
      ? 'is not text that can be read (binary, not UTF-8, or no permission)'
      : undefined
  }
}

function obstacleAbove(entryKind: Disk['entryKind'], folder: string): string | undefined {
  if (folder === '.') return undefined
  const above = obstacleAbove(entryKind, dirname(folder))
  if (above !== undefined) return above
  const kind = entryKind(folder)
  if (kind === undefined || kind === 'directory') return undefined
  return kind === 'link'
    ? `its folder ${folder} is a symbolic link: nothing is written through it`
    : `its folder ${folder} is a file`
}
