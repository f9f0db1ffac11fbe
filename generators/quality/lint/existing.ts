import type { Context } from '../../../src/artifact/index.ts'
import { checkScript } from '../../../src/contract/scripts.ts'
import type { Evidence, Project } from '../../../src/detect/types.ts'
import { basename, dirname, isInside, join } from '../../../src/text/paths.ts'
import { isOurs } from '../../cicd/_common/host.ts'
import { fileAt, lineWith } from '../../cicd/_common/workflows.ts'

export type Check = 'linter' | 'formatter' | 'unused'

export const ESLINT = 'eslint.config.mjs'
export const PRETTIER = '.prettierrc.json'
export const KNIP = 'knip.json'

interface Signs {
  /** Names of configuration files. */
  readonly files: RegExp
  /** Keys of package.json that hold a configuration. */
  readonly keys: RegExp
  readonly dependencies: ReadonlySet<string>
  readonly script: 'lint' | 'format' | 'unused'
}

const SIGNS: Readonly<Record<Check, Signs>> = {
  linter: {
    files:
      /^(\.eslintrc(\.\w+)?|eslint\.config\.[cm]?[jt]s|biome\.jsonc?|\.?oxlintrc\.jsonc?|oxlint\.config\.\w+|xo\.config\.\w+|tslint\.json|deno\.jsonc?)$/,
    keys: /^ {0,4}\t?"(eslintConfig|xo|standard)"\s*:/,
    dependencies: new Set(['eslint', '@biomejs/biome', 'oxlint', 'xo', 'standard', 'tslint', 'ts-standard']),
    script: 'lint',
  },
  formatter: {
    files:
      /^(\.prettierrc(\.\w+)?|prettier\.config\.[cm]?[jt]s|biome\.jsonc?|dprint\.jsonc?|\.oxfmtrc\.jsonc?|deno\.jsonc?)$/,
    keys: /^ {0,4}\t?"prettier"\s*:\s*[{"]/,
    dependencies: new Set([
      'prettier',
      '@biomejs/biome',
      'dprint',
      'oxfmt',
      'standard',
      'xo',
      '@antfu/eslint-config',
      '@stylistic/eslint-plugin',
      'neostandard',
    ]),
    script: 'format',
  },
  unused: {
    files:
      /^(\.?knip\.(jsonc?|[jt]s)|knip\.config\.[jt]s|\.ts-prunerc(\.\w+)?|\.unimportedrc\.json|\.fallowrc(\.\w+)?)$/,
    keys: /^ {0,4}\t?"knip"\s*:\s*\{/,
    dependencies: new Set(['knip', 'ts-prune', 'ts-unused-exports', 'unimported', 'ts-remove-unused']),
    script: 'unused',
  },
}

/** @returns the file that this program writes for a check */
export function ownFile(check: Check, project: Project): string {
  return join(project.path, { linter: ESLINT, formatter: PRETTIER, unused: KNIP }[check])
}

/**
 * @param whose 'user': what an earlier run wrote does not count
 * @returns what shows that a Node project has the check
 */
export function found(ctx: Context, project: Project, check: Check, whose: 'all' | 'user'): Evidence | undefined {
  if (whose === 'user' && isOurs(ctx, ownFile(check, project))) return undefined
  const { files, keys, dependencies, script } = SIGNS[check]
  const kept = keptFile(ctx, project, check)
  if (whose === 'user' && kept !== undefined) return { path: kept, rule: `configuration of a ${check}` }
  const config = ctx.ws.files.find(path => files.test(basename(path)) && belongs(path, project))
  if (config !== undefined) return { path: config, rule: `configuration of a ${check}` }
  for (const pkg of project.packages) {
    const key = fileAt(ctx, pkg.manifest).flatMap(file => lineWith(file, keys, `package.json has a ${check}`) ?? [])[0]
    const dependency = pkg.dependencies.find(({ name }) => dependencies.has(name))
    if (key) return key
    if (dependency)
      return {
        path: pkg.manifest,
        rule: `dependency ${dependency.name}`,
        ...(dependency.line === undefined ? {} : { line: dependency.line }),
      }
  }
  const run = checkScript(project, script)
  return run && scriptEvidence(project, run.name)
}

/** A file of the user that git does not show, where ours would be: it stays, and nothing is added beside it. */
function keptFile(ctx: Context, project: Project, check: Check): string | undefined {
  const path = ownFile(check, project)
  return ctx.ws.stat(path) !== undefined && !ctx.ws.has(path) ? path : undefined
}

/** At the root of the project, in a member, or above it: tools look upwards. */
function belongs(path: string, project: Project): boolean {
  const folder = dirname(path)
  return project.packages.some(pkg => pkg.path === folder) || folder === project.path || isInside(project.path, folder)
}

function scriptEvidence(project: Project, name: string): Evidence | undefined {
  return project.packages.flatMap(pkg =>
    Object.hasOwn(pkg.scripts, name) ? (pkg.scripts[name]?.evidence ?? []) : [],
  )[0]
}
