import semver from 'semver'
import type { Context } from '../../../src/artifact/index.ts'

/** A tag that names a version of the whole repository. */
export interface VersionTag {
  readonly name: string
  readonly version: string
  readonly hash: string
  readonly date: string
}

const TAG = /^v?\d+\.\d+\.\d+(?:-[0-9A-Za-z.-]+)?(?:\+[0-9A-Za-z.-]+)?$/

/**
 * @returns the tags that are versions by Semantic Versioning, with or without `v`, the newest first; pre-releases only where their release has none
 */
export function versionTags(ctx: Context): readonly VersionTag[] {
  const seen = new Set<string>()
  const all = ctx.ws.git.tags().flatMap(tag => {
    const version = TAG.test(tag.name) ? semver.valid(tag.name) : null
    if (version === null || seen.has(version)) return []
    seen.add(version)
    return [{ name: tag.name, version, hash: tag.hash, date: tag.date }]
  })
  return all.filter(tag => semver.prerelease(tag.version) === null || !seen.has(release(tag.version)))
}

function release(version: string): string {
  return `${String(semver.major(version))}.${String(semver.minor(version))}.${String(semver.patch(version))}`
}

/** @returns the highest version that is no pre-release; the highest of all where every one is */
export function newestVersion(tags: readonly VersionTag[]): string | undefined {
  const versions = tags.map(tag => tag.version)
  const stable = versions.filter(version => semver.prerelease(version) === null)
  return semver.rsort([...(stable.length ? stable : versions)])[0]
}
