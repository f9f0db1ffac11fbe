import { absent, present, type Context, type Presence } from '../../../src/artifact/index.ts'
import { PLACES } from '../../../src/contract/places.ts'
import { ofUser } from '../_common/services.ts'

export const ID = 'deployment/compose'

/** For tests, or for the editor. */
const ASIDE = /(^|\/)\.devcontainer\/|(^|[./_-])(tests?|e2e|ci)([./_-]|$)/

/** Is there a stack that starts the services with what they talk to? */
export function audit(ctx: Context): Presence {
  const theirs = ofUser(ctx, ['compose'], ID).filter(({ path }) => !ASIDE.test(path))
  if (theirs.length) return present(theirs, 'a compose file')
  return ctx.ws.has(PLACES.compose)
    ? present([{ path: PLACES.compose, rule: 'compose file' }], 'a compose file')
    : absent('no compose file')
}
