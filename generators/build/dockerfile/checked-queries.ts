import type { Context } from '../../../src/artifact/index.ts'
import type { Package, Project } from '../../../src/detect/types.ts'
import { isInside, relative } from '../../../src/text/paths.ts'
import { refuse } from './recipe.ts'

const QUERY = /^(?!\s*\/\/).*\bquery(_file)?(_as|_scalar)?!\s*[([{]/
const ASIDE = /^(tests|benches|examples)\//
/** The answers of a database, as `cargo sqlx prepare` writes them, now and before version 0.7. */
const ANSWERS = /(^|\/)(\.sqlx\/query-[^/]+\.json|sqlx-data\.json)$/

/**
 * Queries that are checked while compiling need a database then, or its answers in files.
 * @returns true when there are such queries, with the answers @throws Refused when the answers are missing
 */
export function hasCheckedQueries(ctx: Context, project: Project): boolean {
  const query = project.packages
    .filter(p => p.dependencies.some(d => d.name === 'sqlx'))
    .flatMap(pkg => firstQuery(ctx, pkg) ?? [])[0]
  if (!query) return false
  if (ctx.ws.files.some(file => ANSWERS.test(file) && isInside(file, project.path))) return true
  const reason =
    'queries are checked against a database while compiling, and the answers are not in the repository (cargo sqlx prepare writes them)'
  return refuse(reason, { ...query, rule: 'query macro' })
}

function firstQuery(ctx: Context, pkg: Package): { path: string; line: number; snippet: string } | undefined {
  for (const path of ctx.ws.files) {
    if (!path.endsWith('.rs') || !isInside(path, pkg.path) || ASIDE.test(relative(pkg.path, path))) continue
    const lines = ctx.ws.read(path)?.split('\n') ?? []
    const at = lines.findIndex(text => QUERY.test(text))
    if (at !== -1) return { path, line: at + 1, snippet: (lines[at] ?? '').trim() }
  }
  return undefined
}
