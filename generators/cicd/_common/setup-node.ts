import semver from 'semver'
import type { ProjectContract } from '../../../src/contract/index.ts'
import type { Project } from '../../../src/detect/types.ts'
import { sh } from '../../../src/text/quote.ts'
import { basename, join } from '../../../src/text/paths.ts'
import type { Workspace } from '../../../src/workspace/types.ts'
import type { Step, Toolchain } from './steps.ts'
import { expression } from './yaml.ts'

/** Newest releases of package managers, for projects that name none; read from the npm registry in 2026-08. */
const BUN = '1.4.5'
/** Yarn 3 writes version 6 of the lock file's format, Yarn 4 version 8. */
const YARN_OF_FORMAT: Readonly<Record<string, string>> = {
  '4': '2.4.3',
  '5': '3.8.6',
  '6': '3.8.6',
  '7': '3.8.6',
  '8': '4.18.1',
}
const YARN = '4.18.1'
const PNPM = '10'

/** Files that `node-version-file` reads, and that name one version. */
const VERSION_FILES = new Set(['.nvmrc', '.node-version', '.tool-versions'])

/**
 * @param all true: a matrix of the versions that CI runs; false: the shipped version only
 * @returns the steps that bring Node and the project's package manager
 */
export function nodeToolchain({ project, runtimes }: ProjectContract, ws: Workspace, all = true): Toolchain {
  const file = project.runtime?.evidence[0]?.path
  const fromFile = file !== undefined && VERSION_FILES.has(basename(file)) ? file : undefined
  const one = all ? expression('${{ matrix.node }}') : numeric(runtimes[0] ?? 'lts/*')
  const version = fromFile === undefined ? { 'node-version': one } : { 'node-version-file': fromFile }
  return {
    ...(all && fromFile === undefined ? { matrix: { key: 'node', values: runtimes.map(numeric) } } : {}),
    env: {},
    steps: stepsFor(project, version, ws),
  }
}

/** `24` is a number in YAML: no quotes that a formatter could want otherwise. */
function numeric(version: string): string | number {
  return /^[1-9]\d*$/.test(version) ? Number(version) : version
}

type With = NonNullable<Step['with']>

function stepsFor(project: Project, version: With, ws: Workspace): readonly Step[] {
  const manager = project.manager.value
  if (manager === 'pnpm') return [setUpPnpm(project), setUpNode({ ...version, ...cached(project, 'pnpm') })]
  if (manager === 'bun')
    return [setUpNode({ ...version, ...uncached }), global('Bun', `bun@${exact(project) ?? BUN}`), ...bunCache(project)]
  if (manager === 'yarn-berry') return yarnBerry(project, version, ws)
  const pin = exact(project)
  const own =
    pin !== undefined && (manager === 'yarn' || semver.major(pin) >= 9)
      ? [global(manager === 'yarn' ? 'Yarn' : 'npm', `${manager}@${pin}`)]
      : []
  return [setUpNode({ ...version, ...cached(project, manager === 'yarn' ? 'yarn' : 'npm') }), ...own]
}

/** Without a lock file there is nothing that a cache could be found by. */
const uncached: With = { 'package-manager-cache': false }

function cached(project: Project, manager: string): With {
  const lockfile = project.lockfile?.value
  if (lockfile === undefined) return uncached
  return { cache: manager, ...(project.path === '.' ? {} : { 'cache-dependency-path': lockfile }) }
}

function setUpNode(options: With): Step {
  return { name: 'Set up Node', uses: 'actions/setup-node', with: options }
}

/** The action reads the version that package.json pins, and refuses another one beside it. */
function setUpPnpm(project: Project): Step {
  const pin = project.managerVersion?.evidence.find(({ rule }) =>
    /^package\.json (packageManager|devEngines)/.test(rule),
  )
  const options: With = {
    ...(pin ? {} : { version: numeric(project.managerVersion?.value ?? PNPM) }),
    ...(project.path === '.' ? {} : { package_json_file: pin?.path ?? join(project.path, 'package.json') }),
  }
  return { name: 'Set up pnpm', uses: 'pnpm/action-setup', ...(Object.keys(options).length ? { with: options } : {}) }
}

function exact(project: Project): string | undefined {
  return semver.valid(project.managerVersion?.value ?? '') ?? undefined
}

/** No lock file can hold the program that reads the lock file: its version is exact instead. */
function global(title: string, spec: string): Step {
  return {
    name: `Install ${title}`,
    run: `npm install --global ${sh(spec)}`,
    note: 'zizmor: ignore[adhoc-packages] an exact version; no lock file can hold it',
  }
}

/** A release that is committed is started by any Yarn; without one, Yarn comes from its package on npm: Node has no corepack from 25 on. */
function yarnBerry(project: Project, version: With, ws: Workspace): readonly Step[] {
  if (/^yarnPath:/m.test(ws.read(join(project.path, '.yarnrc.yml')) ?? ''))
    return [setUpNode({ ...version, ...cached(project, 'yarn') })]
  const format = /^ {2}version: (\d+)/m.exec(ws.read(project.lockfile?.value ?? '') ?? '')?.[1] ?? ''
  const release = exact(project) ?? YARN_OF_FORMAT[format] ?? YARN
  const install = global('Yarn', `@yarnpkg/cli-dist@${release}`)
  const cache: Step = { ...setUpNode(cached(project, 'yarn')), name: 'Restore the cache of packages' }
  return [setUpNode({ ...version, ...uncached }), install, ...(project.lockfile ? [cache] : [])]
}

function bunCache(project: Project): readonly Step[] {
  if (!project.lockfile) return []
  const key = expression("bun-${{ runner.os }}-${{ hashFiles('**/bun.lock', '**/bun.lockb') }}")
  return [{ name: 'Restore the cache of packages', uses: 'actions/cache', with: { path: '~/.bun/install/cache', key } }]
}
