import semver from 'semver'
import { getStaticTOMLValue, parseTOML } from 'toml-eslint-parser'
import type { Context } from '../../../src/artifact/index.ts'
import { rustImageTag } from '../../../src/contract/runtimes.ts'
import type { Project } from '../../../src/detect/types.ts'
import { byCodeUnit, dirname, isInside, join, normalize } from '../../../src/text/paths.ts'
import { refusal, type Refusal } from './recipe.ts'

/** What of a Cargo project decides how its image is built. */
export interface CargoBuild {
  /** Folders of packages that are no members of the workspace: dependencies are compiled against them, so their code belongs to the dependency layer. */
  readonly kept: readonly string[]
  readonly packages: readonly string[]
  readonly env: Readonly<Record<string, string>>
}

type Table = Readonly<Record<string, unknown>>

/** @returns what the manifests and `.cargo/config.toml` ask of a build; or why it cannot be done in an image */
export function cargoBuild(ctx: Context, project: Project, context: string): CargoBuild | Refusal {
  const moving = movingToolchain(project)
  if (moving) return moving
  const config = readConfig(ctx, project)
  if ('refused' in config) return config
  const lock = lockProblem(ctx, project) ?? brokenCrate(ctx, project)
  if (lock) return lock
  const local = localPackages(ctx, project, context)
  if ('refused' in local) return local
  const offline = queryData(ctx, project)
  if (offline && 'refused' in offline) return offline
  const kept = [...new Set([...local.folders, ...config.vendored])].filter(folder => folder !== project.path).sort(byCodeUnit)
  return { kept, packages: config.packages, env: { ...config.env, ...(offline ? { SQLX_OFFLINE: 'true' } : {}) } }
}

function toml(ctx: Context, path: string): Table {
  const text = ctx.ws.has(path) ? ctx.ws.read(path) : undefined
  if (text === undefined) return {}
  try {
    return table(getStaticTOMLValue(parseTOML(text)))
  } catch {
    return {}
  }
}

function table(value: unknown): Table {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Table) : {}
}

function tables(value: unknown): readonly Table[] {
  return Object.values(table(value)).map(table)
}

/** Path dependencies and patches: every folder must be inside the build context. */
function localPackages(ctx: Context, project: Project, context: string): { readonly folders: readonly string[] } | Refusal {
  const members = new Set(project.packages.map(p => p.path))
  const folders: string[] = []
  for (const manifest of new Set([join(project.path, 'Cargo.toml'), ...project.packages.map(p => p.manifest)])) {
    for (const path of pathsIn(toml(ctx, manifest))) {
      const folder = normalize(`${dirname(manifest)}/${path}`)
      if (folder === undefined || !isInside(folder, context)) return refusal(`${manifest} takes ${path}, which is outside the build context ${context}`)
      if (!members.has(folder)) folders.push(folder)
    }
  }
  return { folders }
}

function pathsIn(manifest: Table): readonly string[] {
  const sections = [manifest, table(manifest['workspace']), ...tables(manifest['target'])]
  const lists = sections.flatMap(section => ['dependencies', 'dev-dependencies', 'build-dependencies'].map(key => section[key]))
  const dependencies = [...lists, ...tables(manifest['patch']), manifest['replace']].flatMap(tables)
  return dependencies.flatMap(({ path }) => (typeof path === 'string' ? [path] : []))
}

/** A channel that is another compiler every day, or six weeks, makes another image each time. */
function movingToolchain({ runtime }: Project): Refusal | undefined {
  return runtime && /^(nightly|beta)$/.test(runtime.value) ? refusal(`it asks for whatever ${runtime.value} compiler is the newest: a release, or a ${runtime.value} with its date, makes the same image twice`, runtime.evidence[0]) : undefined
}

/** Versions of crates that a release of Rust broke: 1.80 added an implementation that made a type in time ambiguous, 0.3.35 names it. */
function brokenCrate(ctx: Context, project: Project): Refusal | undefined {
  const path = project.lockfile?.value
  const compiler = semver.coerce(rustImageTag(project))
  const lines = (path === undefined ? undefined : ctx.ws.read(path))?.split('\n') ?? []
  const at = lines.findIndex((line, i) => line === 'name = "time"' && semver.satisfies(/"(.*)"/.exec(lines[i + 1] ?? '')?.[1] ?? '', '>=0.3.0 <0.3.35'))
  if (at === -1 || path === undefined || !compiler || semver.lt(compiler, '1.80.0')) return undefined
  return refusal('the locked version of the crate time does not compile with Rust 1.80 and later (cargo update -p time)', { path, line: at + 2, snippet: lines[at + 1] ?? '', rule: 'locked crate' })
}

