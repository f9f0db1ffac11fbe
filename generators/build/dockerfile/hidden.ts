import type { Context } from '../../../src/artifact/index.ts'
import { join, relative } from '../../../src/text/paths.ts'
import { matchesGlob } from '../_common/glob.ts'
import { refuse } from './recipe.ts'

/**
 * @param needed files of the repository that the Dockerfile copies
 * @throws Refused that names the line, when the user's `.dockerignore` keeps one of them out of the build
 */
export function checkHidden(ctx: Context, context: string, needed: readonly string[]): void {
  const path = join(context, '.dockerignore')
  if (!ctx.ws.has(path)) return
  const lines = (ctx.ws.read(path) ?? '').split(/\r?\n/)
  for (const file of needed) {
    const at = hiddenAt(lines, relative(context, file))
    if (at === undefined) continue
    const evidence = { path, line: at + 1, snippet: lines[at]?.trim() ?? '', rule: 'pattern' }
    refuse(`${file} is needed, and ${path} keeps it out of the build`, evidence)
  }
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
