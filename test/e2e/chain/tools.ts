import { existsSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { installAll, isThere } from '../../tools/install.ts'
import { answers } from '../../tools/installers.ts'
import { TOOLS, type Tool } from '../../tools/tools.ts'
import { hasEngine } from '../engine.ts'

const go = (name: string, version: string, module: string, folder = ''): Tool => ({
  name,
  version,
  source: { from: 'go', module, package: `${module}${folder}` },
})
/** A program of the distribution. */
export const debian = (name: string, of: string): Tool => ({
  name,
  version: 'distribution',
  source: { from: 'debian', package: of },
})

/**
 * What the chain runs besides the engine and the stacks' own tools: Debian's programs, and what is built of its sources. The exporter of
 * PostgreSQL is the newest release whose sources the Go proxy has; the local stack runs a newer one.
 */
const NEEDED: readonly Tool[] = [
  ...TOOLS.filter(({ name }) => name === 'k6'),
  go('postgres_exporter', 'v0.19.1', 'github.com/prometheus-community/postgres_exporter', '/cmd/postgres_exporter'),
  go('redis_exporter', 'v1.88.0', 'github.com/oliver006/redis_exporter'),
  debian('prometheus', 'prometheus'),
  debian('prometheus-alertmanager', 'prometheus-alertmanager'),
  debian('postgres', 'postgresql'),
  debian('redis-server', 'redis-server'),
]

/** Installs k6 where it is missing, and puts it in PATH. @returns why it is still not there */
export function provideK6(): Promise<readonly string[]> {
  return installed(TOOLS.filter(({ name }) => name === 'k6'))
}

async function installed(tools: readonly Tool[]): Promise<readonly string[]> {
  const done = await installAll(tools, false, line => void process.stdout.write(`${line}\n`))
  const folders = done.flatMap(({ bin }) => bin ?? [])
  process.env['PATH'] = [...folders, process.env['PATH'] ?? ''].join(path.delimiter)
  return done.filter(tool => !isThere(tool)).map(({ tool, reason }) => `${tool.name}: ${reason ?? 'not installed'}`)
}

/** Debian keeps the server of each PostgreSQL release in a folder of its own, which is not in PATH. */
const POSTGRES = '/usr/lib/postgresql'

/** Installs what is missing, and puts all of it in PATH. @returns what is still not there, with the reason */
export async function provideTools(): Promise<readonly string[]> {
  findPostgres()
  const missing = await installed(NEEDED)
  findPostgres()
  const cargo = await answers('cargo', '--version')
  return [
    ...missing,
    ...((await hasEngine()) ? [] : ['docker: the engine does not answer']),
    ...(cargo ? [] : ['cargo: the lock files of Rust are made by it']),
  ]
}

/** Puts the newest server that is there into PATH. */
export function findPostgres(): void {
  if (!existsSync(POSTGRES)) return
  const releases = readdirSync(POSTGRES).sort((a, b) => Number(b) - Number(a))
  const bin = releases
    .map(release => path.join(POSTGRES, release, 'bin'))
    .find(one => existsSync(path.join(one, 'postgres')))
  if (bin !== undefined) process.env['PATH'] = [bin, process.env['PATH'] ?? ''].join(path.delimiter)
}
