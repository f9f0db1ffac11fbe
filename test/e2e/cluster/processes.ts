import { spawn, type ChildProcess } from 'node:child_process'
import { closeSync, openSync, readFileSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'

/** @returns free ports of this machine */
export async function freePorts(count: number): Promise<readonly number[]> {
  const servers = await Promise.all(
    Array.from({ length: count }, async () => {
      const server = createServer()
      await new Promise<void>(done => server.listen(0, '127.0.0.1', done))
      return server
    }),
  )
  const ports = servers.map(server => (server.address() as AddressInfo).port)
  await Promise.all(servers.map(server => new Promise(done => server.close(done))))
  return ports
}

/** Programs that run until they are told to end; nothing else is ended. */
export interface Processes {
  readonly start: (program: string, args: readonly string[]) => void
  /** Waits until `isThere` says so. @throws after so many seconds, or when one of the programs has ended */
  readonly until: (what: string, seconds: number, isThere: () => Promise<boolean>) => Promise<void>
  /** Ends them, the last one first. */
  readonly stop: () => Promise<void>
}

/** @param dir folder of their logs */
export function processes(dir: string): Processes {
  const running: { readonly name: string; readonly child: ChildProcess }[] = []
  const logOf = (name: string): string => path.join(dir, `${name}.log`)
  const start = (program: string, args: readonly string[]): void => {
    const name = path.basename(program)
    const log = openSync(logOf(name), 'w')
    running.push({ name, child: spawn(program, args, { stdio: ['ignore', log, log] }) })
    closeSync(log)
  }
  // also when the tests are broken off
  process.once('exit', () => {
    for (const { child } of running) child.kill('SIGKILL')
  })
  const ended = (): string | undefined => running.find(({ child }) => child.exitCode !== null)?.name
  const until = async (what: string, seconds: number, isThere: () => Promise<boolean>): Promise<void> => {
    const end = Date.now() + seconds * 1000
    while (!(await isThere())) {
      const gone = ended()
      if (gone !== undefined) throw new Error(`${gone} ended: ${readFileSync(logOf(gone), 'utf8').slice(-2000)}`)
      if (Date.now() > end) throw new Error(`no ${what} within ${seconds} s`)
      await wait(300)
    }
  }
  const stop = async (): Promise<void> => {
    for (const { child } of running.splice(0).reverse()) {
      if (child.exitCode !== null) continue
      const gone = new Promise(done => child.once('exit', done))
      child.kill()
      const killer = setTimeout(() => child.kill('SIGKILL'), 10_000)
      await gone
      clearTimeout(killer)
    }
  }
  return { start, until, stop }
}
