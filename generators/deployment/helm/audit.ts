import { absent, partial, present, type Context, type Presence } from '../../../src/artifact/index.ts'
import { join } from '../../../src/text/paths.ts'
import { deployed, ofUser } from '../_common/services.ts'

export const ID = 'deployment/helm'

/** Is there a chart for every service, or another way to a cluster that people chose? */
export function audit(ctx: Context): Presence {
  const charts = deployed(ctx).map(({ id, places }) => ({
    id,
    path: join(places.chart, 'Chart.yaml'),
  }))
  const made = charts.filter(({ path }) => ctx.ws.has(path)).map(({ path }) => ({ path, rule: 'chart of the service' }))
  const theirs = ofUser(ctx, ['helm', 'kustomize', 'kubernetes'], ID).filter(
    ({ path }) => !made.some(chart => chart.path === path),
  )
  const without = charts.filter(({ path }) => !ctx.ws.has(path)).map(({ id }) => id)
  if (made.length && without.length) return partial(made, `no chart for ${without.join(', ')}`)
  if (made.length) return present(made, 'a chart for every service')
  return theirs.length ? present(theirs, 'the repository has charts or manifests of its own') : absent('no Helm chart')
}
