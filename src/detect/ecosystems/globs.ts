import type { Matcher } from 'picomatch'
import { normalize } from '../../text/paths.ts'

/** Compiles a glob; loaded only when a workspace has one. */
export type Glob = (pattern: string) => (path: string) => boolean

/** @returns the compiler of globs as package managers understand them: `*` within a folder, `**` across folders */
export async function loadGlobs(): Promise<Glob> {
  const { default: picomatch } = await import('picomatch')
  return pattern => {
    const clean = normalize(pattern.replace(/\/+$/, ''))
    if (clean === undefined) return () => false
    if (!/[*?[{(!]/.test(clean)) return path => path === clean
    const match: Matcher = picomatch(clean, { dot: false })
    return path => match(path)
  }
}
