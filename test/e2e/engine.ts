import { mkdirSync } from 'node:fs'
import { homedir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { execa, type Result } from 'execa'
import { installAll, isThere } from '../tools/install.ts'
import type { Tool } from '../tools/tools.ts'

/** Everything that is kept between runs lies here, outside the checkout. */
export const CACHE = process.env['CREATE_PROD_READY_CACHE'] ?? path.join(homedir(), '.cache', 'create-prod-ready')
const TOOLS = fileURLToPath(new URL('../tools/image-build/', import.meta.url))
const STATE = path.join(CACHE, 'engine')
const HOST = `unix://${path.join(STATE, 'docker.sock')}`
/** By its full path: the first `docker` in PATH may be another client. */
const DOCKER = process.env['DOCKER'] ?? '/usr/bin/docker'
/** Where clients find the engine. */
export const DOCKER_ENV = { DOCKER_HOST: HOST, DOCKER_BUILDKIT: '1' }

/** What makes images and runs them. */
const NEEDED: readonly Tool[] = [
  { name: 'dockerd', version: 'distribution', source: { from: 'debian', package: 'docker.io' } },
  { name: 'debootstrap', version: 'distribution', source: { from: 'debian', package: 'debootstrap' } },
]

/** Installs and starts the engine of the tests; @returns what ends it, unless it ran before. Tests that need none run without it. */
export default async function setup(): Promise<() => Promise<void>> {
  mkdirSync(CACHE, { recursive: true })
  const tools = await installAll(NEEDED, false, line => void process.stdout.write(`${line}\n`))
  const ran = await hasEngine()
  const engine = (action: 'up' | 'down'): Promise<{ readonly failed: boolean }> =>
    execa('bash', [path.join(TOOLS, 'engine.sh'), action, STATE], {
      stdio: ['ignore', 'ignore', 'inherit'],
      reject: false,
    })
  const started = !ran && tools.every(isThere) && !(await engine('up')).failed
  return async () => {
    if (started) await engine('down')
  }
}

/** @returns true when the engine answers */
export async function hasEngine(): Promise<boolean> {
  return (await docker(['version'], { reject: false })).exitCode === 0
}

/** Runs the client of the engine. */
export function docker(
  args: readonly string[],
  options: { readonly reject?: boolean; readonly cwd?: string } = {},
): Promise<Result<{ all: true }>> {
  return execa(DOCKER, args, { ...options, env: DOCKER_ENV, all: true, stdin: 'ignore' }) as unknown as Promise<
    Result<{ all: true }>
  >
}

/** Makes stand-ins of public base images. @returns those that stand for a version that cannot be had here: `wanted = made` */
export async function provide(images: readonly string[]): Promise<readonly string[]> {
  const { stdout } = await execa('bash', [path.join(TOOLS, 'bases.sh'), path.join(CACHE, 'bases'), ...images], {
    env: DOCKER_ENV,
    stdin: 'ignore',
  })
  return stdout.split('\n').flatMap(line => (line.startsWith('alias ') ? [line.slice('alias '.length)] : []))
}
