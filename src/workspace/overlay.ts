import { byCodeUnit, normalize } from '../text/paths.ts'
import { foldersOf } from './memory.ts'
import type { Entry, Workspace } from './types.ts'

/**
 * @returns the same view with files replaced or added (text) or gone (undefined); nothing is written
 * @param changes path -> text; the paths are those of regular files
 */
export function overlay(ws: Workspace, changes: ReadonlyMap<string, string | undefined>): Workspace {
  const texts = new Map([...changes].map(([path, text]) => [normalize(path) ?? path, text]))
  const added = [...texts].filter(([, text]) => text !== undefined).map(([path]) => path)
  const files = [...new Set([...ws.files.filter(path => !texts.has(path)), ...added])].sort(byCodeUnit)
  const known = new Set(files)
  const folders = foldersOf(added)

  const stat = (path: string): Entry | undefined => {
    const at = normalize(path) ?? path
    if (!texts.has(at))
      return ws.stat(path) ?? (folders.has(at) ? { kind: 'directory', size: 0, executable: false } : undefined)
    const text = texts.get(at)
    return text === undefined
      ? undefined
      : { kind: 'file', size: Buffer.byteLength(text), executable: ws.stat(path)?.executable ?? false }
  }
  return {
    root: ws.root,
    files,
    has: path => known.has(path),
    stat,
    read: (path, maxBytes) => {
      const at = normalize(path) ?? path
      return texts.has(at) ? texts.get(at) : ws.read(path, maxBytes)
    },
    get problems() {
      return ws.problems.filter(problem => !texts.has(problem.path))
    },
    git: ws.git,
  }
}
