import semver from 'semver'
import type { Context } from '../../../src/artifact/index.ts'
import { rustImageTag } from '../../../src/contract/runtimes.ts'
import type { Project } from '../../../src/detect/types.ts'
import { refuse } from './recipe.ts'

const CRATES_IO = 'registry+https://github.com/rust-lang/crates.io-index'
/**
 * Versions of crates that a compiler no longer takes, and the first one that does not: of time as the compiler's own note says
 * (time-rs/time#696), of socket2 since rust-lang/rust#78802, of the others as it was measured with Rust 1.95. Measured with it as well: time 0.3.17
 * compiles, 0.3.18, 0.3.20 and 0.3.34 do not; socket2 0.3.9 does not, 0.3.16 does; rustc-serialize 0.3.24 does not, 0.3.25 does; lexical-core 0.7.4 does not,
 * 0.7.5 does; traitobject 0.1.0 does not, 0.1.1 does.
 */
const BROKEN: Readonly<Record<string, { readonly versions: string; readonly since: string }>> = {
  time: { versions: '>=0.3.18 <0.3.35', since: '1.80.0' },
  socket2: { versions: '>=0.3.0 <0.3.16', since: '1.64.0' },
  'rustc-serialize': { versions: '<0.3.25', since: '1.95.0' },
  'lexical-core': { versions: '<0.7.5', since: '1.95.0' },
  traitobject: { versions: '<0.1.1', since: '1.95.0' },
}

/** @throws Refused for a channel that is another compiler every day, or six weeks: each build would be another image */
export function checkToolchain({ runtime }: Project): void {
  const channel = runtime?.value ?? ''
  if (channel !== 'nightly' && channel !== 'beta') return
  const reason = `it asks for whatever ${channel} compiler is the newest: a release, or a ${channel} with its date, makes the same image twice`
  refuse(reason, runtime?.evidence[0])
}

/** @throws Refused for what the lock file names and a build in an image cannot fetch or compile */
export function checkLock(ctx: Context, project: Project): void {
  const path = project.lockfile?.value
  if (path === undefined) return
  const compiler = semver.coerce(rustImageTag(project))
  const lines = (ctx.ws.read(path) ?? '').split('\n')
  for (const [i, line] of lines.entries()) {
    const evidence = { path, line: i + 1, snippet: line, rule: 'locked crate' }
    const source = valueOf('source', line)
    if (source !== undefined && source !== CRATES_IO && !source.startsWith('git+https://')) {
      refuse('a dependency comes from a registry that needs credentials', evidence)
    }
    const crate = valueOf('name', line) ?? ''
    const next = lines[i + 1] ?? ''
    const since = brokenSince(crate, valueOf('version', next))
    if (since === undefined || !compiler || semver.lt(compiler, since)) continue
    const reason = `the locked version of the crate ${crate} does not compile with Rust ${since.replace(/\.0$/, '')} and later (cargo update -p ${crate})`
    refuse(reason, { ...evidence, line: i + 2, snippet: next })
  }
}

function brokenSince(crate: string, version = ''): string | undefined {
  const broken = Object.hasOwn(BROKEN, crate) ? BROKEN[crate] : undefined
  return broken && semver.satisfies(version, broken.versions) ? broken.since : undefined
}

function valueOf(key: string, line: string): string | undefined {
  const start = `${key} = "`
  return line.startsWith(start) ? line.slice(start.length).replace(/"\s*$/, '') : undefined
}
