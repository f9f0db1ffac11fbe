import type { Context } from '../../../src/artifact/index.ts'

/** @returns true when the repository is on GitHub, or nowhere yet; else why files that only GitHub reads are not written */
export function onGithub(ctx: Context, what: string): true | string {
  const host = ctx.facts.repository.host?.value
  return host === undefined || host.kind === 'github'
    ? true
    : `the remote is on ${host.domain}, and ${what} runs on GitHub only`
}

/** @returns true when an earlier run wrote the file */
export function isOurs(ctx: Context, path: string): boolean {
  return ctx.ownersOf(path).length > 0
}

/** @returns `usual`, or `other` where the user has a file of the usual name, whatever its ending */
export function workflowPath(ctx: Context, usual: string, other: string): string {
  const path = (name: string): string => `.github/workflows/${name}.yml`
  const taken = [path(usual), `.github/workflows/${usual}.yaml`].some(
    file => ctx.ws.stat(file) !== undefined && !isOurs(ctx, file),
  )
  return taken ? path(other) : path(usual)
}
