import type { Context } from '../../../src/artifact/index.ts'
import type { Project } from '../../../src/detect/types.ts'
import { join, normalize } from '../../../src/text/paths.ts'
import { refuse } from './recipe.ts'
import { readToml, table, tables, text, type Table } from './toml.ts'

/** What `.cargo/config.toml` means for a build in an image. */
export interface CargoConfig {
  /** Folders that stand for a registry. */
  readonly vendored: readonly string[]
  /** Debian packages of the linkers it asks for. */
  readonly packages: readonly string[]
  /** Variables that undo what an image cannot give. */
  readonly env: Readonly<Record<string, string>>
}

/** Linkers by the names that configurations give them. */
const LINKERS: Readonly<Record<string, readonly string[]>> = {
  clang: ['clang'],
  mold: ['mold'],
  lld: ['lld'],
  cc: [],
  gcc: [],
}

/** @throws Refused for another target, and for a linker that no Debian package is known for */
export function cargoConfig(ctx: Context, project: Project): CargoConfig {
  const files = ['.cargo/config.toml', '.cargo/config'].map(file => join(project.path, file))
  const path = files.find(file => ctx.ws.has(file))
  if (path === undefined) return { vendored: [], packages: [], env: {} }
  const config = readToml(ctx, path)
  const build = table(config['build'])
  if (build['target'] !== undefined) refuse('Cargo is told to build for another target', { path, rule: 'build.target' })
  const linkers = [build, ...hostTargets(config)].flatMap(linkersOf)
  const unknown = linkers.find(name => !Object.hasOwn(LINKERS, name))
  if (unknown !== undefined) {
    refuse(`Cargo links with ${unknown}, and no Debian package is known for it`, { path, rule: 'linker' })
  }
  return {
    vendored: tables(config['source']).flatMap(({ directory }) =>
      text(directory).flatMap(folder => normalize(`${project.path}/${folder}`) ?? []),
    ),
    packages: linkers.flatMap(name => LINKERS[name] ?? []),
    env: {
      ...(build['rustc-wrapper'] === undefined ? {} : { RUSTC_WRAPPER: '' }),
      ...(build['target-dir'] === undefined ? {} : { CARGO_TARGET_DIR: 'target' }),
    },
  }
}

/** Settings for the platform of the image. */
function hostTargets(config: Table): readonly Table[] {
  const targets = Object.entries(table(config['target']))
  return targets.flatMap(([name, value]) =>
    /linux-gnu|^cfg\(.*(linux|unix)|^cfg\(all\(\)\)/.test(name) ? [table(value)] : [],
  )
}

function linkersOf({ linker, rustflags }: Table): readonly string[] {
  const flags = Array.isArray(rustflags) ? rustflags.join(' ') : (text(rustflags)[0] ?? '')
  return [...text(linker), ...[...flags.matchAll(/\b(?:fuse-ld|linker)=(\S+)/g)].map(match => match[1] ?? '')]
}
