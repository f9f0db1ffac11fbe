import semver from 'semver'
import type { Context } from '../../../src/artifact/index.ts'
import { rustImageTag } from '../../../src/contract/runtimes.ts'
import type { Project } from '../../../src/detect/types.ts'
import { refuse } from './recipe.ts'

const CRATES_IO = 'registry+https://github.com/rust-lang/crates.io-index'
/** Rust 1.80 made a type in these versions of the crate time ambiguous: they no longer compile. */
const BROKEN = { crate: 'time', versions: '>=0.3.0 <0.3.35', since: '1.80.0' } as const

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
  for (const [i, line] of (ctx.ws.read(path) ?? '').split('\n').entries()) {
    const evidence = { path, line: i + 1, snippet: line, rule: 'locked crate' }
    const source = valueOf('source', line)
    if (source !== undefined && source !== CRATES_IO && !source.startsWith('git+https://')) {
      refuse('a dependency comes from a registry that needs credentials', evidence)
    }
    if (valueOf('name', line) === BROKEN.crate && compiler && semver.gte(compiler, BROKEN.since)) {
      const next = (ctx.ws.read(path) ?? '').split('\n')[i + 1] ?? ''
      if (!semver.satisfies(valueOf('version', next) ?? '', BROKEN.versions)) continue
      const reason =
        'the locked version of the crate time does not compile with Rust 1.80 and later (cargo update -p time)'
      refuse(reason, { ...evidence, line: i + 2, snippet: next })
    }
  }
}

function valueOf(key: string, line: string): string | undefined {
  const start = `${key} = "`
  return line.startsWith(start) ? line.slice(start.length).replace(/"\s*$/, '') : undefined
}
