import type { Json } from '../../../src/edit/types.ts'

/** A service of compose.yaml, as data. */
export interface Container {
  /** Key below `services`: its host name. */
  readonly name: string
  readonly about: readonly string[]
  readonly value: Readonly<Record<string, Json>>
}

/** Networks: `backend` has no way out. */
export const FRONTEND = 'frontend'
export const BACKEND = 'backend'

/** What holds for every container: it cannot get more rights, and writes nothing but what is named. */
export const CONFINED = {
  read_only: true,
  cap_drop: ['ALL'],
  security_opt: ['no-new-privileges:true'],
  restart: 'unless-stopped',
} as const

/** @returns the part of a container that limits what it takes */
export function limits(cpus: string, memory: string): Readonly<Record<string, Json>> {
  return { deploy: { resources: { limits: { cpus, memory, pids: 256 } } } }
}

/** @returns the part of a container that says whether it is healthy */
export function health(...command: readonly string[]): Readonly<Record<string, Json>> {
  return {
    healthcheck: { test: ['CMD', ...command], interval: '5s', timeout: '3s', retries: 12, start_period: '10s' },
  }
}

/** @returns `text` as compose reads it: a dollar sign is one, and no variable */
export function literal(text: string): string {
  return text.replaceAll('$', '$$$$')
}

/** Ports of this machine: each is given away once. */
export class HostPorts {
  readonly #taken = new Set<number>()

  /** @returns what publishes a port of a container on the loopback address, on the same number or the next that is free */
  publish(port: number): string {
    let host = port < 1024 ? port + 8000 : port
    while (this.#taken.has(host)) host++
    this.#taken.add(host)
    return `127.0.0.1:${host}:${port}`
  }
}
