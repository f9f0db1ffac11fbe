import type { Context } from '../../../src/artifact/index.ts'
import { FOLDERS } from '../../../src/contract/places.ts'
import { byCodeUnit } from '../../../src/text/paths.ts'

/** @returns files that this program writes and `pattern` matches; for a top folder that holds nothing else, the folder */
export function ownFiles(ctx: Context, pattern: RegExp): readonly string[] {
  const owned = (path: string): boolean => ctx.ownersOf(path).length > 0
  const mixed = new Set(ctx.ws.files.filter(path => !owned(path)).map(topOf))
  const files = ctx.ws.files.filter(path => owned(path) && pattern.test(path))
  return [...new Set(files.map(path => (mixed.has(topOf(path)) ? path : topOf(path))))].sort(byCodeUnit)
}

function topOf(path: string): string {
  return path.split('/')[0] ?? path
}

/** Scripts of k6: it brings their modules and globals itself, and no linter or compiler of the project knows them. */
export const LOAD_TESTS = new RegExp(`^${FOLDERS.load}/.*\\.js$`)
/** Text of a configuration that speaks of their folder. */
export const LOAD_NAMED = new RegExp(`['"\`/]${FOLDERS.load}\\b`)

/** @returns patterns for the scripts of k6 that this program writes */
export function loadPatterns(ctx: Context): readonly string[] {
  return ownFiles(ctx, LOAD_TESTS).map(path => (path.endsWith('.js') ? path : `${path}/**`))
}
