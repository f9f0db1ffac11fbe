import { execFileSync } from 'node:child_process'
import { copyFileSync, cpSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { cli } from '../support/cli.ts'
import { commitAll, git, temporaryFolder } from '../support/repository.ts'
import { online } from '../e2e/managers.ts'
import { NODE, PARTS, type Framework, type Variant } from './frameworks.ts'

const SERVICES = fileURLToPath(new URL('services/', import.meta.url))

/** A service that can be started. */
export interface Made {
  readonly variant: Variant
  readonly program: string
  readonly args: readonly string[]
  readonly dir: string
}

const run = (dir: string, program: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): void =>
  void execFileSync(program, args, { cwd: dir, stdio: 'pipe', env: { ...process.env, ...env }, maxBuffer: 1 << 28 })

/** Makes a variant as its user would: the service in a repository, the program run over it, what it needs installed, built. */
export function make(framework: Framework, variant: Variant): Made {
  const dir = path.join(temporaryFolder(), 'stock')
  cpSync(path.join(SERVICES, framework.name, variant.from), dir, { recursive: true })
  git(dir, 'init', '-q', '-b', 'main')
  BUILDS[framework.language].lock(dir)
  commitAll(dir, 'feat: a service')
  if (variant.without) addModule(dir, variant)
  return { variant, dir, ...BUILDS[framework.language].build(dir) }
}

/** The release profile is left as it is: the other variants have the same. */
function addModule(dir: string, { without = [] }: Variant): void {
  const skipped = [...without.map(part => PARTS[part]), 'build/rust-release-profile']
  const skip = skipped.flatMap(artifact => ['--skip', artifact])
  const { code, out, err } = cli(dir, ['--yes', '--code', '--install', ...skip], online)
  if (code !== 0) throw new Error(`the program ended with ${String(code)}: ${out}${err}`)
}

interface Build {
  readonly lock: (dir: string) => void
  readonly build: (dir: string) => Pick<Made, 'program' | 'args'>
}

const QUIET = ['--no-audit', '--no-fund', '--silent']

const BUILDS: Readonly<Record<Framework['language'], Build>> = {
  node: {
    lock: dir => run(dir, 'npm', ['install', '--package-lock-only', ...QUIET]),
    build: dir => {
      run(dir, 'npm', ['ci', '--omit=dev', '--ignore-scripts', ...QUIET])
      return { program: node(), args: ['server.js'] }
    },
  },
  rust: {
    lock: dir => run(dir, 'cargo', ['generate-lockfile', '--quiet']),
    build: dir => {
      const target = (process.env['CARGO_TARGET_DIR'] ??= temporaryFolder())
      run(dir, 'cargo', ['build', '--release', '--locked', '--quiet', '-j2'])
      copyFileSync(path.join(target, 'release', 'stock'), path.join(dir, 'program'))
      return { program: path.join(dir, 'program'), args: [] }
    },
  },
}

let installed: string | undefined

/** @returns the program, of the package that holds it for this platform */
function node(): string {
  const name = `node-${process.platform}-${process.arch}`
  if (installed === undefined) {
    installed = temporaryFolder()
    run(installed, 'npm', ['install', '--prefix', installed, ...QUIET, `${name}@${NODE}`])
  }
  return path.join(installed, 'node_modules', name, 'bin/node')
}
