import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import http from 'node:http'
import net from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'

export interface Answer {
  readonly status: number
  readonly headers: http.IncomingHttpHeaders
  readonly body: string
}

/** A service that runs, on a free port. */
export interface Served {
  readonly port: number
  readonly child: ChildProcess
  /** What it has written so far. */
  readonly output: () => string
  /** @returns its exit code, once it has ended */
  readonly ended: Promise<number | null>
  ask(path: string, options?: Ask): Promise<Answer>
}

export interface Ask {
  readonly method?: string
  readonly headers?: http.OutgoingHttpHeaders
  readonly body?: string
  readonly agent?: http.Agent
}

export async function freePort(): Promise<number> {
  const server = net.createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as net.AddressInfo
  server.close()
  return port
}

/** Starts a program and waits until it answers at `path`. */
export async function serve(
  cwd: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  path: string,
  program = process.execPath,
): Promise<Served> {
  const port = await freePort()
  let output = ''
  const child = spawn(program, args, {
    cwd,
    env: { PATH: process.env['PATH'], PORT: String(port), HOST: '127.0.0.1', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString()))
  process.on('exit', () => child.kill('SIGKILL'))
  const ended = once(child, 'exit').then(([code]) => code as number | null)
  const ask = (to: string, options?: Ask): Promise<Answer> => request(port, to, options)
  for (let i = 0; i < 100; i++) {
    if (child.exitCode !== null) throw new Error(`it has ended: ${output}`)
    const up = await ask(path).catch(() => undefined)
    if (up) return { port, child, output: () => output, ended, ask }
    await sleep(100)
  }
  throw new Error(`it does not answer: ${output}`)
}

/** Asks a service of this machine. */
export function request(
  port: number,
  path: string,
  { method = 'GET', headers = {}, body, agent }: Ask = {},
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = http.request({ host: '127.0.0.1', port, path, method, headers, agent }, answer => {
      let text = ''
      answer.on('data', (chunk: Buffer) => (text += chunk.toString()))
      answer.on('end', () => {
        resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body: text })
      })
      answer.on('error', reject)
    })
    sent.on('error', reject)
    sent.end(body)
  })
}
