import { setTimeout as wait } from 'node:timers/promises'
import { docker } from './engine.ts'

/** As strict as a hardened pod: what the image cannot bear shows here. */
const HARDENED = [
  '--read-only',
  '--tmpfs',
  '/tmp',
  '--cap-drop',
  'ALL',
  '--security-opt',
  'no-new-privileges',
  '--memory',
  '256m',
  '--pids-limit',
  '128',
]
/** The grace period of a pod is thirty seconds; a program that needs more than this does not listen to SIGTERM. */
const GRACE_S = 10

export interface Container {
  readonly id: string
  /** Address of its port on this machine; undefined for one without port. */
  readonly url?: string
}

/** Starts an image under the same restrictions beside what runs on this machine: it reaches it, and is reached, by the loopback address. */
export async function startBeside(
  image: string,
  port: number,
  variables: Readonly<Record<string, string>>,
): Promise<Container> {
  const env = Object.entries(variables).flatMap(([name, value]) => ['--env', `${name}=${value}`])
  const { stdout: id } = await docker(['run', '--detach', ...HARDENED, '--network', 'host', ...env, image])
  return { id, url: `http://127.0.0.1:${port}` }
}

/**
 * Starts an image under the restrictions of a hardened pod, its port published on the loopback address.
 * @param writable folders that a volume is mounted at, as in the local stack
 */
export async function start(
  image: string,
  port: number | undefined,
  writable: readonly string[] = [],
): Promise<Container> {
  const publish = port === undefined ? [] : ['--publish', `127.0.0.1::${port}`]
  const volumes = writable.flatMap(folder => ['--volume', folder])
  const { stdout: id } = await docker(['run', '--detach', ...HARDENED, ...publish, ...volumes, image])
  if (port === undefined) return { id }
  const { stdout } = await docker(['port', id, String(port)])
  return { id, url: `http://${stdout.split('\n')[0] ?? ''}` }
}

/** @returns the status of a path, asked until the program answers; throws with its output when it never does */
export async function answer(
  container: Container,
  path: string,
  seconds = 30,
): Promise<{ readonly status: number; readonly body: string; readonly headers: Headers; readonly ms: number }> {
  const began = Date.now()
  while (Date.now() - began < seconds * 1000) {
    try {
      const response = await fetch(`${container.url ?? ''}${path}`, {
        signal: AbortSignal.timeout(2000),
        redirect: 'manual',
      })
      return { status: response.status, body: await response.text(), headers: response.headers, ms: Date.now() - began }
    } catch {
      await wait(100)
    }
  }
  throw new Error(`no answer within ${seconds} s; its output: ${await output(container)}`)
}

/** @returns true while the program runs */
export async function isRunning({ id }: Container): Promise<boolean> {
  return (await docker(['inspect', '--format', '{{.State.Running}}', id])).stdout === 'true'
}

export async function output({ id }: Container, lines = 20): Promise<string> {
  return (await docker(['logs', '--tail', String(lines), id], { reject: false })).all
}

/** Sends SIGTERM and waits. @returns the exit code, and how long it took */
export async function stop({ id }: Container): Promise<{ readonly code: number; readonly ms: number }> {
  const began = Date.now()
  await docker(['stop', '--time', String(GRACE_S), id])
  const ms = Date.now() - began
  return { code: Number((await docker(['inspect', '--format', '{{.State.ExitCode}}', id])).stdout), ms }
}

export async function remove({ id }: Container): Promise<void> {
  await docker(['rm', '--force', '--volumes', id], { reject: false })
}
