import { defineArtifact, template, type Context } from '../../../src/artifact/index.ts'
import semver from 'semver'
import { sh } from '../../../src/text/quote.ts'
import { placeOf } from '../_common/existing.ts'
import { pagesOf } from '../_common/host.ts'
import { packagesOf } from '../_common/manifest.ts'
import { versionTags } from '../_common/versions.ts'
import { audit } from './audit.ts'
import { draftOf } from './releases.ts'
import { releaseTool } from './tools.ts'
import { writeReleases } from './write.ts'

export const artifact = defineArtifact({
  id: 'governance/changelog',
  title: 'Changelog',
  kind: 'file',
  why: 'Whoever upgrades needs to know what changes for them: a log of commits says what was done, a changelog what it means.',
  capabilities: ['governance/changelog'],
  applies: ctx => {
    const tool = releaseTool(ctx)
    return tool ? `${tool.name} (${tool.path}) writes the changelog of this repository` : true
  },
  audit,
  questions: [],
  outputs: ctx => [
    {
      type: 'file',
      path: pathOf(ctx),
      content: template('governance/changelog/CHANGELOG.md.hbs', dataOf(ctx)),
      own: 'seed',
    },
  ],
  next: ctx => {
    const tag = versionTags(ctx).length || ctx.ws.git.shallow ? '' : `; ${firstTag(ctx)}`
    return [{ group: 'read', item: `${pathOf(ctx)} (entries are the subjects of commits${tag})` }]
  },
})

function pathOf(ctx: Context): string {
  return placeOf(ctx, 'changelog', 'CHANGELOG.md')
}

function dataOf(ctx: Context): object {
  const draft = draftOf(ctx)
  const { text, links } = writeReleases(draft, pagesOf(ctx))
  return { text, links, until: draft.until, shallow: ctx.ws.git.shallow, versioned: versionTags(ctx).length > 0 }
}

/** A repository without a version starts where Semantic Versioning says that it should: at 0.1.0. */
function firstTag(ctx: Context): string {
  const stated = packagesOf(ctx)[0]?.version?.value
  const version =
    stated !== undefined && semver.valid(stated) === stated && semver.gt(stated, '0.0.0') ? stated : '0.1.0'
  const remote = ctx.ws.git.remotes()[0]?.name
  const push = remote === undefined ? '' : ` && git push ${sh(remote)} v${version}`
  return `when they are complete, tag the first version: git tag -a v${version} -m v${version}${push}`
}
