import { likely } from '../fact.ts'
import type { Fact } from '../types.ts'
import { calls, type Deployment, type Deployments } from './deployment.ts'
import type { Dockerfile } from './dockerfile.ts'

/**
 * @returns the port inside of the container that compose files publish for the image of a program: of the service that calls it,
 * else of those that run the image as it is; undefined where they disagree
 */
export function composedPort(
  { all }: Deployments,
  dockerfiles: readonly Dockerfile[],
  program: string,
): Fact<number> | undefined {
  const images = new Set(dockerfiles.map(({ path }) => path))
  const built = all.filter(({ builds, publishes }) => builds !== undefined && images.has(builds) && publishes)
  const called = built.filter(run => calls(run, program))
  return only(called.length ? called : built.filter(({ words }) => !words.length))
}

function only([first, ...others]: readonly Deployment[]): Fact<number> | undefined {
  if (first?.publishes === undefined || others.some(({ publishes }) => publishes !== first.publishes)) return undefined
  return likely(first.publishes, first.evidence)
}
