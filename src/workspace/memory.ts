import { byCodeUnit, dirname, isInside, normalize } from '../text/paths.ts'
import { NO_HISTORY } from './git.ts'
import type { Entry, History, Workspace } from './types.ts'

export interface MemoryOptions {
  /** Answers of git; what is left out is answered as for a folder without git. */
  readonly history?: Partial<History>
  /** Paths that are symbolic links, to a file or to a folder. */
  readonly links?: readonly string[]
  /** Paths of files that may be executed. */
  readonly executables?: readonly string[]
  /** Paths of `files` that are on the disk, but that git ignores. */
  readonly ignored?: readonly string[]
}

/** @returns a repository that exists in memory only, for tests; `files` is path -> text */
export function memory(files: Readonly<Record<string, string>>, options: MemoryOptions = {}): Workspace {
  const texts = new Map(Object.entries(files))
  const links = new Set(options.links)
  const executables = new Set(options.executables)
  const ignored = new Set(options.ignored)
  const linked = (path: string): boolean => [...links].some(link => isInside(path, link))
  const hidden = (path: string): boolean => path.split('/').some(part => part === '.git' || part === '.prod-ready')
  const listed = [...texts.keys()].filter(path => !ignored.has(path) && !linked(path) && !hidden(path)).sort(byCodeUnit)
  const known = new Set(listed)
  const folders = foldersOf([...texts.keys(), ...links])

  const stat = (path: string): Entry | undefined => {
    const at = normalize(path)
    if (at === undefined) return undefined
    const text = texts.get(at)
    if (linked(at)) return { kind: 'link', size: 0, executable: false }
    if (text !== undefined) return { kind: 'file', size: Buffer.byteLength(text), executable: executables.has(at) }
    return folders.has(at) ? { kind: 'directory', size: 0, executable: false } : undefined
  }
  return {
    root: '',
    files: listed,
    has: path => known.has(path),
    stat,
    read: path => (stat(path)?.kind === 'file' ? texts.get(normalize(path) ?? '') : undefined),
    problems: [],
    git: {
      ...NO_HISTORY,
      ...options.history,
      ...(ignored.size ? { ignored: paths => paths.filter(path => ignored.has(path)) } : {}),
    },
  }
}

/** @returns every folder that holds one of `paths`, with the root */
export function foldersOf(paths: Iterable<string>): ReadonlySet<string> {
  const folders = new Set(['.'])
  for (const path of paths) for (let at = dirname(path); !folders.has(at); at = dirname(at)) folders.add(at)
  return folders
}
