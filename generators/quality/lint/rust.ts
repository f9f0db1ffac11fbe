import semver from 'semver'
import type { Context, Output } from '../../../src/artifact/index.ts'
import type { Evidence, Project } from '../../../src/detect/types.ts'
import type { Change, Json } from '../../../src/edit/types.ts'
import { join } from '../../../src/text/paths.ts'
import { literally } from '../../../src/text/patterns.ts'
import { isOurs } from '../../cicd/_common/host.ts'
import { isWritable } from '../../cicd/_common/projects.ts'
import { fileAt, lineWith } from '../../cicd/_common/workflows.ts'

/** `[lints]` is read by Cargo from 1.74 on; nightlies have it since 2023-10. */
const FIRST = '1.74.0'
const FIRST_NIGHTLY = 'nightly-2023-10-15'

const LINTS_TABLE = /^\s*\[\s*(workspace\s*\.\s*)?lints\s*[\].]|^\s*(workspace\.)?lints\.\w+/

const DENIED = /^cargo (\+\S+ )?clippy\b.*-D ?warnings/

/** @returns the table of lints in the project's root manifest, or the CI command that denies warnings */
export function lintLevels(ctx: Context, project: Project, whose: 'all' | 'user'): Evidence | undefined {
  const manifest = join(project.path, 'Cargo.toml')
  const table = fileAt(ctx, manifest).flatMap(file => lineWith(file, LINTS_TABLE, 'Cargo.toml lints') ?? [])[0]
  if (table && (whose === 'all' || !ctx.ownersOf(manifest).includes('quality/lint'))) return table
  return runIn(ctx, DENIED, whose)
}

/** @returns the CI command that `pattern` finds */
export function runIn(ctx: Context, pattern: RegExp, whose: 'all' | 'user'): Evidence | undefined {
  const run = ctx.facts.ciRuns.find(({ line, path }) => pattern.test(line) && (whose === 'all' || !isOurs(ctx, path)))
  if (!run) return undefined
  const start = run.line.slice(0, 20)
  return (
    fileAt(ctx, run.path).flatMap(file => lineWith(file, new RegExp(literally(start)), 'command in CI') ?? [])[0] ?? {
      path: run.path,
      rule: 'command in CI',
    }
  )
}

/** @returns the edits that turn the lints on, as warnings; none where the user has levels of their own, or Cargo is too old */
export function rustOutputs(ctx: Context, project: Project): readonly Output[] {
  if (lintLevels(ctx, project, 'user') || tooOld(project)) return []
  const root = join(project.path, 'Cargo.toml')
  const manifests = project.workspace
    ? project.packages.map(pkg => pkg.manifest).filter(path => isWritable(path) && inherits(ctx, path))
    : []
  const prefix = project.workspace ? ['workspace', 'lints'] : ['lints']
  const edits = new Map<string, Change[]>([[root, groups(prefix)]])
  for (const path of manifests)
    edits.set(path, [...(edits.get(path) ?? []), { path: ['lints', 'workspace'], value: true }])
  return [...edits].map(([path, changes]) => ({ type: 'edit', path, format: 'toml', changes }))
}

/** Groups, so that a single lint can still be set beside them: hence the low priority. */
function groups(prefix: readonly string[]): Change[] {
  const level: Json = { level: 'warn', priority: -1 }
  return [
    {
      path: [...prefix, 'rust', 'unused'],
      value: level,
      comment: 'Dead code, unused imports, variables and results. Nothing here stops a build on your machine.',
    },
    {
      path: [...prefix, 'clippy', 'all'],
      value: level,
      comment: 'What clippy checks by default; a single lint can be set beside it.',
    },
  ]
}

/** A member with lints of its own cannot inherit as well. */
function inherits(ctx: Context, manifest: string): boolean {
  if (ctx.ownersOf(manifest).includes('quality/lint')) return true
  return fileAt(ctx, manifest).every(
    file => lineWith(file, /^\s*\[\s*lints\s*[\].]|^\s*lints\.\w+/, 'lints') === undefined,
  )
}

function tooOld(project: Project): boolean {
  const toolchain = project.runtime?.value ?? 'stable'
  if (toolchain.startsWith('nightly-')) return toolchain.slice(0, FIRST_NIGHTLY.length) < FIRST_NIGHTLY
  const version = semver.coerce(/^\d/.test(toolchain) ? toolchain : '')
  return version !== null && semver.lt(version, FIRST)
}
