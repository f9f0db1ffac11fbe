import { absent, present, type Context, type Presence } from '../../../src/artifact/index.ts'
import { monitoringFiles } from '../_common/existing.ts'

/** Does Alertmanager know whom to tell, whoever wrote it? */
export function audit(ctx: Context): Presence {
  const found = monitoringFiles(ctx, /^receivers:/m).filter(({ path }) =>
    /^\s*(?:route|routes):/m.test(ctx.ws.read(path) ?? ''),
  )
  return found.length ? present(found) : absent('no file holds routes of Alertmanager')
}
