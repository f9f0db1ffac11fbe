import { execFileSync } from 'node:child_process'
import { chmodSync, chownSync, mkdirSync } from 'node:fs'
import path from 'node:path'
import { temporaryFolder } from '../../support/repository.ts'
import { daemon, type Daemon } from '../daemon.ts'
import { freePort } from '../served.ts'

/** A server that holds data, which is stopped and started on one port. */
export interface Store {
  readonly url: string
  readonly start: () => Promise<void>
  readonly stop: () => Promise<void>
}

export interface Database extends Store {
  readonly run: (sql: string) => void
  /** Has each question about a table take so many seconds; 0 makes it what it was. */
  readonly slow: (table: string, seconds: number) => void
}

/** Stops at once, without waiting for clients. */
const FAST = 'SIGINT'

/** A new PostgreSQL of Debian's, not started yet. */
export async function database(): Promise<Database> {
  const { dir, who } = folder('postgres')
  const port = await freePort()
  const url = `postgres://app@127.0.0.1:${port}/app`
  const run = (program: string, ...args: readonly string[]): string =>
    execFileSync(program, args, { cwd: dir, ...who, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })
  run('initdb', '--pgdata', 'data', '--username', 'app', '--auth', 'trust', '--no-sync', '--encoding', 'UTF8')
  const flags = ['-D', 'data', '-p', String(port), '-h', '127.0.0.1', '-k', dir, '-c', 'fsync=off']
  const answers = (): boolean => {
    run('psql', '--quiet', '--dbname', `postgres://app@127.0.0.1:${port}/postgres`, '--command', 'select 1')
    return true
  }
  const store = stored(url, () => daemon('postgres', flags, { cwd: dir, ...who }, answers), FAST)
  await store.start()
  run('psql', '--quiet', '--dbname', `postgres://app@127.0.0.1:${port}/postgres`, '--command', 'create database app')
  const sql = (text: string): void => void run('psql', '--quiet', '--dbname', url, '--command', text)
  const slow = (table: string, seconds: number): void => {
    sql(seconds > 0 ? delayed(table, seconds) : `drop view ${table}; alter table ${table}_itself rename to ${table}`)
  }
  return { ...store, run: sql, slow }
}

/** A view of the same name takes the place of the table: the service asks as it always does. */
function delayed(table: string, seconds: number): string {
  const itself = `${table}_itself`
  return `alter table ${table} rename to ${itself}; create view ${table} as select ${itself}.* from ${itself}, pg_sleep(${seconds})`
}

/** A new Redis of Debian's, with flags of its own. */
export async function cache(more: readonly string[]): Promise<Store> {
  const port = await freePort()
  const flags = ['--port', String(port), '--bind', '127.0.0.1', ...more]
  const dir = temporaryFolder()
  const answers = (): boolean =>
    execFileSync('redis-cli', ['-p', String(port), 'ping'], { encoding: 'utf8', stdio: 'pipe' }) === 'PONG\n'
  const store = stored(`redis://127.0.0.1:${port}`, () => daemon('redis-server', flags, { cwd: dir }, answers))
  await store.start()
  return store
}

function stored(url: string, begin: () => Promise<Daemon>, signal: NodeJS.Signals = 'SIGTERM'): Store {
  let running: Daemon | undefined
  return {
    url,
    start: async () => {
      running = await begin()
    },
    stop: async () => {
      await running?.stop(signal)
      running = undefined
    },
  }
}

/** PostgreSQL does not run as root: then the user that its package made owns the folder. */
function folder(user: string): { readonly dir: string; readonly who: { uid?: number; gid?: number } } {
  const parent = temporaryFolder()
  const dir = path.join(parent, user)
  mkdirSync(dir)
  if (process.getuid?.() !== 0) return { dir, who: {} }
  const id = (flag: string): number => Number(execFileSync('id', [flag, user], { encoding: 'utf8' }))
  const who = { uid: id('-u'), gid: id('-g') }
  chmodSync(parent, 0o755)
  chownSync(dir, who.uid, who.gid)
  return { dir, who }
}
