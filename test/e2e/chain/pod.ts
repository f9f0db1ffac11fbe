import { readFileSync } from 'node:fs'
import type { ServiceContract } from '../../../src/contract/types.ts'
import { answer, remove, startBeside, type Container } from '../container.ts'
import { docker } from '../engine.ts'
import { freePort, request } from '../served.ts'
import { BODY_LIMIT } from './hardening.ts'

/** A container that is asked for its readiness all the time, as the platform does. */
export interface Pod {
  readonly container: Container
  readonly port: number
  readonly stop: () => Promise<void>
}

const SETTINGS = { SHUTDOWN_DELAY_MS: '1000', REQUEST_TIMEOUT_MS: '3000', BODY_LIMIT: String(BODY_LIMIT) }

/** Starts an image, with the addresses of what it needs, and waits until it is ready. */
export async function startPod(
  image: string,
  { service, needs }: ServiceContract,
  urls: Readonly<Record<string, string>>,
): Promise<Pod> {
  const port = await freePort()
  const given = needs.map(({ kind, variable }) => [variable ?? '', urls[kind] ?? ''] as const)
  const container = await startBeside(image, port, {
    [service.portVariable?.value ?? 'PORT']: String(port),
    ...Object.fromEntries(given),
    ...SETTINGS,
  })
  const { status } = await answer(container, '/ready')
  if (status !== 200) throw new Error(`/ready answers ${status}`)
  const asking = setInterval(() => void request(port, '/ready').catch(() => undefined), 1000)
  const stop = async (): Promise<void> => {
    clearInterval(asking)
    await remove(container)
  }
  return { container, port, stop }
}

export interface Confinement {
  readonly user: number
  readonly capabilities: string
  readonly newPrivileges: boolean
  readonly readOnlyRoot: boolean
}

/** @returns what the kernel says of the program in a container */
export async function confinementOf({ id }: Container): Promise<Confinement> {
  const { stdout: pid } = await docker(['inspect', '--format', '{{.State.Pid}}', id])
  const status = readFileSync(`/proc/${pid}/status`, 'utf8')
  const field = (name: string): string => new RegExp(`^${name}:\\s+(\\S+)`, 'm').exec(status)?.[1] ?? ''
  const root = readFileSync(`/proc/${pid}/mounts`, 'utf8')
    .split('\n')
    .find(line => line.split(' ')[1] === '/')
  return {
    user: Number(field('Uid')),
    capabilities: ['CapEff', 'CapPrm', 'CapBnd', 'CapAmb'].map(field).join(' '),
    newPrivileges: field('NoNewPrivs') === '0',
    readOnlyRoot: root?.split(' ')[3]?.split(',').includes('ro') === true,
  }
}
