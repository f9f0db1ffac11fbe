import { absent, partial, present, type Context, type Presence } from '../../../src/artifact/index.ts'
import { deploymentOf } from '../_common/commands.ts'
import { deployed } from '../../deployment/_common/services.ts'

export const ID = 'operations/deploy-runbook'

const PAGE =
  /(?:^|\/)(?:docs?|runbooks?|playbooks?|ops)\/(?:[^\n]*\/)?(?:deploy(?:ment|ing)?|releas(?:e|ing)|rollback)[\w-]*\.(?:md|adoc|rst)$/i

/** Is there a page that says how to release and how to go back, whoever wrote it? */
export function audit(ctx: Context): Presence {
  const found = ctx.ws.files.filter(path => PAGE.test(path)).map(path => ({ path, rule: 'a page on releases' }))
  if (found.length === 0) return absent('no page says how to release and how to go back')
  const ours = found.some(({ path }) => ctx.ownersOf(path).includes(ID))
  const open = deployed(ctx).filter(
    service => deploymentOf(ctx, service) === 'helm' && !ctx.ws.has(service.places.deployPage),
  )
  return ours && open.length ? partial(found, `no page for ${open.map(({ id }) => id).join(', ')}`) : present(found)
}
