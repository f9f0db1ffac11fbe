import { absent, partial, present, type Context, type Presence } from '../../../src/artifact/index.ts'
import type { Evidence } from '../../../src/detect/types.ts'
import { basename } from '../../../src/text/paths.ts'
import { dashboardsOf } from './all.ts'

/** Names of folders and files that tell a dashboard among the JSON of a repository. */
const PLACE = /(?:^|\/)(?:[\w.-]*(?:grafana|dashboards?|monitoring|observability)[\w.-]*)(?:\/.*)?$/i
const MIXIN = /(?:^|\/)(?:[\w-]*mixin[\w-]*|dashboards?)\/(?:.*\/)?[^/]+\.(?:jsonnet|libsonnet)$/i
const LONGEST = 5_000_000
const SHOWN = 5

/** Are there Grafana dashboards, whoever made them? Those of an earlier run are complete when each file of today is there. */
export function audit(ctx: Context): Presence {
  const found = evidenceOf(ctx)
  const theirs = found.filter(({ path }) => ctx.ownersOf(path).length === 0)
  if (theirs.length > 0) return present(theirs.slice(0, SHOWN), `${theirs.length} of the repository's own`)
  if (found.length === 0) return absent('no file of the repository is a Grafana dashboard')
  const wanted = ctx.contract.services.flatMap(service => dashboardsOf(ctx, service, {})).map(({ file }) => file)
  const missing = wanted.filter(file => !ctx.ws.has(file))
  if (missing.length === 0) return present(found.slice(0, SHOWN))
  return partial(found.slice(0, SHOWN), `not there: ${missing.map(basename).join(', ')}`)
}

function evidenceOf({ ws }: Context): readonly Evidence[] {
  return ws.files.flatMap(path => {
    if (MIXIN.test(path)) return [{ path, rule: 'dashboard in Jsonnet' }]
    if (!path.endsWith('.json') || !PLACE.test(path)) return []
    const text = ws.read(path)
    return text !== undefined && text.length < LONGEST && isDashboard(text) ? [{ path, rule: 'Grafana dashboard' }] : []
  })
}

/** Panels and the version of the schema, at the top or one level down (as the API of Grafana returns it), or the resource of version 2. */
function isDashboard(text: string): boolean {
  return (
    (/"panels"\s*:\s*\[/.test(text) && /"schemaVersion"\s*:\s*\d/.test(text)) ||
    (/"kind"\s*:\s*"Dashboard"/.test(text) && /"elements"\s*:\s*\{/.test(text))
  )
}
