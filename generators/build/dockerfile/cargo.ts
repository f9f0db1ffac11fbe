import type { Context } from '../../../src/artifact/index.ts'
import type { Project } from '../../../src/detect/types.ts'
import { byCodeUnit, dirname, isInside, join, normalize } from '../../../src/text/paths.ts'
import { cargoConfig } from './cargo-config.ts'
import { checkLock, checkToolchain } from './cargo-lock.ts'
import { hasCheckedQueries } from './checked-queries.ts'
import { refuse } from './recipe.ts'
import { readToml, table, tables, text, type Table } from './toml.ts'

/** What of a Cargo project decides how its image is built. */
export interface CargoBuild {
  /** Folders of packages that are no members of the workspace: dependencies are compiled against them, so their code belongs to the dependency layer. */
  readonly kept: readonly string[]
  /** Debian packages. */
  readonly packages: readonly string[]
  readonly env: Readonly<Record<string, string>>
}

/** @returns what the manifests and `.cargo/config.toml` ask of a build @throws Refused when an image cannot give it */
export function cargoBuild(ctx: Context, project: Project, context: string): CargoBuild {
  checkToolchain(project)
  checkLock(ctx, project)
  const { vendored, packages, env } = cargoConfig(ctx, project)
  const kept = [...new Set([...foreignFolders(ctx, project, context), ...vendored])].filter(f => f !== project.path)
  const offline = hasCheckedQueries(ctx, project) ? { SQLX_OFFLINE: 'true' } : {}
  return { kept: kept.sort(byCodeUnit), packages, env: { ...env, ...offline } }
}

/** Folders of path dependencies and patches that are no members; all of them must be inside the build context. */
function foreignFolders(ctx: Context, project: Project, context: string): readonly string[] {
  const members = new Set(project.packages.map(p => p.path))
  const manifests = new Set([join(project.path, 'Cargo.toml'), ...project.packages.map(p => p.manifest)])
  const folders = [...manifests].flatMap(manifest =>
    pathsIn(readToml(ctx, manifest)).map(path => {
      const folder = normalize(`${dirname(manifest)}/${path}`)
      const outside = folder === undefined || !isInside(folder, context)
      return outside ? refuse(`${manifest} takes ${path}, which is outside the build context ${context}`) : folder
    }),
  )
  return folders.filter(folder => !members.has(folder))
}

const DEPENDENCIES = ['dependencies', 'dev-dependencies', 'build-dependencies'] as const

function pathsIn(manifest: Table): readonly string[] {
  const sections = [manifest, table(manifest['workspace']), ...tables(manifest['target'])]
  const wanted = sections.flatMap(section => DEPENDENCIES.map(key => section[key]))
  return [...wanted, ...tables(manifest['patch']), manifest['replace']]
    .flatMap(tables)
    .flatMap(({ path }) => text(path))
}
