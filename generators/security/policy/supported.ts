import semver from 'semver'
import type { Context } from '../../../src/artifact/index.ts'
import { code, table } from '../../governance/_common/markdown.ts'
import { packagesOf } from '../../governance/_common/manifest.ts'
import { newestVersion, versionTags } from '../../governance/_common/versions.ts'

/** @returns Markdown that says which versions get fixes: by tags, else by what is deployed, else by the version of the manifest */
export function supportedVersions(ctx: Context): string {
  const branch = ctx.facts.repository.defaultBranch
  const where = branch ? `the ${code(branch.value)} branch` : 'the default branch'
  const tagged = newestVersion(versionTags(ctx))
  if (tagged !== undefined) return `Fixes are released for these versions:\n\n${versions(tagged)}`
  if (ctx.facts.services.length) {
    return `There are no versions to choose from: what is deployed is built from ${where}.\nFixes go there, and only its newest commit is supported.`
  }
  const stated = publishedVersion(ctx)
  return stated === undefined
    ? `There are no releases yet. Fixes go into ${where}, and only its newest commit is supported.`
    : `Fixes are released for these versions:\n\n${versions(stated)}`
}

/** The version of the packages that may be published, where they agree. */
function publishedVersion(ctx: Context): string | undefined {
  const versions = new Set(packagesOf(ctx).flatMap(pkg => (pkg.private || !pkg.version ? [] : [pkg.version.value])))
  const [only] = versions
  return versions.size === 1 && only !== undefined && semver.valid(only) === only && semver.gt(only, '0.0.0')
    ? only
    : undefined
}

/** Below 1.0.0 a new minor version may break what the one before could do. */
function versions(newest: string): string {
  const [major, minor] = [String(semver.major(newest)), String(semver.minor(newest))]
  return table([
    ['Version', 'Supported'],
    [major === '0' ? `0.${minor}.x` : `${major}.x`, 'yes'],
    ['older', 'no'],
  ])
}
