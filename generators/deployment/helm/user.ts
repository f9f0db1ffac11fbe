import type { Context } from '../../../src/artifact/index.ts'
import type { ServiceContract } from '../../../src/contract/types.ts'
import { planned } from '../../build/dockerfile/plan.ts'

/** Users of well-known base images. */
const NUMBERS: Readonly<Record<string, number>> = { bun: 1000, nginx: 101, node: 1000, nobody: 65534, nonroot: 65532 }

/** @returns path of the user's Dockerfile that builds a service; undefined where ours does, or none */
export function dockerfileOfUser(ctx: Context, service: ServiceContract): string | undefined {
  const plan = planned(ctx).find(other => other.service === service)
  return plan?.kind === 'present' ? plan.existing.path : undefined
}

/** @returns number of the user that a service runs as: the one of its Dockerfile where that is an ordinary one, else that of the contract */
export function userOf(ctx: Context, service: ServiceContract): number {
  const path = dockerfileOfUser(ctx, service)
  const lines = (path === undefined ? '' : (ctx.ws.read(path) ?? '')).split('\n').map(line => line.trim().split(/\s+/))
  // of the last stage: each one begins with the user of its image
  const [word = '', name = ''] = lines.findLast(([first = '']) => /^(user|from)$/i.test(first)) ?? []
  const user = /^user$/i.test(word) ? (name.split(':')[0] ?? '') : ''
  const number = /^\d{1,9}$/.test(user) ? Number(user) : Object.hasOwn(NUMBERS, user) ? NUMBERS[user] : undefined
  return number !== undefined && number > 0 ? number : Number(service.user)
}
