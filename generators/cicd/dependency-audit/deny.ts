import type { Context } from '../../../src/artifact/index.ts'
import type { Project } from '../../../src/detect/types.ts'
import { byCodeUnit, join } from '../../../src/text/paths.ts'
import { isOurs } from '../_common/host.ts'

/** Places where cargo-deny looks for its configuration, from the folder of the manifest upwards. */
const PLACES = ['deny.toml', '.deny.toml', '.cargo/deny.toml']

/** Licences that ask for no more than a notice, or, as MPL does, for changes to the licensed files themselves. */
const LICENSES = [
  '0BSD',
  'Apache-2.0',
  'Apache-2.0 WITH LLVM-exception',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'BSL-1.0',
  'CC0-1.0',
  'CDLA-Permissive-2.0',
  'ISC',
  'MIT',
  'MIT-0',
  'MPL-2.0',
  'OpenSSL',
  'Unicode-3.0',
  'Unicode-DFS-2016',
  'Unlicense',
  'Zlib',
]
const CRATES_IO = 'https://github.com/rust-lang/crates.io-index'

/** @returns path of the user's configuration for a project; undefined when there is none */
export function denyOfUser(ctx: Context, project: Project): string | undefined {
  const folders = project.path === '.' ? ['.'] : [project.path, '.']
  return folders
    .flatMap(folder => PLACES.map(place => join(folder, place)))
    .find(path => ctx.ws.has(path) && !isOurs(ctx, path))
}

/** What deny.toml says, from manifests and lock files. */
export interface DenyData {
  readonly licenses: readonly string[]
  /** Licences of the repository's own that are not among the usual ones. */
  readonly own: readonly string[]
  readonly registries: readonly string[]
  readonly git: readonly string[]
  /** False without a lock file: where the dependencies come from is not known then. */
  readonly sourcesKnown: boolean
}

/** @returns the data of deny.toml for projects, such that today's sources pass */
export function denyData(ctx: Context, projects: readonly Project[]): DenyData {
  const stated = projects
    .flatMap(project => project.packages)
    .flatMap(pkg => pkg.license?.value.split(/\s+(?:OR|AND)\s+|[()/]/) ?? [])
  const own = stated
    .map(id => id.trim())
    .filter(id => /^[A-Za-z0-9][A-Za-z0-9.+-]*( WITH [A-Za-z0-9.-]+)?$/.test(id) && !LICENSES.includes(id))
  const locks = projects.map(project => (project.lockfile ? ctx.ws.read(project.lockfile.value, Infinity) : undefined))
  const sources = [...new Set([...locks.join('\n').matchAll(/^source = "([^"\n]+)"/gm)].map(match => match[1] ?? ''))]
  const registries = sources.flatMap(
    source => /^registry\+(.+)$/.exec(source)?.[1] ?? /^(sparse\+.+)$/.exec(source)?.[1] ?? [],
  )
  return {
    licenses: LICENSES,
    own: [...new Set(own)].sort(byCodeUnit),
    registries: [CRATES_IO, ...registries.filter(url => url !== CRATES_IO).sort(byCodeUnit)],
    git: [...new Set(sources.flatMap(source => /^git\+([^?#]+)/.exec(source)?.[1] ?? []))].sort(byCodeUnit),
    sourcesKnown: locks.every(lock => lock !== undefined),
  }
}
