import type { Context } from '../../../src/artifact/index.ts'
import { join, relative } from '../../../src/text/paths.ts'
import { matchesGlob } from '../_common/glob.ts'
import { refuse } from './recipe.ts'

/**
 * @param needed files of the repository that the Dockerfile copies
 * @throws Refused that names the line, when the user's `.dockerignore` keeps one of them out of the build
 */
export function checkHidden(ctx: Context, context: string, needed: readonly string[]): void {
  const { path, lines } = ignoredIn(ctx, context)
  for (const file of needed) {
    const at = hiddenAt(lines, relative(context, file))
    if (at === undefined) continue
    const evidence = { path, line: at + 1, snippet: lines[at]?.trim() ?? '', rule: 'pattern' }
    refuse(`${file} is needed, and ${path} keeps it out of the build`, evidence)
  }
}

/** @returns true when the user's `.dockerignore` keeps a file or folder of the repository out of the build */
export function isHidden(ctx: Context, context: string, file: string): boolean {
  return hiddenAt(ignoredIn(ctx, context).lines, relative(context, file)) !== undefined
}

function ignoredIn(ctx: Context, context: string): { readonly path: string; readonly lines: readonly string[] } {
  const path = join(context, '.dockerignore')
  return { path, lines: ctx.ws.has(path) ? (ctx.ws.read(path) ?? '').split(/\r?\n/) : [] }
}

/** @returns index of the line that hides `path` from the build context; the last line that matches wins */
export function hiddenAt(lines: readonly string[], path: string): number | undefined {
  const parts = path.split('/')
  const above = parts.map((_, i) => parts.slice(0, i + 1).join('/'))
  let hidden: number | undefined
  for (const [i, raw] of lines.entries()) {
    const line = raw.trim()
    if (line === '' || line.startsWith('#')) continue
    const shows = line.startsWith('!')
    const pattern = (shows ? line.slice(1) : line).replace(/^\.?\//, '').replace(/\/$/, '')
    if (above.some(part => matchesGlob(pattern, part))) hidden = shows ? undefined : i
  }
  return hidden
}