/** What a lock file names that an image build cannot reach. */
function lockProblem(ctx: Context, project: Project): Refusal | undefined {
  const path = project.lockfile?.value
  const lines = (path === undefined ? undefined : ctx.ws.read(path))?.split('\n') ?? []
  for (const [i, line] of lines.entries()) {
    const source = /^source = "(.*)"/.exec(line)?.[1]
    if (source === undefined || source === 'registry+https://github.com/rust-lang/crates.io-index' || source.startsWith('git+https://')) continue
    return refusal('a dependency comes from a registry that needs credentials', { path: path ?? '', line: i + 1, snippet: line, rule: 'source of a locked crate' })
  }
  return undefined
}

interface Config {
  readonly vendored: readonly string[]
  readonly packages: readonly string[]
  readonly env: Readonly<Record<string, string>>
}

/** Debian packages of the linkers that projects ask for. */
const LINKERS: Readonly<Record<string, readonly string[]>> = { clang: ['clang'], mold: ['mold'], lld: ['lld'], cc: [], gcc: [] }

function readConfig(ctx: Context, project: Project): Config | Refusal {
  const path = ['.cargo/config.toml', '.cargo/config'].map(file => join(project.path, file)).find(file => ctx.ws.has(file))
  if (path === undefined) return { vendored: [], packages: [], env: {} }
  const config = toml(ctx, path)
  const build = table(config['build'])
  if (build['target'] !== undefined) return refusal('Cargo is told to build for another target', { path, rule: 'build.target' })
  const linkers = [build, ...hostTargets(config)].flatMap(linkersOf)
  const unknown = linkers.find(name => !Object.hasOwn(LINKERS, name))
  if (unknown !== undefined) return refusal(`Cargo links with ${unknown}, and no Debian package is known for it`, { path, rule: 'linker' })
  const vendored = tables(config['source']).flatMap(({ directory }) => (typeof directory === 'string' ? [normalize(`${project.path}/${directory}`) ?? ''] : []))
  return {
    vendored: vendored.filter(folder => folder !== ''),
    packages: linkers.flatMap(name => LINKERS[name] ?? []),
    env: { ...(build['rustc-wrapper'] === undefined ? {} : { RUSTC_WRAPPER: '' }), ...(build['target-dir'] === undefined ? {} : { CARGO_TARGET_DIR: 'target' }) },
  }
}

function hostTargets(config: Table): readonly Table[] {
  return Object.entries(table(config['target'])).flatMap(([name, value]) => (/linux-gnu|^cfg\(.*(linux|unix)|^cfg\(all\(\)\)/.test(name) ? [table(value)] : []))
}

function linkersOf(section: Table): readonly string[] {
  const linker = typeof section['linker'] === 'string' ? [section['linker']] : []
  const flags = Array.isArray(section['rustflags']) ? section['rustflags'].join(' ') : typeof section['rustflags'] === 'string' ? section['rustflags'] : ''
  return [...linker, ...[...flags.matchAll(/fuse-ld=(\S+)/g)].map(match => match[1] ?? '')]
}

/** Queries that are checked while compiling need a database then, or its answers in files. */
function queryData(ctx: Context, project: Project): { readonly files: true } | Refusal | undefined {
  const checked = project.packages.filter(p => p.dependencies.some(d => d.name === 'sqlx'))
  for (const pkg of checked) {
    for (const path of ctx.ws.files) {
      if (!path.endsWith('.rs') || !isInside(path, pkg.path) || /(^|\/)(tests|benches|examples)\//.test(path.slice(pkg.path === '.' ? 0 : pkg.path.length))) continue
      const lines = ctx.ws.read(path)?.split('\n') ?? []
      const line = lines.findIndex(text => /^(?!\s*\/\/).*\bquery(_file)?(_as|_scalar)?(_unchecked)?!\s*[([{]/.test(text) && !/_unchecked!/.test(text))
      if (line === -1) continue
      if (ctx.ws.files.some(file => /(^|\/)(\.sqlx\/query-[^/]+\.json|sqlx-data\.json)$/.test(file) && isInside(file, project.path))) return { files: true }
      return refusal('queries are checked against a database while compiling, and the answers are not in the repository (cargo sqlx prepare writes them)', {
        path,
        line: line + 1,
        snippet: (lines[line] ?? '').trim(),
        rule: 'query macro',
      })
    }
  }
  return undefined
}
