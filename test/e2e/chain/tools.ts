import { existsSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { installAll, isThere } from '../../tools/install.ts'
import { answers } from '../../tools/installers.ts'
import { TOOLS, type Tool } from '../../tools/tools.ts'
import { hasEngine } from '../engine.ts'

/** A program of the distribution. */
export const debian = (name: string, of: string): Tool => ({
  name,
  version: 'distribution',
  source: { from: 'debian', package: of },
})

/** What the chain runs besides the engine and the stacks' own tools; Debian's programs, k6 as its own build. */
const NEEDED: readonly Tool[] = [
  ...TOOLS.filter(({ name }) => name === 'k6'),
  debian('prometheus', 'prometheus'),
  debian('prometheus-alertmanager', 'prometheus-alertmanager'),
  debian('postgres', 'postgresql'),
  debian('redis-server', 'redis-server'),
]

/** Debian keeps the server of each PostgreSQL release in a folder of its own, which is not in PATH. */
const POSTGRES = '/usr/lib/postgresql'

/** Installs what is missing, and puts all of it in PATH. @returns what is still not there, with the reason */
export async function provideTools(): Promise<readonly string[]> {
  findPostgres()
  const done = await installAll(NEEDED, false, line => void process.stdout.write(`${line}\n`))
  const folders = done.flatMap(({ bin }) => bin ?? [])
  process.env['PATH'] = [...folders, process.env['PATH'] ?? ''].join(path.delimiter)
  findPostgres()
  const missing = done
    .filter(tool => !isThere(tool))
    .map(({ tool, reason }) => `${tool.name}: ${reason ?? 'not installed'}`)
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
