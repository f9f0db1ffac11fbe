import type { Context } from '../../../src/artifact/index.ts'
import type { ServiceContract } from '../../../src/contract/types.ts'
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
  const lines = (ctx.ws.read(path) ?? '').split('\n').map(line => line.trim())
  // each stage begins with the user and the volumes of its image
  const last = lines.slice(lines.findLastIndex(line => /^from\s/i.test(line)) + 1)
  const user = userIn(last)
  return { path, ...(user === undefined ? {} : { user }), volumes: volumesIn(last) }
}

function userIn(lines: readonly string[]): number | undefined {
  const [, name = ''] = /^user\s+([\w.-]+)/i.exec(lines.findLast(line => /^user\s/i.test(line)) ?? '') ?? []
  const number = /^\d{1,9}$/.test(name) ? Number(name) : Object.hasOwn(NUMBERS, name) ? NUMBERS[name] : undefined
  return number === 0 ? undefined : number
}

function volumesIn(lines: readonly string[]): readonly string[] {
  const words = lines.flatMap(line => (/^volume\s/i.test(line) ? line.slice('volume'.length).split(/[\s"',[\]]+/) : []))
  return [...new Set(words.map(word => word.replace(/\/+$/, '')))].filter(word => /^(\/[\w.-]+)+$/.test(word))
}
