import picomatch from 'picomatch'
import { normalize } from '../../text/paths.ts'

/** @returns a test for paths against a pattern as package managers understand it: `*` within a folder, `**` across folders */
export function glob(pattern: string): (path: string) => boolean {
  const clean = normalize(pattern.replace(/\/+$/, ''))
  if (clean === undefined) return () => false
  if (!/[*?[{(!]/.test(clean)) return path => path === clean
  return picomatch(clean, { dot: false })
}
