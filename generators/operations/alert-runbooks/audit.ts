import { absent, present, type Context, type Presence } from '../../../src/artifact/index.ts'

const RUNBOOK = /(?:^|\/)(?:runbooks?|playbooks?)\/(?!deploy)[^\n]*\.(?:md|adoc|rst)$/i

/** Is there a page for people on call, whoever wrote it? */
export function audit(ctx: Context): Presence {
  const found = ctx.ws.files.filter(path => RUNBOOK.test(path) && !path.endsWith('/deploy.md'))
  return found.length
    ? present(found.slice(0, 20).map(path => ({ path, rule: 'a folder of runbooks' })))
    : absent('no folder of runbooks')
}
