import { absent, partial, present, type Context, type Presence } from '../../../src/artifact/index.ts'
import { isWatched } from '../../../src/contract/alerting/index.ts'
import { monitoringFiles } from '../_common/existing.ts'

/** Are there Prometheus rules that alert, whoever wrote them, for each service? */
export function audit(ctx: Context): Presence {
  const found = monitoringFiles(ctx, /^\s*(?:- )?alert:\s/m)
  if (found.length === 0) return absent('no file holds Prometheus alerts')
  const ours = found.filter(({ path }) => ctx.ownersOf(path).includes('observability/alerts'))
  if (ours.length === 0) return present(found)
  const open = ctx.contract.services.filter(service => isWatched(service) && !ctx.ws.has(service.places.rules))
  return open.length === 0
    ? present(found)
    : partial(found, `no alerts for ${open.map(service => service.id).join(', ')}`)
}
