import { spawn, type ChildProcess } from 'node:child_process'
import { closeSync, openSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { freePort, request, type Answer } from '../e2e/served.ts'
import type { Made } from './make.ts'

/** A variant that runs. */
export interface Service {
  readonly made: Made
  readonly port: number
  readonly pid: number
  readonly stop: () => void
}

/** Starts a variant and waits until it answers. @param log file that takes all that it writes */
export async function start(made: Made, databaseUrl: string, log: string): Promise<Service> {
  const port = await freePort()
  const file = openSync(log, 'a')
  const child = spawn(made.program, made.args, {
    cwd: made.dir,
    env: {
      PATH: process.env['PATH'],
      NODE_ENV: 'production',
      HOST: '127.0.0.1',
      PORT: String(port),
      DATABASE_URL: databaseUrl,
    },
    stdio: ['ignore', file, file],
  })
  closeSync(file)
  const kill = (): boolean => child.kill('SIGKILL')
  process.once('exit', kill)
  child.once('exit', () => process.off('exit', kill))
  await answering(child, port)
  return { made, port, pid: child.pid ?? 0, stop: kill }
}

async function answering(child: ChildProcess, port: number): Promise<void> {
  for (let i = 0; i < 100; i++) {
    if (child.exitCode !== null) throw new Error('the service has ended')
    if (await request(port, '/db').catch(() => undefined)) return
    await sleep(100)
  }
  throw new Error('the service does not answer')
}

/**
 * Compares the work of a variant with what it stands for: a bare one does none of it, the others all but what was left out.
 * @throws with what is another
 */
export async function inspect(made: Made, databaseUrl: string): Promise<void> {
  const log = path.join(made.dir, 'log')
  const service = await start(made, databaseUrl, log)
  const answer = await request(service.port, '/items/7')
  const scraped = await request(service.port, '/metrics')
  await sleep(200)
  service.stop()
  const found = { item: isItem(answer), ...doneIn(answer, scraped.body, readFileSync(log, 'utf8')) }
  const { without, from } = made.variant
  const has = (part: 'log' | 'metrics' | 'headers' | 'id'): boolean =>
    from === 'usual' || (without !== undefined && !without.includes(part))
  const wanted = { item: true, log: has('log'), metrics: has('metrics'), headers: has('headers'), id: has('id') }
  if (JSON.stringify(found) !== JSON.stringify(wanted))
    throw new Error(`${made.variant.name}: ${JSON.stringify(found)} instead of ${JSON.stringify(wanted)}`)
}

function isItem({ status, body }: Answer): boolean {
  return status === 200 && body === '{"id":"7","name":"lamp","price":1200}'
}

function doneIn({ headers }: Answer, metrics: string, log: string): Record<string, boolean> {
  const id = String(headers['x-request-id'])
  const lines = log.split('\n').filter(line => line.startsWith('{') && line.includes('/items/7'))
  const counted = metrics.split('\n').filter(line => /_count\{.*\/items\/[:{]id/.test(line))
  return {
    log: lines.some(line => line.includes('"GET"') && (id === 'undefined' || isOf(line, id))),
    metrics: counted.some(line => line.includes('"GET"') && line.includes('"200"')),
    headers: headers['x-content-type-options'] === 'nosniff' && 'strict-transport-security' in headers,
    id: /^[\w-]{32,36}$/.test(id),
  }
}

/** The line is JSON, and the request's. */
function isOf(line: string, id: string): boolean {
  return JSON.stringify(JSON.parse(line)).includes(id)
}

/** Milliseconds of CPU that all threads of a process have used so far; proc(5) counts fields from 1, behind the name from 3. */
export function cpuOf(pid: number): number {
  const [, fields = ''] = /\) (.*)/.exec(readFileSync(`/proc/${pid}/stat`, 'utf8')) ?? []
  const field = (number: number): number => Number(fields.split(' ')[number - 3])
  return (field(14) + field(15)) * 10
}
