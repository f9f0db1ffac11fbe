import { absent, partial, present, type Context, type Presence } from '../../../src/artifact/index.ts'
import type { Evidence } from '../../../src/detect/types.ts'
import { uses, type Use } from './dockerfiles.ts'
import { dirname } from '../../../src/text/paths.ts'
import { pins, renovate, watched } from './updater.ts'

/** Is every base image pinned by digest, or by tag with an updater that looks after it? */
export function audit(ctx: Context): Presence {
  const found = uses(ctx)
  if (found.length === 0) return absent('no Dockerfile names a base image')
  const loose = found.filter(use => use.pinning === 'moving' || (use.pinning === 'tag' && !isWatched(ctx, use.path)))
  const fixed = found.filter(use => !loose.includes(use))
  const evidence: readonly Evidence[] = fixed.map(use => ({
    path: use.path,
    snippet: use.image,
    rule: use.pinning === 'digest' ? 'digest' : 'updater',
  }))
  if (loose.length === 0) return present(evidence, summary(found))
  const reason = `neither a digest nor an updater for ${list(loose)}`
  return fixed.length ? partial(evidence, reason) : absent(reason)
}

function isWatched(ctx: Context, path: string): boolean {
  const bot = renovate(ctx)
  return bot ? pins(bot) : watched(ctx, [dirname(path)]).length > 0
}

function summary(found: readonly Use[]): string {
  const digests = found.filter(use => use.pinning === 'digest').length
  return `${digests} of ${found.length} base images are pinned by digest, the others by a tag that an updater looks after`
}

function list(found: readonly Use[]): string {
  return [...new Set(found.map(use => use.image))].join(', ')
}
