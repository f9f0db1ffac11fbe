import { absent, partial, present, type Context, type Presence } from '../../../src/artifact/index.ts'
import type { Evidence } from '../../../src/detect/types.ts'
import { fileAt, lineWith } from '../_common/workflows.ts'
import { covers, dependabotPath, foundEntries, renovate } from './existing.ts'
import { wantedEntries } from './wanted.ts'

/** Does a bot look after every ecosystem and folder of the repository? */
export function audit(ctx: Context): Presence {
  const bot = renovate(ctx)
  if (bot) return present([bot], 'Renovate finds the ecosystems by itself')
  const found = foundEntries(ctx)
  if (!found) return absent('no configuration of Dependabot or Renovate')
  const missing = wantedEntries(ctx).filter(wanted => !found.some(entry => covers(entry, wanted)))
  const evidence = evidenceIn(ctx)
  if (missing.length === 0) return present(evidence, 'an entry for every ecosystem and folder')
  const names = missing.map(({ ecosystem, directory }) => `${ecosystem} in ${directory}`).join(', ')
  return found.length > 0
    ? partial(evidence, `no entry for ${names}`)
    : absent(`${dependabotPath(ctx)} has no entry for ${names}`)
}

function evidenceIn(ctx: Context): readonly Evidence[] {
  const path = dependabotPath(ctx)
  return fileAt(ctx, path).flatMap(
    file =>
      lineWith(file, /package-ecosystem/, 'configuration of Dependabot') ?? [
        { path, rule: 'configuration of Dependabot' },
      ],
  )
}
