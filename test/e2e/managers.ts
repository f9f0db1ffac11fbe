import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { checkout, commitAll, temporaryFolder } from '../support/repository.ts'

export interface Managed {
  readonly fixture: string
  readonly lock: string
  /** The package that brings the manager, in the version that the fixture pins. */
  readonly manager: string
  /** Installs exactly what the lock file says. */
  readonly frozen: readonly string[]
  /** yarn wants every optional platform package to exist: a registry that has not all of them gets the newest release that is whole. */
  readonly resolutions?: Readonly<Record<string, string>>
}

const RESOLUTIONS = { 'oxc-parser': '0.154.0' }
/** A fixture for each package manager. */
export const MANAGED: readonly Managed[] = [
  {
    fixture: 'fastify-npm',
    lock: 'package-lock.json',
    manager: 'npm',
    frozen: ['npm', 'ci', '--ignore-scripts', '--no-audit', '--no-fund'],
  },
  {
    fixture: 'express-ts-pnpm',
    lock: 'pnpm-lock.yaml',
    manager: 'pnpm@10.34.9',
    frozen: ['pnpm', 'install', '--frozen-lockfile', '--ignore-scripts'],
  },
  {
    fixture: 'pnpm-monorepo',
    lock: 'pnpm-lock.yaml',
    manager: 'pnpm@10.34.9',
    frozen: ['pnpm', 'install', '--frozen-lockfile', '--ignore-scripts'],
  },
  {
    fixture: 'yarn1-koa',
    lock: 'yarn.lock',
    manager: 'yarn@1.22.22',
    frozen: ['yarn', 'install', '--frozen-lockfile', '--ignore-scripts', '--non-interactive'],
    resolutions: RESOLUTIONS,
  },
  {
    fixture: 'nest-yarn-berry',
    lock: 'yarn.lock',
    manager: '@yarnpkg/cli-dist@4.18.1',
    frozen: ['yarn', 'install', '--immutable', '--mode=skip-build'],
    resolutions: RESOLUTIONS,
  },
  {
    fixture: 'hono-bun',
    lock: 'bun.lock',
    manager: 'bun@1.4.5',
    frozen: ['bun', 'install', '--frozen-lockfile', '--ignore-scripts'],
  },
]

/** Folder of the programs of a package. */
export function binOf(manager: string): string {
  if (manager === 'npm') return ''
  const home = path.join(temporaryFolder(), 'tools')
  mkdirSync(home, { recursive: true })
  execFileSync('npm', ['install', '--prefix', home, '--no-audit', '--no-fund', '--silent', manager], {
    stdio: 'ignore',
  })
  return path.join(home, 'node_modules/.bin')
}

/** The settings of this machine for its registry count here: home, proxy, certificates. */
export const online = { ...process.env, GIT_CONFIG_GLOBAL: '/dev/null' }
/** @returns a checkout of a fixture whose dependencies this registry has */
export function checkoutManaged({ fixture, resolutions }: Pick<Managed, 'fixture' | 'resolutions'>): string {
  const dir = checkout(fixture)
  if (!resolutions) return dir
  const file = path.join(dir, 'package.json')
  const manifest = JSON.parse(readFileSync(file, 'utf8')) as object
  writeFileSync(file, `${JSON.stringify({ ...manifest, resolutions }, null, 2)}\n`)
  commitAll(dir, 'chore: resolutions')
  return dir
}
