import path from 'node:path'
import type { Workspace } from '../workspace/index.ts'
import { kindOf } from '../workspace/kind.ts'

/** @returns the top of the repository around a folder, as seen from where the program runs; undefined at the top, and where there is no git */
export function topAround({ root, git }: Workspace): string | undefined {
  if (git.state === 'none') return undefined
  for (let folder = root; ; folder = path.dirname(folder)) {
    if (kindOf(path.join(folder, '.git')) !== 'missing')
      return folder === root ? undefined : path.relative('', folder) || '.'
    if (folder === path.dirname(folder)) return undefined
  }
}
