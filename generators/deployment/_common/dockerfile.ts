import type { Context } from '../../../src/artifact/index.ts'
import type { ServiceContract } from '../../../src/contract/types.ts'
import { parseDockerfile, wordsOf, type Instruction } from '../../../src/detect/services/dockerfile.ts'
import { planned } from '../../build/dockerfile/plan.ts'

/** What a Dockerfile of the user says of how its image runs. */
export interface UserDockerfile {
  readonly path: string
  /** Number of an ordinary user; undefined when it says none, or root. */
  readonly user?: number
  /** Folders that the program writes to. */
  readonly volumes: readonly string[]
}

/** Users of well-known base images. */
const NUMBERS: Readonly<Record<string, number>> = { bun: 1000, nginx: 101, node: 1000, nobody: 65534, nonroot: 65532 }

/** @returns the user's Dockerfile that builds a service; undefined where ours does, or none */
export function userDockerfile(ctx: Context, service: ServiceContract): UserDockerfile | undefined {
  const plan = planned(ctx).find(other => other.service === service)
  if (plan?.kind !== 'present') return undefined
  const { path } = plan.existing
  // each stage begins with the user and the volumes of its image
  const { final } = parseDockerfile(path, (ctx.ws.read(path) ?? '').split('\n'))
  const user = userIn(final)
  return { path, ...(user === undefined ? {} : { user }), volumes: volumesIn(final) }
}

function userIn(stage: readonly Instruction[]): number | undefined {
  const [name = ''] = /^[\w.-]+/.exec(stage.findLast(({ name }) => name === 'USER')?.rest ?? '') ?? []
  const number = /^\d{1,9}$/.test(name) ? Number(name) : Object.hasOwn(NUMBERS, name) ? NUMBERS[name] : undefined
  return number === 0 ? undefined : number
}

function volumesIn(stage: readonly Instruction[]): readonly string[] {
  const words = stage.flatMap(({ name, rest }) => (name === 'VOLUME' ? wordsOf(rest) : []))
  return [...new Set(words.map(word => word.replace(/\/+$/, '')))].filter(word => /^(\/[\w.-]+)+$/.test(word))
}
