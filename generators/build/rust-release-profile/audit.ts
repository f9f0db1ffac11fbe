import { absent, partial, present, type Context, type Presence } from '../../../src/artifact/index.ts'
import { KEYS, profileOf, programs, rootManifest } from './profile.ts'

/** Does every workspace that builds programs say how a release is built? */
export function audit(ctx: Context): Presence {
  const found = programs(ctx).map(project => ({ path: rootManifest(project), set: profileOf(ctx, project).set }))
  const evidence = found.flatMap(({ set }) => [...set.values()])
  const missing = found.flatMap(({ path, set }) => {
    const keys = KEYS.filter(key => !set.has(key))
    return keys.length ? [`${path}: profile.release does not set ${keys.join(', ')}`] : []
  })
  if (evidence.length === 0)
    return absent('no release profile: releases are built as fast as possible, not for speed and size')
  return missing.length > 0 ? partial(evidence, missing.join('; ')) : present(evidence, 'the release profile is set')
}
