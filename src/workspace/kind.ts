import { statSync } from 'node:fs'

/** @returns what the disk has at `dir`, links followed: the one question that is asked before a repository is opened */
export function kindOf(dir: string): 'folder' | 'other' | 'missing' {
  try {
    return statSync(dir).isDirectory() ? 'folder' : 'other'
  } catch {
    return 'missing'
  }
}
