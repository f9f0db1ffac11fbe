import type { Context } from '../../../src/artifact/index.ts'
import type { Project } from '../../../src/detect/types.ts'

/** Packages that compile C++ while they are installed when no ready-made file for the platform can be downloaded. Not among them: those that hold one. */
const COMPILED = [
  'bcrypt',
  'better-sqlite3',
  'canvas',
  'couchbase',
  'deasync',
  'farmhash',
  'gc-stats',
  'iconv',
  'isolated-vm',
  'kerberos',
  'libxmljs',
  'libxmljs2',
  'microtime',
  'mongodb-client-encryption',
  'node-expat',
  'node-pty',
  'node-rdkafka',
  'node-sass',
  'nodegit',
  're2',
  'sqlite3',
  'unix-dgram',
  'usb',
]
const TOOLCHAIN = ['g++', 'make', 'python3']
/** Lock files of large repositories are larger than what is read by default. */
const LONGEST_LOCK = 32 * 1024 * 1024

/** @returns Debian packages that an installation needs to compile add-ons; none when nothing compiles */
export function addonPackages(ctx: Context, project: Project): readonly string[] {
  const direct = new Set(project.packages.flatMap(p => p.dependencies.map(d => d.name)))
  const lock = lockText(ctx, project)
  return COMPILED.some(name => direct.has(name) || isLocked(lock, name)) ? TOOLCHAIN : []
}

function lockText(ctx: Context, project: Project): string {
  return project.lockfile && !project.lockfile.value.endsWith('.lockb')
    ? (ctx.ws.read(project.lockfile.value, LONGEST_LOCK) ?? '')
    : ''
}

/** True when the lock file (npm, pnpm, Yarn, Bun) holds the package itself, not only a wish of another one. */
function isLocked(lock: string, name: string): boolean {
  return (
    lock.includes(name) &&
    new RegExp(`"node_modules/(?:[^"]*/)?${name}": \\{|^ {2}'?/?${name}[@/]\\d|^"?${name}@|\\["${name}@`, 'm').test(
      lock,
    )
  )
}
