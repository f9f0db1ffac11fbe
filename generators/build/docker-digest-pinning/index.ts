import { defineArtifact, type Context, type Output } from '../../../src/artifact/index.ts'
import { DEPENDABOT_SEED, dependabotDirectory } from '../../../src/contract/dependabot.ts'
import { parseImage, pinned } from '../../../src/contract/images.ts'
import type { Change } from '../../../src/edit/types.ts'
import { audit } from './audit.ts'
import { dockerfiles, folders, uses, type Dockerfile } from './dockerfiles.ts'
import { dependabotPath, pins, renovate, SETTINGS, unwatched, withPreset } from './updater.ts'
import { DIGEST_QUESTION, digestsIn } from '../_common/digests.ts'

const ID = 'build/docker-digest-pinning'

export const artifact = defineArtifact({
  id: ID,
  title: 'Pinned base images',
  kind: 'edit',
  why: 'A tag is another image tomorrow. A digest never changes, so that a build can be repeated and nobody can slip something in; an updater proposes the next one.',
  capabilities: [ID],
  needs: ['build/dockerfile'],
  applies: ctx => (folders(ctx).length > 0 ? true : 'there is no Dockerfile'),
  audit,
  questions: [DIGEST_QUESTION],
  outputs: (ctx, answers) => [
    ...updaterOf(ctx),
    ...dockerfiles(ctx).flatMap(file => editsOf(ctx, file, digestsIn(answers))),
  ],
  next: (ctx, answers) => [...unpinned(ctx, digestsIn(answers)), ...byHand(ctx)],
})

/** Something that proposes newer images: Renovate where it is used, Dependabot on its own host. */
function updaterOf(ctx: Context): readonly Output[] {
  const bot = renovate(ctx)
  if (bot) {
    if (!bot.presets || (pins(bot) && !ctx.ownersOf(bot.path).includes(ID))) return []
    return [
      {
        type: 'edit',
        path: bot.path,
        format: 'json',
        changes: [{ path: ['extends'], value: withPreset(bot.presets) }],
      },
    ]
  }
  const host = ctx.facts.repository.host?.value.kind
  if (host !== undefined && host !== 'github') return []
  const changes = unwatched(ctx, folders(ctx), ctx.ownersOf(dependabotPath(ctx)).includes(ID)).map(entry)
  return changes.length
    ? [{ type: 'edit', path: dependabotPath(ctx), format: 'yaml', changes, seed: DEPENDABOT_SEED }]
    : []
}

function entry(folder: string): Change {
  const directory = dependabotDirectory(folder)
  return {
    path: ['updates', { 'package-ecosystem': 'docker', directory }],
    value: { 'package-ecosystem': 'docker', directory, ...SETTINGS },
  }
}

/** Digests in a Dockerfile of the user. A digest that the user wrote stays. */
function editsOf(ctx: Context, file: Dockerfile, digests: readonly string[]): readonly Output[] {
  if (file.ours || digests.length === 0) return []
  const mine = ctx.ownersOf(file.path).includes(ID)
  const wanted = uses(ctx).filter(
    use => use.path === file.path && (use.pinning === 'tag' || (mine && use.pinning === 'digest')),
  )
  const changes = [...new Set(wanted.map(use => use.image))].flatMap((image): readonly Change[] => {
    const parsed = parseImage(image)
    const digest = parsed && pinned(parsed, digests).digest
    return digest === undefined ? [] : [{ path: [image], value: digest }]
  })
  return changes.length ? [{ type: 'edit', path: file.path, format: 'dockerfile', changes }] : []
}

/** Which images a tag alone names. */
function unpinned(ctx: Context, digests: readonly string[]): readonly string[] {
  const open = uses(ctx).filter(
    use => use.pinning !== 'digest' && use.pinning !== 'variable' && !isKnown(use.image, digests),
  )
  const names = [...new Set(open.map(use => use.image))]
  return names.length
    ? [
        `Pin by digest what a tag alone names (${names.join(', ')}): create-prod-ready add ${ID} --resolve looks the digests up.`,
      ]
    : []
}

function isKnown(image: string, digests: readonly string[]): boolean {
  const parsed = parseImage(image)
  return parsed !== undefined && pinned(parsed, digests).digest !== undefined
}

function byHand(ctx: Context): readonly string[] {
  const bot = renovate(ctx)
  return bot && !bot.presets ? [`Add "docker:pinDigests" to "extends" in ${bot.path}.`] : []
}
