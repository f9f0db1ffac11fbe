import { absent, partial, present, type Context, type Presence } from '../../../src/artifact/index.ts'
import type { Evidence, Project } from '../../../src/detect/types.ts'
import { ordinary } from '../../cicd/_common/projects.ts'
import { found } from './existing.ts'
import { lintLevels, runIn } from './rust.ts'

interface Look {
  readonly missing: string
  readonly found: Evidence | undefined
}

/** Is the code linted, formatted and searched for what nobody uses, in CI as well? */
export function audit(ctx: Context): Presence {
  const looks = ordinary(ctx).flatMap(({ project }) =>
    project.ecosystem === 'rust' ? rust(ctx, project) : node(ctx, project),
  )
  const evidence = [...new Set(looks.flatMap(look => look.found ?? []))]
  const missing = [...new Set(looks.filter(look => !look.found).map(look => look.missing))]
  if (missing.length === 0) return present(evidence, 'the code is linted and formatted, in CI as well')
  return evidence.length > 0 ? partial(evidence, missing.join('; ')) : absent(missing.join('; '))
}

function rust(ctx: Context, project: Project): readonly Look[] {
  const at = place(project)
  return [
    { missing: `no levels of lints in Cargo.toml${at}`, found: lintLevels(ctx, project, 'all') },
    { missing: 'CI does not run cargo clippy', found: runIn(ctx, /^cargo (\+\S+ )?clippy\b/, 'all') },
    { missing: 'CI does not check the formatting of Rust', found: runIn(ctx, /^cargo (\+\S+ )?fmt\b.*--check/, 'all') },
  ]
}

function node(ctx: Context, project: Project): readonly Look[] {
  const at = place(project)
  return [
    { missing: `no linter${at}`, found: found(ctx, project, 'linter', 'all') },
    { missing: `no formatter${at}`, found: found(ctx, project, 'formatter', 'all') },
    { missing: `nothing finds unused exports${at}`, found: found(ctx, project, 'unused', 'all') },
    {
      missing: 'CI does not run the linter',
      found: runIn(
        ctx,
        /^(npm|pnpm|yarn|bun|npx|bunx|turbo|nx|eslint|biome|oxlint)\b.*\b(lint|eslint|biome|oxlint|xo|standard|check)\b/,
        'all',
      ),
    },
  ]
}

function place(project: Project): string {
  return project.path === '.' ? '' : ` in ${project.path}`
}
