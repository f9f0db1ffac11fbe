import type { Context } from '../../../src/artifact/index.ts'
import { dockerfilePaths, usesIn } from '../../../src/contract/images.ts'
import { byCodeUnit, dirname } from '../../../src/text/paths.ts'
import { isOurs, planned } from '../dockerfile/plan.ts'

/** A Dockerfile in the repository. */
export interface Dockerfile {
  readonly path: string
  readonly text: string
  /** True when an earlier run wrote it: its digests come from the answer when it is rendered. */
  readonly ours: boolean
}

/** @returns the Dockerfiles in the repository, in the order of their paths */
export function dockerfiles(ctx: Context): readonly Dockerfile[] {
  return [...new Set(dockerfilePaths(ctx.facts))].sort(byCodeUnit).flatMap(path => {
    const text = ctx.ws.read(path)
    return text === undefined ? [] : [{ path, text, ours: ctx.ownersOf(path).includes('build/dockerfile') }]
  })
}

/** @returns the folders that have a Dockerfile, or get one */
export function folders(ctx: Context): readonly string[] {
  const made = planned(ctx)
    .filter(isOurs)
    .map(plan => plan.service.dockerfile)
  return [...new Set([...dockerfiles(ctx).map(d => d.path), ...made].map(dirname))].sort(byCodeUnit)
}

/** How an image is named. */
export type Pinning = 'digest' | 'tag' | 'moving' | 'variable'

export interface Use {
  readonly path: string
  /** Name and tag as written. */
  readonly image: string
  readonly tag?: string | undefined
  readonly digest?: string | undefined
  readonly pinning: Pinning
}

/** @returns every base image of every Dockerfile, with what it is pinned by */
export function uses(ctx: Context): readonly Use[] {
  return dockerfiles(ctx).flatMap(({ path, text }) =>
    usesIn(text).map(({ name, tag, digest }) => ({
      path,
      image: tag === undefined ? name : `${name}:${tag}`,
      tag,
      digest,
      pinning: pinningOf(name, tag, digest),
    })),
  )
}

/** `latest`, or no tag at all, is another image every few weeks; what a variable names cannot be seen. */
function pinningOf(name: string, tag: string | undefined, digest: string | undefined): Pinning {
  if (digest !== undefined) return 'digest'
  if (name.includes('$') || tag?.includes('$')) return 'variable'
  return tag === undefined || tag === 'latest' ? 'moving' : 'tag'
}
