import { chmodSync, cpSync, existsSync, mkdirSync, readdirSync, rmSync, symlinkSync } from 'node:fs'
import path from 'node:path'
import { build } from 'esbuild'
import { GO, goFiles, goModule } from './go-modules.ts'
import { run } from './process.ts'
import { wheelSchemas } from './schemas.ts'
import { Impossible, step } from './step.ts'
import type { From, Tool } from './tools.ts'

export interface Places {
  /** Empty folder that the tool is installed into. */
  readonly home: string
  /** Empty folder that is removed afterwards. */
  readonly work: string
  /** Parent of all homes. */
  readonly cache: string
  /** Folder of test/tools. */
  readonly here: string
}

/**
 * Installs one tool from its registry.
 * @returns folder of its programs, or null where they are in the system's own
 * @throws Impossible when the machine cannot; Error with the end of the installer's output when it failed
 */
export async function installFrom(tool: Tool, places: Places): Promise<string | null> {
  const { source } = tool
  switch (source.from) {
    case 'pypi':
      return wheel(tool, source, places)
    case 'go':
      return goModule(tool, source, places)
    case 'go-folder':
      return goFolder(tool, source, places)
    case 'npm-folder':
      return npmFolder(source, places)
    case 'debian':
      return debian(source)
    case 'go-files':
      return goFiles(tool, source, places)
    case 'wheel-schemas':
      return wheelSchemas(tool, source, { ...places, pip: await pipOf(places.cache) })
  }
}

/** @returns the environment that has pip, which all others are filled from */
async function pipOf(cache: string): Promise<string> {
  const pip = path.join(cache, 'pip')
  if (!existsSync(path.join(pip, 'bin', 'pip'))) {
    rmSync(pip, { recursive: true, force: true })
    await step(cache, 'python3', ['-m', 'venv', pip])
  }
  return pip
}

/** An environment of its own per tool, so that the needs of one cannot break another; a wheel, so that nothing is built or fetched from elsewhere. */
async function wheel({ name, version }: Tool, source: From<'pypi'>, { home, cache }: Places): Promise<string> {
  const pip = await pipOf(cache)
  await step(home, 'python3', ['-m', 'venv', '--without-pip', home])
  const quiet = ['--quiet', '--disable-pip-version-check', '--only-binary', ':all:']
  await step(home, path.join(pip, 'bin', 'python'), [
    '-m',
    'pip',
    '--python',
    path.join(home, 'bin', 'python'),
    'install',
    ...quiet,
    `${source.package}==${version}`,
  ])
  // only the tool itself: the folder also holds a python, which must not come before the system's
  const bin = path.join(home, 'programs')
  mkdirSync(bin)
  cpSync(path.join(home, 'bin', name), path.join(bin, name))
  return bin
}

async function goFolder({ name }: Tool, source: From<'go-folder'>, { home, here }: Places): Promise<string> {
  await step(
    path.join(here, source.folder),
    'go',
    ['build', '-mod=readonly', '-ldflags=-s', '-o', path.join(home, name), '.'],
    GO,
  )
  return home
}

async function npmFolder(source: From<'npm-folder'>, { home, here }: Places): Promise<string> {
  cpSync(path.join(here, source.folder), home, {
    recursive: true,
    filter: from => path.basename(from) !== 'node_modules',
  })
  await step(home, 'npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'])
  const banner = {
    js: "import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);",
  }
  // a package imports JSON the way that bundlers understand, Node does not
  const entryPoints = source.bundle.map(script => path.join(home, script))
  await build({
    entryPoints,
    outdir: home,
    allowOverwrite: true,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    platform: 'node',
    format: 'esm',
    banner,
    logLevel: 'error',
  })
  const bin = path.join(home, 'node_modules', '.bin')
  for (const script of readdirSync(home).filter(name => name.endsWith('.mjs'))) {
    chmodSync(path.join(home, script), 0o755)
    symlinkSync(path.join(home, script), path.join(bin, path.basename(script, '.mjs')))
  }
  return bin
}

/** The system's own package: it cannot be put into a cache without the libraries that it shares. */
async function debian(source: From<'debian'>): Promise<null> {
  const isRoot = process.getuid?.() === 0
  if (!isRoot && !(await answers('sudo', '-n', 'true')))
    throw new Impossible(`the Debian package ${source.package} needs root`)
  const [program, ...before] = isRoot ? (['apt-get'] as const) : (['sudo', '-n', 'apt-get'] as const)
  const env = { DEBIAN_FRONTEND: 'noninteractive' }
  await step('/', program, [...before, 'update', '-qq'], env)
  await step('/', program, [...before, 'install', '-y', '-qq', '--no-install-recommends', source.package], env)
  return null
}

/** @returns true when the machine has the program and it ends well */
export async function answers(program: string, ...args: readonly string[]): Promise<boolean> {
  return (await run(program, args, { cwd: '/', env: process.env, seconds: 20 })).code === 0
}
