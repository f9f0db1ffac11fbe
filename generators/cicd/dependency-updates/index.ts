import { defineArtifact, type Context } from '../../../src/artifact/index.ts'
import { DEPENDABOT_SEED } from '../../../src/contract/dependabot.ts'
import type { Change, Json } from '../../../src/edit/types.ts'
import { onGithub } from '../_common/host.ts'
import { audit } from './audit.ts'
import { covers, dependabotPath, foundEntries, renovate } from './existing.ts'
import { wantedEntries, type Entry } from './wanted.ts'

export const artifact = defineArtifact({
  id: 'cicd/dependency-updates',
  title: 'Dependency updates',
  kind: 'file',
  why: 'Dependencies that nobody updates become the known weaknesses of next year. Grouped, weekly updates with a waiting time keep up without flooding anybody, and miss releases that are withdrawn within days.',
  capabilities: ['cicd/dependency-updates'],
  after: ['cicd/build-test', 'cicd/dependency-audit', 'security/secrets-scan', 'testing/load'],
  applies: ctx =>
    ctx.facts.projects.length === 0
      ? 'there are no dependencies: no Cargo.toml and no package.json'
      : onGithub(ctx, 'Dependabot'),
  audit,
  questions: [],
  outputs: ctx => {
    const changes = changesOf(ctx)
    return changes.length
      ? [{ type: 'edit', path: dependabotPath(ctx), format: 'yaml', changes, seed: DEPENDABOT_SEED }]
      : []
  },
})

function changesOf(ctx: Context): readonly Change[] {
  if (renovate(ctx)) return []
  const found = foundEntries(ctx) ?? []
  // an entry that this program wrote is named again, so that it stays; any other does the work already
  const open = wantedEntries(ctx).filter(
    wanted =>
      !found.some(
        entry => covers(entry, wanted) && !(entry.single && entry.groups.includes(groupName(wanted.ecosystem))),
      ),
  )
  return open.map(entry => ({
    path: ['updates', { 'package-ecosystem': entry.ecosystem, directory: entry.directory }],
    value: settings(entry),
  }))
}

/** SemVer keys of the waiting time are known for package managers only, not for actions. */
function settings({ ecosystem, directory }: Entry): Json {
  const actions = ecosystem === 'github-actions'
  // all of them are named rather than a star, which needs quotes: whichever they are, some formatter wants the others
  const types = actions ? ['major', 'minor', 'patch'] : ['minor', 'patch']
  return {
    'package-ecosystem': ecosystem,
    directory,
    schedule: { interval: 'weekly' },
    cooldown: actions ? { 'default-days': 7 } : { 'default-days': 7, 'semver-major-days': 30 },
    groups: { [groupName(ecosystem)]: { 'applies-to': 'version-updates', 'update-types': types } },
  }
}

function groupName(ecosystem: string): string {
  return ecosystem === 'github-actions' ? 'actions' : `${ecosystem}-minor-and-patch`
}
